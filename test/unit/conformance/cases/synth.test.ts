import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthInto } from '../../../conformance/cases/synth';
import { CommandOptions, CommandResult } from '../../../conformance/environment/tools/command';

const OBJECT = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n';
const ENDED: CommandResult = { status: 0, stdout: '', stderr: '' };

let dist: string;
beforeEach(() => (dist = mkdtempSync(join(tmpdir(), 'dist-'))));
afterEach(() => rmSync(dist, { recursive: true }));

/** Runs a program that writes an object, or ends with the next of the results. */
function programs(...results: readonly CommandResult[]): { runs: () => number; execute: typeof run } {
  let runs = 0;
  const run = (_: string, __: readonly string[], { env }: CommandOptions = {}): Promise<CommandResult> => {
    const result = results[runs++] ?? ENDED;
    if (result.status === 0) writeFileSync(join(env?.['CDK8S_OUTDIR'] ?? '', 'main.k8s.yaml'), OBJECT);
    return Promise.resolve(result);
  };
  return { runs: () => runs, execute: run };
}

it('runs a program once for all clusters of a run', async () => {
  const { runs, execute } = programs();
  const clusters = [synthInto(dist, execute), synthInto(dist, execute)];
  for (const synth of [...clusters, ...clusters]) {
    expect((await synth('one/main')).manifests).toMatchObject([{ kind: 'Namespace', metadata: { name: 'a' } }]);
  }
  expect(runs()).toBe(1);
});

it('uses the output of the faster of two clusters that run a program at once', async () => {
  const { execute } = programs();
  const both = [synthInto(dist, execute), synthInto(dist, execute)].map((synth) => synth('one/main'));
  const folders = (await Promise.all(both)).map(({ folder }) => folder);
  expect(new Set(folders)).toEqual(new Set([join(dist, 'one/main')]));
  expect(readdirSync(folders[0] ?? '')).toEqual(['main.k8s.yaml']);
});

it('names the program that did not end in time, and runs it again for the next stage', async () => {
  const { runs, execute } = programs({ status: 255, stdout: '', stderr: '', timedOut: true });
  const synth = synthInto(dist, execute);
  await expect(synth('one/main')).rejects.toThrow('the program one/main did not end after 60 s');
  expect((await synth('one/main')).manifests).toHaveLength(1);
  expect(runs()).toBe(2);
});

it('reports what a program that failed wrote', async () => {
  const { execute } = programs({ status: 1, stdout: '', stderr: 'EGR0001: no host' });
  await expect(synthInto(dist, execute)('one/main')).rejects.toThrow(
    /the program one\/main ended with status 1\nEGR0001/,
  );
});
