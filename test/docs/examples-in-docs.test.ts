/** The programs in doc comments and in the README compile, and the README shows what the example writes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const LIB = join(ROOT, 'lib');

/** Names that examples take as given. */
const PREAMBLE = `
import { writeFileSync } from 'node:fs';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import * as egress from '../../lib';
import { ${exportedNames().join(', ')} } from '../../lib';
declare const chart: Chart, platform: Chart, team: Chart, gateway: egress.EgressGateway, route: egress.ExternalRoute;
void [writeFileSync, ApiObject, App, Chart, JsonPatch, chart, platform, team, gateway, route];
`;

function exportedNames(): string[] {
  return sources()
    .filter(([file]) => !/\/(input|host|http|network|mesh|render|analysis|construct)\//.test(file))
    .flatMap(([, text]) => [...text.matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name]) => name as string))
    .filter((name) => name !== 'ExistingGateway');
}

function sources(): [string, string][] {
  return readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => [join('lib', file), readFileSync(join(LIB, file), 'utf8')]);
}

/** The code of each `@example` tag, up to the next tag, empty paragraph or fence. */
function docExamples(): [string, string][] {
  return sources().flatMap(([file, text]) =>
    [...text.matchAll(/@example\n((?:\s*\* .*\n)+)/g)].map(([, block]): [string, string] => {
      const lines = (block as string).split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
      return [file, lines.join('\n')];
    }),
  );
}

function readme(): string {
  return readFileSync(join(ROOT, 'README.md'), 'utf8');
}

function programsIn(name: string, text: string): [string, string][] {
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code], index) => [
    `${name} program ${index + 1}`,
    code as string,
  ]);
}

function readmePrograms(): [string, string][] {
  return programsIn('README', readme());
}

/** Compiler errors of a program, as a user would see them. */
function errorsIn(code: string): string[] {
  const file = join(__dirname, 'example-in-docs.ts');
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(ROOT, 'tsconfig.json'), (name) => ts.sys.readFile(name)).config,
      ts.sys,
      ROOT,
    ).options,
    noUnusedLocals: false,
    types: ['node'],
    baseUrl: ROOT,
    paths: { 'cdk8s-istio-egress': ['lib'] },
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, code, ts.ScriptTarget.ES2022) : read(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file: where }) => where?.fileName === file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Each example in a scope of its own, so that names do not meet, and all in one program, so that it is fast. */
function inOneProgram(examples: readonly [string, string][]): string {
  return PREAMBLE + examples.map(([file, code]) => `// ${file}\n{\n${code}\n}\n`).join('');
}

it('the examples in doc comments compile, and there is one for every construct', () => {
  const examples = docExamples();
  expect(errorsIn(inOneProgram(examples))).toEqual([]);
  const routes = ['ExternalHttpRoute', 'ExternalTlsRoute'];
  for (const construct of ['EgressGateway', ...routes, 'EgressLockdownPolicy', 'EgressSidecar', 'EgressTelemetry']) {
    expect(examples.some(([, code]) => code.includes(`new ${construct}(`))).toBe(true);
  }
}, 60_000);

it('the programs of the README compile', () => {
  const [first, second, ...rest] = readmePrograms();
  expect(rest.length).toBeGreaterThan(0);
  for (const whole of [first, second]) expect(errorsIn((whole as [string, string])[1])).toEqual([]);
  const redeclared = rest.map(([name, code]): [string, string] => [name, code]);
  expect(errorsIn(inOneProgram(redeclared))).toEqual([]);
}, 60_000);

/** Has no program: test/threats looks at it. */
const THREATS = 'threats.md';

it.each(readdirSync(join(ROOT, 'docs')).filter((name) => name !== THREATS))(
  'the programs of docs/%s compile',
  (name) => {
    const words = "import { ConformanceCase, request } from '../conformance/case/case';\n";
    const programs = programsIn(name, readFileSync(join(ROOT, 'docs', name), 'utf8'));
    for (const [, code] of programs) expect(errorsIn(words + code)).toEqual([]);
    expect(programs.length).toBeGreaterThan(0);
  },
  60_000,
);

it('a broken example would be noticed', () => {
  expect(errorsIn(`${PREAMBLE}{ new ExternalTlsRoute(chart, 'x', { gateway, host: 'a.example.com' }); }`)).toHaveLength(
    1,
  );
}, 60_000);

it.each([
  ['first', 0, 'ten-lines'],
  ['second', 1, 'production'],
])("the README's %s program is that of an example", (_, index, name) => {
  const [, program] = readmePrograms()[index] as [string, string];
  const example = readFileSync(join(ROOT, `examples/${name}/main.ts`), 'utf8');
  const body = (text: string) => text.slice(text.indexOf('const app'));
  expect(body(program)).toBe(body(example));
});

it("the README's YAML is what its first program writes", () => {
  const golden = readFileSync(join(ROOT, 'test/examples/golden/ten-lines-main/egress.k8s.yaml'), 'utf8');
  expect(readme()).toContain(`\`\`\`yaml\n${golden}\`\`\``);
});
