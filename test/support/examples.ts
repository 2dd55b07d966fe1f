/** What the programs of the examples write. A test file runs each program once. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest } from '../../lib/audit/manifest/manifest';

/** The programs: `ten-lines/main` is `examples/ten-lines/main.ts`. */
export const PROGRAMS: readonly string[] = [
  ...['ten-lines/main', 'istio-task/main', 'istio-task/http', 'istio-task/https', 'own-gateway/main'],
  ...['who-may-leave/main', 'who-may-leave/narrowed', 'tls-origination/main', 'clean-edge/main'],
  ...['tls-origination/refused', 'telemetry/main', 'telemetry/text', 'production/main', 'tcp/main', 'wildcards/main'],
  ...['gateway-lockdown/main', 'admission/main', 'several-ports/main', 'several-ports/ssh', 'credential/main'],
  ...['addresses/main', 'migration/main', 'gitops/main'],
  ...['protocols/main', 'protocols/direct'],
  ...['ci/main'],
  ...['allow-list/main', 'any-name/main'],
  ...['company-proxy/main'],
  ...['ranges/main', 'ranges/deployed'],
  ...['future-namespaces/main', 'object-store/main', 'object-store/strict'],
  ...['part-of-a-namespace/main', 'part-of-a-namespace/pods'],
  ...['strict/main', 'strict/open'],
  ...['resilience/main', 'regions/main', 'shared-gateway/platform', 'shared-gateway/team', 'with-cdk8s-plus/main'],
];

const written = new Map<string, ReadonlyMap<string, string>>();

/** Returns the files that a program writes, by their names, as `cdk8s synth` writes them. */
export function filesOf(program: string): ReadonlyMap<string, string> {
  const files = written.get(program) ?? run(program);
  written.set(program, files);
  return files;
}

/** Returns the objects that a program writes, in the order of the files. */
export function objectsOf(program: string): readonly Manifest[] {
  return [...filesOf(program).values()].flatMap(objectsIn);
}

/** Returns the objects of a file. */
export function objectsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** A program runs when it is loaded. Its warnings are not those of the test. */
function run(program: string): ReadonlyMap<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  process.env['CDK8S_OUTDIR'] = outdir;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is data
    require(`../../examples/${program}`);
    const names = readdirSync(outdir).sort();
    return new Map(names.map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
  } finally {
    delete process.env['CDK8S_OUTDIR'];
    stderr.mockRestore();
    rmSync(outdir, { recursive: true });
  }
}
