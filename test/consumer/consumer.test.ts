/** The packed library in a fresh cdk8s TypeScript app: what a user gets, compiles, runs and tests. */
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import {
  command,
  filesOf,
  freshApp,
  installedIn,
  pack,
  Packed,
  Ran,
  remove,
  REPOSITORY,
  run,
  temporaryFolder,
} from './pack';

jest.setTimeout(180_000);

const JEST_CONFIG = `module.exports = {
  roots: ['<rootDir>'],
  testMatch: ['**/*.test.ts'],
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  transform: { '^.+\\\\.ts$': ['ts-jest', { isolatedModules: true, diagnostics: false }] },
};
`;

/** What is packed of the examples: all but the cases, which import the conformance suite. */
const PROGRAMS = filesOf(join(REPOSITORY, 'examples'))
  .filter((file) => file.includes('/') && !/\/case[-./]/.test(file))
  .map((file) => `examples/${file}`);

const folder = temporaryFolder();
let packed: Packed;
let app: string;
let compiled: Ran;

const tsc = (project: string): Ran => run(app, 'node_modules/typescript/bin/tsc', '-p', project, '--pretty', 'false');

beforeAll(() => {
  packed = pack(folder);
  app = freshApp(folder, packed);
  cpSync(join(__dirname, 'ten-lines.txt'), join(app, 'main.ts'));
  cpSync(join(__dirname, 'app/snapshot.ts'), join(app, 'main.test.ts'));
  writeFileSync(join(app, 'jest.config.js'), JEST_CONFIG);
  compiled = tsc('tsconfig.json');
});

afterAll(() => remove(folder));

describe('the tarball', () => {
  test('holds the compiled library, the documents, the programs of the examples and nothing else', () => {
    const sources = [
      ...filesOf(join(REPOSITORY, 'lib')).map((file) => `lib/${file}`),
      ...['networking', 'security', 'telemetry'].map((group) => `imports/${group}.istio.io.ts`),
    ];
    const code = sources
      .filter((file) => /(?<!\.d)\.ts$/.test(file))
      .flatMap((file) => [file.replace(/\.ts$/, '.js'), file.replace(/\.ts$/, '.d.ts')]);
    const docs = filesOf(join(REPOSITORY, 'docs')).map((file) => `docs/${file}`);
    const documents = ['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'SECURITY.md', ...docs];
    expect(packed.files).toEqual([...code, ...documents, ...PROGRAMS, 'package.json'].sort());
  });

  test('declares nothing that is internal and no type of Node', () => {
    const declarations = filesOf(installedIn(app)).filter((file) => file.endsWith('.d.ts'));
    expect(declarations).toContain('lib/index.d.ts');
    for (const file of declarations) {
      const text = readFileSync(join(installedIn(app), file), 'utf8');
      expect({ file, found: text.match(/@internal|\bBuffer\b|\bNodeJS\.|<reference|["']node:/g) }).toEqual({
        file,
        found: null,
      });
    }
  });

  test('depends on its three peers and on nothing else', () => {
    const manifest = JSON.parse(readFileSync(join(installedIn(app), 'package.json'), 'utf8')) as {
      peerDependencies?: object;
    };
    expect(manifest).not.toHaveProperty('dependencies');
    expect(Object.keys(manifest.peerDependencies ?? {}).sort()).toEqual(['cdk8s', 'cdk8s-plus-28', 'constructs']);
  });

  test('is without an error or a warning for publint', () => {
    expect(run(folder, command('publint', 'publint'), packed.tarball, '--strict')).toMatchObject({
      status: 0,
      output: expect.stringContaining('Linting') as string,
    });
  });

  test('resolves with its types in node10, node16 and bundlers, as attw sees it', () => {
    const { status, output } = run(
      folder,
      command('@arethetypeswrong/cli', 'attw'),
      packed.tarball,
      '--format',
      'json',
    );
    const { analysis } = JSON.parse(output.slice(0, output.lastIndexOf('}') + 1)) as {
      analysis: { problems: unknown[]; entrypoints: object };
    };
    expect({ status, problems: analysis.problems }).toEqual({ status: 0, problems: [] });
    expect(Object.keys(analysis.entrypoints)).toEqual(['.']);
  });
});

describe('in a fresh app', () => {
  test("the issue's program compiles as it stands, with the template's own tsconfig", () => {
    expect(compiled).toEqual({ status: 0, output: '' });
  });

  test('programs that must not compile do not, where no types are known but those of ES2016', () => {
    cpSync(join(__dirname, 'app/refused.ts'), join(app, 'refused.ts'));
    const compilerOptions = { types: [], noEmit: true };
    const project = { extends: './tsconfig.json', compilerOptions, include: ['main.ts', 'refused.ts'] };
    writeFileSync(join(app, 'tsconfig.refused.json'), JSON.stringify(project));
    expect(tsc('tsconfig.refused.json')).toEqual({ status: 0, output: '' });
  });

  test('the program writes what the example of ten lines writes, byte for byte', () => {
    expect(run(app, 'main.js')).toEqual({ status: 0, output: '' });
    const written = readFileSync(join(app, 'dist/egress.k8s.yaml'), 'utf8');
    const outdir = join(folder, 'example');
    execFileSync(process.execPath, [command('tsx', 'tsx'), 'examples/ten-lines/main.ts'], {
      cwd: REPOSITORY,
      env: { ...process.env, CDK8S_OUTDIR: outdir },
    });
    expect(filesOf(join(app, 'dist'))).toEqual(['egress.k8s.yaml']);
    expect(written).toBe(readFileSync(join(outdir, 'egress.k8s.yaml'), 'utf8'));
    const kinds = parseAllDocuments(written).map((document) => document.get('kind'));
    expect(kinds.sort()).toEqual(['DestinationRule', 'Gateway', 'NetworkPolicy', 'ServiceEntry', 'VirtualService']);
  });

  test('an example runs where it was installed, and imports nothing that was not', () => {
    const programs = PROGRAMS.filter((file) => file.endsWith('.ts'));
    const imports = programs.flatMap((file) => {
      const text = readFileSync(join(installedIn(app), file), 'utf8');
      return [...text.matchAll(/from '(.*)'/g)].map(([, from]) => from);
    });
    expect([...new Set(imports)].sort()).toEqual(['../../lib', './charts', 'cdk8s', 'constructs']);
    const outdir = join(folder, 'installed-example');
    execFileSync(process.execPath, [command('tsx', 'tsx'), 'examples/istio-task/main.ts'], {
      cwd: installedIn(app),
      env: { ...process.env, CDK8S_OUTDIR: outdir },
      stdio: 'pipe',
    });
    expect(filesOf(outdir)).not.toEqual([]);
  });

  test('a snapshot test passes, once it is written', () => {
    const jestInApp = (...args: string[]) => run(app, 'node_modules/jest/bin/jest.js', ...args);
    const first = jestInApp('--ci=false');
    expect(first).toMatchObject({ status: 0, output: expect.stringContaining('1 snapshot written') as string });
    const file = join(app, '__snapshots__/main.test.ts.snap');
    const snapshot = readFileSync(file, 'utf8');
    expect(snapshot).toContain('"kind": "VirtualService"');
    const second = jestInApp('--ci');
    expect(second).toMatchObject({ status: 0, output: expect.stringMatching(/Snapshots: +1 passed/) as string });
    expect(readFileSync(file, 'utf8')).toBe(snapshot);
  });
});
