/** The order in which Argo CD and Flux apply and delete the objects of every example. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { compareInArgoCd, prunedInArgoCd, waveOf } from '../support/gitops/argo-cd';
import { compareInFlux } from '../support/gitops/flux';
import { Manifest } from '../../lib/audit/manifest/manifest';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** The programs of all examples: `ten-lines/main`. */
const PROGRAMS = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .flatMap(({ name }) => readdirSync(join(EXAMPLES, name)).map((file) => `${name}/${file}`))
  .filter((path) => /new App\(/.test(path.endsWith('.ts') ? readFileSync(join(EXAMPLES, path), 'utf8') : ''))
  .map((path) => path.replace(/\.ts$/, ''));

/** The programs that do not set `syncWaves` themselves. */
const WITHOUT = PROGRAMS.filter(
  (program) => !readFileSync(join(EXAMPLES, `${program}.ts`), 'utf8').includes('syncWaves'),
);

const written = new Map<string, readonly Manifest[]>();

/** Returns what a program writes with a default of `syncWaves`. */
function run(program: string, syncWaves: boolean): readonly Manifest[] {
  const key = `${program} ${syncWaves}`;
  const manifests = written.get(key) ?? objectsOf(program, syncWaves);
  written.set(key, manifests);
  return manifests;
}

function objectsOf(program: string, syncWaves: boolean): readonly Manifest[] {
  const outdir = mkdtempSync(join(tmpdir(), 'gitops-'));
  process.env['CDK8S_OUTDIR'] = outdir;
  jest.isolateModules(() => {
    /* eslint-disable @typescript-eslint/no-require-imports -- a program runs when it is loaded, with modules of its own */
    Object.assign((require('../../lib/mesh/mesh-model') as { DEFAULT_SETTINGS: object }).DEFAULT_SETTINGS, {
      syncWaves,
    });
    require(join(EXAMPLES, program));
    /* eslint-enable @typescript-eslint/no-require-imports */
  });
  const texts = readdirSync(outdir).map((file) => readFileSync(join(outdir, file), 'utf8'));
  rmSync(outdir, { recursive: true });
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
}

const isEntry = ({ kind }: Manifest): boolean => kind === 'ServiceEntry';
const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** Returns the ServiceEntries that may be applied before another object of the app. */
function tooEarly(manifests: readonly Manifest[], compare: (a: Manifest, b: Manifest) => number): readonly string[] {
  const others = manifests.filter((manifest) => !isEntry(manifest));
  const entries = manifests.filter(isEntry);
  return entries.filter((entry) => others.some((other) => compare(other, entry) >= 0)).map(nameOf);
}

let stderr: jest.SpyInstance;
beforeEach(() => (stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
afterEach(() => {
  stderr.mockRestore();
  delete process.env['CDK8S_OUTDIR'];
});

it('finds the programs of all examples', () => {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((each) => each.isDirectory());
  expect(new Set(PROGRAMS.map((program) => program.split('/')[0])).size).toBe(folders.length);
});

describe.each(PROGRAMS)('examples/%s', (program) => {
  it('with sync waves, Argo CD applies every ServiceEntry after all other objects', () => {
    const manifests = run(program, true);
    expect(manifests.filter(isEntry).length).toBeGreaterThan(0);
    expect(tooEarly(manifests, compareInArgoCd)).toEqual([]);
  });

  it('with sync waves, Argo CD deletes every ServiceEntry before all other objects', () => {
    const [first = [], ...later] = prunedInArgoCd(run(program, true));
    expect(first.filter((manifest) => !isEntry(manifest)).map(nameOf)).toEqual([]);
    expect(later.flat().filter(isEntry)).toEqual([]);
  });
});

describe.each(WITHOUT)('examples/%s', (program) => {
  it('without sync waves, Argo CD deletes ServiceEntries and rules at once, and one Kustomization of Flux has ServiceEntries first', () => {
    const manifests = run(program, false);
    expect(prunedInArgoCd(manifests)).toHaveLength(1);
    expect(tooEarly(manifests, compareInFlux)).toEqual(manifests.filter(isEntry).map(nameOf));
  });

  it('sync waves change ServiceEntries only, and the annotation alone', () => {
    const [off, on] = [run(program, false), run(program, true)];
    const withWave = (manifest: Manifest): Manifest => {
      const annotations = { ...manifest.metadata.annotations, 'argocd.argoproj.io/sync-wave': '1' };
      return isEntry(manifest) ? { ...manifest, metadata: { ...manifest.metadata, annotations } } : manifest;
    };
    expect(on).toEqual(off.map(withWave));
    expect(on.map(waveOf)).toEqual(on.map((manifest) => Number(isEntry(manifest))));
  });
});

// The names of rules begin with `egress-`, those of ServiceEntries of hosts with `external-`.
it('without sync waves, Argo CD applies by name: only ServiceEntries of tunnels and of the egress proxy may precede rules', () => {
  const entries = WITHOUT.flatMap((program) => tooEarly(run(program, false), compareInArgoCd));
  const kinds = new Set(entries.map((entry) => /^ServiceEntry (egress-[a-z]+)-/.exec(entry)?.[1]));
  expect([...kinds].sort()).toEqual(['egress-tunnel', 'egress-undeclared']);
});
