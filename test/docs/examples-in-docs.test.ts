/** The programs of doc comments, of the README and of the guide compile, and the guide shows the output of the example. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import * as library from '../../lib';
import * as testing from '../../lib/testing';
import * as validation from '../../lib/validation';

const ROOT = join(__dirname, '..', '..');
const LIB = join(ROOT, 'lib');

/** Names that examples use without a declaration. */
const PREAMBLE = `
import { writeFileSync } from 'node:fs';
import { ApiObject, App, Chart, Duration, JsonPatch } from 'cdk8s';
import { Namespaces, Pods, ServiceAccount } from 'cdk8s-plus-28';
import * as egress from 'cdk8s-istio-egress';
import { ${Object.keys(library).join(', ')} } from 'cdk8s-istio-egress';
import { ${Object.keys(testing).join(', ')} } from 'cdk8s-istio-egress/testing';
import { ${Object.keys(validation).join(', ')} } from 'cdk8s-istio-egress/validation';
declare const app: App, chart: Chart, platform: Chart, team: Chart;
declare const gateway: egress.EgressGateway, route: egress.ExternalRoute;
`;

const GUIDE = join(ROOT, 'docs', 'guide');

/** Names that the programs of the guide use without a declaration: its README lists them. */
const GUIDE_NAMES = `
declare const app: import('cdk8s').App;
declare const chart: import('cdk8s').Chart, platform: import('cdk8s').Chart, team: import('cdk8s').Chart;
declare const gateway: import('cdk8s-istio-egress').EgressGateway;
void [app, chart, platform, team, gateway];
`;

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

function guidePage(name: string): string {
  return readFileSync(join(GUIDE, name), 'utf8');
}

/** A program of the guide: its own imports, and the names of {@link GUIDE_NAMES}. */
function withGuideNames(code: string): string {
  const imports = [...code.matchAll(/^ *import [\s\S]*?;\n/gm)].map(([text]) => text);
  const body = imports.reduce((text, each) => text.replace(each, ''), code);
  return `${imports.join('')}${GUIDE_NAMES}{\n${body}\n}\n`;
}

/** Compiler errors of a program, as a user would see them. */
function errorsIn(code: string): string[] {
  return errorsInAll([code]);
}

/** The files that several programs import, each parsed once. */
const parsed = new Map<string, ts.SourceFile>();

/** Compiler errors of several programs, each in a file of its own. The options are the strictest that an app may have. */
function errorsInAll(codes: readonly string[]): string[] {
  const files = new Map(codes.map((code, index) => [join(__dirname, `example-in-docs-${index}.ts`), code]));
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(ROOT, 'tsconfig.json'), (name) => ts.sys.readFile(name)).config,
      ts.sys,
      ROOT,
    ).options,
    noUnusedLocals: false,
    exactOptionalPropertyTypes: true,
    types: ['node', 'jest'],
    baseUrl: ROOT,
    paths: { 'cdk8s-istio-egress': ['lib'], 'cdk8s-istio-egress/*': ['lib/*'] },
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => {
    const code = files.get(name);
    if (code !== undefined) return ts.createSourceFile(name, code, ts.ScriptTarget.ES2022);
    const source = parsed.get(name) ?? read(name, ...rest);
    if (source !== undefined) parsed.set(name, source);
    return source;
  };
  const program = ts.createProgram([...files.keys()], options, host);
  // `npm run types` checks the files that they import.
  return [...files.keys()]
    .flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)))
    .filter(({ file: where }) => where !== undefined && files.has(where.fileName))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** All examples as one program, each in a scope of its own, so that names do not collide. */
function inOneProgram(examples: readonly [string, string][]): string {
  return PREAMBLE + examples.map(([file, code]) => `// ${file}\n{\n${code}\n}\n`).join('');
}

/** The classes that apps construct, and those that apps call. */
const CONSTRUCTS = [
  ...[
    'EgressMesh',
    'EgressGateway',
    'ExternalHttpRoute',
    'ExternalTlsRoute',
    'ExternalTcpRoute',
    'ExternalCidrRoute',
    'EgressLockdownPolicy',
  ],
  ...['GatewayLockdownPolicy', 'EgressAdmissionPolicy', 'DirectHost', 'EgressSidecar', 'EgressTelemetry'],
];
const CALLED = [
  'EgressChecks.of',
  'EgressSummary.of',
  'EgressSource.fromServiceAccount',
  'EgressGateway.fromEgressGatewayAttributes',
];

test('the examples in doc comments compile', () => {
  expect(errorsIn(inOneProgram(docExamples()))).toEqual([]);
}, 120_000);

test.each([...CONSTRUCTS.map((name) => `new ${name}(`), ...CALLED.map((name) => `${name}(`)])(
  'a doc comment has an example of %s...)',
  (call) => {
    expect(docExamples().filter(([, code]) => code.includes(call))).not.toEqual([]);
  },
);

test('the programs of the README compile', () => {
  const [first, ...rest] = readmePrograms();
  expect(rest.length).toBeGreaterThan(0);
  expect(errorsIn((first as [string, string])[1])).toEqual([]);
  expect(errorsIn(inOneProgram(rest))).toEqual([]);
}, 120_000);

test('the programs of the guide compile', () => {
  const programs = readdirSync(GUIDE).flatMap((name) => programsIn(name, guidePage(name)));
  expect(programs.length).toBeGreaterThan(20);
  expect(errorsInAll(programs.map(([, code]) => withGuideNames(code)))).toEqual([]);
}, 120_000);

test('the programs of docs/checks.md compile', () => {
  const programs = programsIn('checks.md', readFileSync(join(ROOT, 'docs/checks.md'), 'utf8'));
  expect(programs.length).toBeGreaterThan(0);
  expect(errorsInAll(programs.map(([, code]) => withGuideNames(code)))).toEqual([]);
}, 120_000);

test('the programs of docs/conformance.md compile', () => {
  const words = "import { ConformanceCase, request } from '../conformance/cases/case';\n";
  const programs = programsIn('conformance.md', readFileSync(join(ROOT, 'docs/conformance.md'), 'utf8'));
  expect(programs.length).toBeGreaterThan(0);
  expect(errorsInAll(programs.map(([, code]) => words + code))).toEqual([]);
}, 120_000);

test('an example with an unknown property does not compile', () => {
  const code = `new ExternalTlsRoute(chart, 'x', { gateway, host: 'a.example.com' });`;
  expect(errorsIn(`${PREAMBLE}{ ${code} }`)).toHaveLength(1);
}, 120_000);

test.each([
  ['README', readmePrograms()],
  ['guide', programsIn('getting-started', guidePage('getting-started.md'))],
])("the first whole program of the %s is that of the example 'ten-lines'", (_, programs) => {
  const example = readFileSync(join(ROOT, 'examples/ten-lines/main.ts'), 'utf8');
  const body = (text: string) => text.slice(text.indexOf('const app'));
  const [program] = programs.map(([, code]) => code).filter((code) => code.includes('app.synth()'));
  expect(body(program as string)).toBe(body(example));
});

test('the YAML of the guide is the output of its first program', () => {
  const golden = readFileSync(join(ROOT, 'test/examples/golden/ten-lines-main/egress.k8s.yaml'), 'utf8');
  expect(guidePage('getting-started.md')).toContain(`\`\`\`yaml\n${golden}\`\`\``);
});

test('the Kustomizations of the guide are those that the suite builds', () => {
  const file = readFileSync(join(ROOT, 'examples/gitops/flux.yaml'), 'utf8');
  expect(guidePage('gitops.md')).toContain(`\`\`\`yaml\n${file}\`\`\``);
});
