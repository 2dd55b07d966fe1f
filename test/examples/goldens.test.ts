/**
 * What each example writes, file by file: small enough to review, and all of it valid. `UPDATE_GOLDENS=1 npx jest goldens`
 * writes the files anew; read the difference before you commit it.
 */
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { violations } from '../support/schema';
import { Manifest } from '../support/trace';
import { isReadAlike } from '../support/yaml-readers';

const EXAMPLES = [
  ...['ten-lines/main', 'istio-task/main', 'istio-task/http', 'istio-task/https', 'own-gateway/main'],
  ...['who-may-leave/main', 'who-may-leave/narrowed', 'tls-origination/main', 'clean-edge/main'],
  ...['tls-origination/refused', 'telemetry/main', 'telemetry/text', 'production/main', 'tcp/main', 'wildcards/main'],
  ...['future-namespaces/main'],
  ...['gateway-lockdown/main', 'admission/main', 'several-ports/main', 'several-ports/ssh', 'credential/main'],
  ...['addresses/main'],
  ...['protocols/main', 'protocols/direct'],
  ...['allow-list/main', 'any-name/main'],
  ...['company-proxy/main'],
  ...['ranges/main', 'ranges/deployed'],
  ...['strict/main', 'strict/open'],
  ...['resilience/main', 'regions/main', 'shared-gateway/platform', 'shared-gateway/team', 'with-cdk8s-plus/main'],
];
const GOLDEN = join(__dirname, 'golden');

/** Runs an example as `cdk8s synth` does, and gives its files. */
function run(example: string): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  process.env['CDK8S_OUTDIR'] = outdir;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an example runs when it is loaded
  jest.isolateModules(() => void require(`../../examples/${example}`));
  const files = new Map(readdirSync(outdir).map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
  rmSync(outdir, { recursive: true });
  return files;
}

/** Not the next hop of a gateway that is its own. */
function isOfHost({ kind, metadata }: Manifest): boolean {
  return kind === 'ServiceEntry' && metadata.name.startsWith('external-');
}

/** An object that only the gateway sees. */
function isOfTunnel(name: string): boolean {
  return name.startsWith('egress-tunnel-');
}

function objects(files: ReadonlyMap<string, string>): Manifest[] {
  return [...files.values()].flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
}

let stderr: jest.SpyInstance;
beforeEach(() => (stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
afterEach(() => {
  stderr.mockRestore();
  delete process.env['CDK8S_OUTDIR'];
});

describe.each(EXAMPLES)('examples/%s', (example) => {
  it('writes the manifests of its golden files', () => {
    const folder = join(GOLDEN, example.replace('/', '-'));
    const files = run(example);
    if (process.env['UPDATE_GOLDENS']) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      for (const [file, text] of files) writeFileSync(join(folder, file), text);
    }
    const golden = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
    expect(Object.fromEntries(files)).toEqual(Object.fromEntries(golden));
  });

  it('writes valid objects only, which all readers of YAML read alike', () => {
    const manifests = objects(run(example));
    expect(manifests.length).toBeGreaterThan(3);
    expect(manifests.flatMap(violations)).toEqual([]);
    expect(manifests.filter((manifest) => !isReadAlike(manifest))).toEqual([]);
  });

  it('writes the rules of each host before its ServiceEntry, so that applying the file opens no direct way', () => {
    const files = [...run(example).values()].map((text) => objects(new Map([['', text]])));
    // One host may stand in two files, where it leaves through two gateways.
    const entries = files.flatMap((manifests) => manifests.filter(isOfHost).map((entry) => ({ manifests, entry })));
    expect(entries.length).toBeGreaterThan(0);
    for (const { manifests, entry } of entries) {
      const host = entry.metadata.name.replace('external-', '');
      const ofHost = manifests.filter(({ metadata: { name } }) => name.endsWith(`-${host}`) && !isOfTunnel(name));
      const order = ofHost.map(({ kind }) => kind);
      // An outer name has no Gateway object and no subset of its own.
      const last = [
        ...(host.endsWith('-cidrs-invalid') ? [] : ['DestinationRule']),
        ...(host.endsWith('-invalid') ? [] : ['Gateway']),
        'VirtualService',
        'ServiceEntry',
      ];
      expect(order.slice(-last.length)).toEqual(last);
      const first = [...new Set(order.slice(0, -last.length))];
      expect(['AuthorizationPolicy', 'EnvoyFilter', 'DestinationRule'].filter((kind) => first.includes(kind))).toEqual(
        first,
      );
    }
  });
});
