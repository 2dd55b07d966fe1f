import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Cache = typeof import('../../../../conformance/environment/tools/cache');

let home: string;
let cache: Cache;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cache-'));
  process.env['XDG_CACHE_HOME'] = home;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it reads the environment when it is loaded
  jest.isolateModules(() => (cache = require('../../../../conformance/environment/tools/cache') as Cache));
});

afterEach(() => {
  delete process.env['XDG_CACHE_HOME'];
  rmSync(home, { recursive: true });
});

const write = (into: string): Promise<void> => Promise.resolve(writeFileSync(join(into, 'program'), 'x'));

it('builds once, below the folder of the environment, readable for every user', async () => {
  const folder = cache.cached('tool', 'v1');
  expect(folder.startsWith(home)).toBe(true);
  const build = jest.fn(write);
  await cache.fill(folder, build);
  await cache.fill(folder, build);
  expect(build).toHaveBeenCalledTimes(1);
  expect(readFileSync(join(folder, 'program'), 'utf8')).toBe('x');
  expect(statSync(folder).mode & 0o777).toBe(0o755);
});

it('another key is another folder', () => {
  expect(cache.cached('tool', 'v1')).not.toBe(cache.cached('tool', 'v2'));
});

it('the remains of a failed build do not count as a build, and the next build removes them', async () => {
  const folder = cache.cached('tool', 'v1');
  const fails = async (into: string): Promise<void> => {
    await write(into);
    throw new Error('the build failed');
  };
  await expect(cache.fill(folder, fails)).rejects.toThrow('the build failed');
  expect(existsSync(folder)).toBe(false);
  await cache.fill(folder, write);
  expect(readdirSync(join(folder, '..'))).toEqual([folder.split('/').at(-1)]);
});

it('a build that runs at the same time is left alone', async () => {
  const folder = cache.cached('tool', 'v1');
  const [theirs, leftover] = [process.ppid, 99999999].map((pid) => `${folder}.unfinished-${pid}`) as [string, string];
  for (const path of [theirs, leftover]) mkdirSync(path, { recursive: true });
  await cache.fill(folder, write);
  expect([theirs, leftover].map((path) => existsSync(path))).toEqual([true, false]);
});

it('the content of a folder is another with another file, name or text', () => {
  const folder = join(home, 'source');
  mkdirSync(join(folder, 'below'), { recursive: true });
  const contents = [cache.contentOf(folder)];
  for (const [file, text] of [
    ['a', '1'],
    ['below/a', '1'],
    ['below/a', '2'],
  ] as const) {
    writeFileSync(join(folder, file), text);
    contents.push(cache.contentOf(folder));
  }
  expect(new Set(contents).size).toBe(4);
});
