/** The packed library in apps that npm, pnpm and yarn really install. Needs a registry: `npm run consumer`, not `npm test`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshApp, pack, Packed, Ran, remove, REPOSITORY, run, temporaryFolder } from '../pack';
import { expectedManifest, TEN_LINES } from '../ten-lines';
import { InstalledApp, TEMPLATE_PLUS } from './app';
import { PACKAGE_MANAGERS } from './package-managers';
import { installTools } from './tools';

jest.setTimeout(300_000);

const PLUS = [undefined, 'cdk8s-plus-28', TEMPLATE_PLUS];
const APPS = PACKAGE_MANAGERS.flatMap((manager) =>
  PLUS.map((plus) => ({ manager, plus, name: `installed by ${manager.name} with ${plus ?? 'no cdk8s-plus'}` })),
);

const folder = temporaryFolder();
const expected = expectedManifest();
let packed: Packed;
let tools: string;

beforeAll(() => {
  packed = pack(folder);
  tools = installTools(folder);
});

afterAll(() => remove(folder));

describe.each(APPS)('an app of cdk8s init, $name,', ({ manager, plus }) => {
  let app: InstalledApp;

  beforeAll(() => {
    app = new InstalledApp(folder, tools, manager);
    if (plus !== TEMPLATE_PLUS) app.remove(TEMPLATE_PLUS);
    if (plus !== undefined && plus !== TEMPLATE_PLUS) app.add(plus, pinned(plus));
    app.add('cdk8s-istio-egress', `file:${packed.tarball}`);
  });

  test('compiles the ten lines with the tsconfig of the template', () => {
    expect(app.compile()).toMatchObject({ status: 0 });
  });

  test('passes the snapshot test', () => {
    const output = expect.stringMatching(/Tests: +1 passed, 1 total/) as string;
    expect(app.test()).toMatchObject({ status: 0, output });
  });

  test('writes the same bytes as the example when cdk8s synth runs it', () => {
    expect(app.synth()).toBe(expected);
  });
});

describe.each(['5.0', '7.0'])('TypeScript %s', (version) => {
  let app: string;
  const check = (program: string): Ran => {
    writeFileSync(join(app, 'main.ts'), program);
    return run(app, join(tools, `typescript-${version}/bin/tsc`), '--noEmit', '--pretty', 'false');
  };

  beforeAll(() => {
    app = freshApp(folder, packed);
  });

  afterAll(() => remove(app));

  test('accepts the ten lines with the tsconfig of the cdk8s template', () => {
    expect(check(TEN_LINES)).toEqual({ status: 0, output: '' });
  });

  test('refuses the ten lines with a number for a host', () => {
    const { output } = check(TEN_LINES.replace("['edition.cnn.com']", '[80]'));
    expect(output).toContain("Type 'number' is not assignable to type 'string'");
  });
});

function pinned(name: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as {
    devDependencies: Readonly<Record<string, string>>;
  };
  return devDependencies[name] ?? 'latest';
}
