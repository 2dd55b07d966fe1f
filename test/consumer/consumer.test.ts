/** The packed library in a fresh cdk8s TypeScript app: what a user gets, compiles, bundles, runs and tests. */
import { buildSync } from 'esbuild';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { OptionalProp, optionalProps, withExplicitUndefined } from './optional-props';
import {
  command,
  execute,
  filesOf,
  freshApp,
  installedIn,
  pack,
  Packed,
  Ran,
  remove,
  run,
  temporaryFolder,
} from './pack';
import { expectedManifest, manifestOf, TEN_LINES } from './ten-lines';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const expected = expectedManifest();
let packed: Packed;
/** Has neither cdk8s-plus-28 nor cdk8s-plus-33. */
let app: string;
let compiled: Ran;

const tsc = (project: string, cwd = app): Ran =>
  run(cwd, 'node_modules/typescript/bin/tsc', '-p', project, '--pretty', 'false');

/** Compiles some files with further options of the compiler. */
function compile(include: readonly string[], compilerOptions: object, cwd = app): Ran {
  const project = `tsconfig.${include.join('.')}.json`;
  writeFileSync(join(cwd, project), JSON.stringify({ extends: './tsconfig.json', compilerOptions, include }));
  return tsc(project, cwd);
}

beforeAll(() => {
  packed = pack(folder);
  app = freshApp(folder, packed);
  writeFileSync(join(app, 'main.ts'), TEN_LINES);
  cpSync(join(__dirname, 'app/snapshot.ts'), join(app, 'main.test.ts'));
  cpSync(join(__dirname, 'app/matchers.ts'), join(app, 'matchers.test.ts'));
  compiled = tsc('tsconfig.json');
});

afterAll(() => remove(folder));

describe('an app without cdk8s-plus', () => {
  test('compiles the ten lines of the README with the tsconfig of the cdk8s template', () => {
    expect(compiled).toEqual({ status: 0, output: '' });
  });

  test('does not compile programs that use the library wrongly, with the types of ES2016 only', () => {
    cpSync(join(__dirname, 'app/refused.ts'), join(app, 'refused.ts'));
    expect(compile(['main.ts', 'refused.ts'], { types: [], noEmit: true })).toEqual({ status: 0, output: '' });
  });

  test('writes the same bytes as the example of ten lines', () => {
    expect(manifestOf(app, 'main.js')).toBe(expected);
    const kinds = parseAllDocuments(expected).map((document) => document.get('kind'));
    expect(kinds.sort()).toEqual([
      'DestinationRule',
      'DestinationRule',
      'Gateway',
      'NetworkPolicy',
      'ServiceEntry',
      'VirtualService',
    ]);
  });

  test('runs an example from the installed package, and no example imports anything else', () => {
    const programs = packed.files.filter((file) => /^examples\/.*\.ts$/.test(file));
    const imports = programs.flatMap((file) => {
      const text = readFileSync(join(installedIn(app), file), 'utf8');
      return [...text.matchAll(/from '(.*)'/g)].map(([, from]) => from);
    });
    expect([...new Set(imports)].sort()).toEqual([
      './charts',
      'cdk8s',
      'cdk8s-istio-egress',
      'cdk8s-plus-28',
      'constructs',
    ]);
    const outdir = join(folder, 'installed-example');
    const args = [command('tsx', 'tsx'), 'examples/istio-task/main.ts'];
    const ran = execute(installedIn(app), process.execPath, args, { CDK8S_OUTDIR: outdir });
    expect(ran).toMatchObject({ status: 0 });
    expect(filesOf(outdir)).not.toEqual([]);
  });

  test('passes its snapshot test, once the snapshot is written', () => {
    const jestInApp = (...args: string[]) => run(app, 'node_modules/jest/bin/jest.js', 'main.test.ts', ...args);
    const first = jestInApp('--ci=false');
    expect(first).toMatchObject({ status: 0, output: expect.stringContaining('1 snapshot written') as string });
    const file = join(app, '__snapshots__/main.test.ts.snap');
    const snapshot = readFileSync(file, 'utf8');
    expect(snapshot).toContain('"kind": "VirtualService"');
    const second = jestInApp('--ci');
    expect(second).toMatchObject({ status: 0, output: expect.stringMatching(/Snapshots: +1 passed/) as string });
    expect(readFileSync(file, 'utf8')).toBe(snapshot);
  });

  test('passes its tests of the ways of requests, with the matchers for Jest', () => {
    const output = expect.stringMatching(/Tests: +3 passed, 3 total/) as string;
    expect(run(app, 'node_modules/jest/bin/jest.js', 'matchers.test.ts', '--ci')).toMatchObject({ status: 0, output });
  });
});

describe('an app of ES modules', () => {
  test('imports by name everything that the package exports', () => {
    const program = `import * as all from 'cdk8s-istio-egress';
      console.log(Object.keys(all.default).filter((name) => !(name in all)), 'EgressGateway' in all);`;
    writeFileSync(join(app, 'names.mjs'), program);
    expect(run(app, 'names.mjs')).toEqual({ status: 0, output: '[] true\n' });
  });

  test('compiles the ten lines with the module resolution of Node, and writes the same bytes', () => {
    writeFileSync(join(app, 'module.mts'), TEN_LINES);
    expect(compile(['module.mts'], { module: 'nodenext' })).toEqual({ status: 0, output: '' });
    expect(manifestOf(app, 'module.mjs')).toBe(expected);
  });
});

test('an app in one file, bundled by esbuild, writes the same bytes', () => {
  const bundle = join(folder, 'bundle.js');
  buildSync({ entryPoints: [join(app, 'main.ts')], outfile: bundle, bundle: true, platform: 'node' });
  expect(manifestOf(folder, bundle)).toBe(expected);
});

describe('under exactOptionalPropertyTypes', () => {
  let props: OptionalProp[];

  beforeAll(() => {
    props = ['lib', 'lib/testing', 'lib/validation'].flatMap((path) =>
      optionalProps(join(installedIn(app), path, 'index.d.ts')),
    );
  });

  test('every optional property of an exported interface may be undefined', () => {
    const refused = props.filter((prop) => !prop.acceptsUndefined);
    expect(refused.map(({ owner, name }) => `${owner}.${name}`)).toEqual([]);
  });

  test('the ten lines with undefined for every optional prop compile and write the same bytes', () => {
    writeFileSync(join(app, 'undefined.ts'), withExplicitUndefined(TEN_LINES, props));
    expect(compile(['undefined.ts'], { exactOptionalPropertyTypes: true })).toEqual({ status: 0, output: '' });
    expect(manifestOf(app, 'undefined.js')).toBe(expected);
  });
});

test.each(['cdk8s-plus-28', 'cdk8s-plus-33'])('an app with %s may pass its values to the library', (plus) => {
  const withPlus = freshApp(folder, packed, plus);
  const program = readFileSync(join(__dirname, 'app/plus.ts'), 'utf8').replace('cdk8s-plus-33', plus);
  writeFileSync(join(withPlus, 'plus.ts'), program);
  expect(compile(['plus.ts'], {}, withPlus)).toEqual({ status: 0, output: '' });
  const written = manifestOf(withPlus, 'plus.js');
  expect(written).toContain('ns/payments/sa/caller');
  expect(written).toContain('kubernetes.io/metadata.name: databases');
});
