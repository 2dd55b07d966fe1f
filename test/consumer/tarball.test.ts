/** The tarball that npm packs: its files, its package.json, and how the package resolves. */
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf as writtenBy } from '../support/examples';
import {
  command,
  execute,
  filesOf,
  freshApp,
  installedIn,
  pack,
  Packed,
  remove,
  REPOSITORY,
  run,
  temporaryFolder,
} from './pack';

jest.setTimeout(180_000);

/** What is packed of the examples: all but the cases, which import the conformance suite. */
const PROGRAMS = filesOf(join(REPOSITORY, 'examples'))
  .filter((file) => file.includes('/') && !/\/case[-./]/.test(file))
  .map((file) => `examples/${file}`);

const folder = temporaryFolder();
let packed: Packed;
let app: string;

beforeAll(() => {
  packed = pack(folder);
  app = freshApp(folder, packed);
});

afterAll(() => remove(folder));

test('the tarball holds the library, the matchers, the plugin and the command in one file each, declarations, documents, examples, the schema and the bundled readers of YAML', () => {
  const sources = [
    ...filesOf(join(REPOSITORY, 'lib')).map((file) => `lib/${file}`),
    ...['networking', 'security', 'telemetry'].map((group) => `imports/${group}.istio.io.ts`),
  ];
  const code = sources.filter((file) => /(?<!\.d)\.ts$/.test(file)).map((file) => file.replace(/\.ts$/, '.d.ts'));
  const docs = filesOf(join(REPOSITORY, 'docs'))
    .filter((file) => !file.endsWith('.ts'))
    .map((file) => `docs/${file}`);
  const documents = [
    'bench/RESULTS.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    ...docs,
  ];
  const schema = 'egress-allow-list.schema.json';
  const [bundled, own] = [true, false].map((isBundled) =>
    packed.files.filter((file) => /^node_modules\/(?:argparse|js-yaml|yaml)\//.test(file) === isBundled),
  );
  const readers = ['yaml/dist/index.js', 'js-yaml/dist/js-yaml.cjs.js'].map((file) => `node_modules/${file}`);
  const licences = ['argparse', 'js-yaml', 'yaml'].map((name) => `node_modules/${name}/LICENSE`);
  expect(bundled).toEqual(expect.arrayContaining([...readers, ...licences]));
  const written = [
    'bin/cdk8s-istio-egress.js',
    schema,
    'lib/index.js',
    'lib/testing/index.js',
    'lib/testing/register.js',
    'lib/validation/index.js',
    ...code,
    ...documents,
    ...PROGRAMS,
    'package.json',
  ];
  expect(own).toEqual(written.sort());
});

test('the declarations of the tarball name nothing internal and no type of Node', () => {
  const declarations = filesOf(installedIn(app)).filter((file) => /^(lib|imports)\/.*\.d\.ts$/.test(file));
  expect(declarations).toContain('lib/index.d.ts');
  for (const file of declarations) {
    const text = readFileSync(join(installedIn(app), file), 'utf8');
    expect({ file, found: text.match(/@internal|\bBuffer\b|\bNodeJS\.|<reference|["']node:/g) }).toEqual({
      file,
      found: null,
    });
  }
});

test('the package depends on its peers cdk8s and constructs, and on nothing else that the package does not bundle', () => {
  const manifest = JSON.parse(readFileSync(join(installedIn(app), 'package.json'), 'utf8')) as {
    dependencies?: object;
    bundledDependencies?: string[];
    peerDependencies?: object;
  };
  expect(Object.keys(manifest.dependencies ?? {})).toEqual(manifest.bundledDependencies);
  expect(manifest.bundledDependencies).toEqual(['js-yaml', 'yaml']);
  expect(Object.keys(manifest.peerDependencies ?? {}).sort()).toEqual(['cdk8s', 'constructs']);
});

test('require loads one file of the package', () => {
  const script = join(app, 'loaded.js');
  const count = "Object.keys(require.cache).filter((file) => file.includes('cdk8s-istio-egress/')).length";
  writeFileSync(script, `require('cdk8s-istio-egress');\nconsole.log(${count});\n`);
  expect(run(app, script)).toEqual({ status: 0, output: '1\n' });
});

test('publint finds no error and no warning in the tarball', () => {
  expect(run(folder, command('publint', 'publint'), packed.tarball, '--strict')).toMatchObject({
    status: 0,
    output: expect.stringContaining('Linting') as string,
  });
});

test('attw resolves the package with its types in node10, node16 and bundlers', () => {
  // None is a module: two are data for tools, the third has no extension that a resolver knows.
  const data = ['--exclude-entrypoints', './package.json', './.jsii', './egress-allow-list.schema.json'];
  const attw = command('@arethetypeswrong/cli', 'attw');
  const { status, output } = run(folder, attw, packed.tarball, '--format', 'json', ...data);
  const { analysis } = JSON.parse(output.slice(0, output.lastIndexOf('}') + 1)) as {
    analysis: { problems: unknown[]; entrypoints: object };
  };
  expect({ status, problems: analysis.problems }).toEqual({ status: 0, problems: [] });
  expect(Object.keys(analysis.entrypoints)).toEqual(['.', './testing', './testing/register', './validation']);
});

test('the package.json of the package can be required, files inside it cannot', () => {
  const resolve = (path: string): string => run(app, '-p', `require.resolve('cdk8s-istio-egress/${path}')`).output;
  expect(resolve('package.json').trim()).toBe(join(realpathSync(installedIn(app)), 'package.json'));
  expect(resolve('egress-allow-list.schema.json')).not.toContain('ERR_');
  expect(resolve('lib/index.js')).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
});

test('the command of the installed package writes the manifests of the example, with the peers of the app', () => {
  const file = join(installedIn(app), 'examples/allow-list/egress.yaml');
  const bin = join(app, 'node_modules/.bin/cdk8s-istio-egress');
  const output = join(folder, 'dist');
  const ran = execute(app, bin, ['synth', file, '-n', 'default', '-o', output]);
  expect(ran).toEqual({ status: 0, output: `${join(output, 'egress.k8s.yaml')}\n` });
  const program = writtenBy('allow-list/main').get('egress.k8s.yaml');
  expect(readFileSync(join(output, 'egress.k8s.yaml'), 'utf8')).toBe(program);
});
