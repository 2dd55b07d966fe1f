import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFiles } from '../../../../conformance/environment/cluster/kubelet/volume-files';

const USER = process.getuid?.() ?? 0;
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'volume-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('The files of a volume are links through ..data, so that all of them change at once', async () => {
  await replaceFiles(folder, { token: 'a', 'below/file': 'b' }, USER);
  expect([read('token'), read('below/file')]).toEqual(['a', 'b']);
  expect(readlinkSync(join(folder, 'token'))).toBe('..data/token');
});

test('A change replaces the files, and removes the folder of those before', async () => {
  await replaceFiles(folder, { token: 'a' }, USER);
  const before = readlinkSync(join(folder, '..data'));
  await replaceFiles(folder, { token: 'b' }, USER);
  expect(read('token')).toBe('b');
  expect(readdirSync(folder)).not.toContain(before);
});

test('The link of a removed file has no target', async () => {
  await replaceFiles(folder, { token: 'a' }, USER);
  await replaceFiles(folder, {}, USER);
  expect(() => read('token')).toThrow('ENOENT');
});
