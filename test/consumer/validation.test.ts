/** The validation plugin of the packed library, in `cdk8s synth`. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { command, execute, filesOf, freshApp, pack, Ran, remove, REPOSITORY, run, temporaryFolder } from './pack';

jest.setTimeout(180_000);

/** The entry of the guide. */
const guide = readFileSync(join(REPOSITORY, 'docs/guide/testing.md'), 'utf8');
const [, yaml = ''] = /```yaml\n(validations:[\s\S]*?)```/.exec(guide) ?? [];
const { validations } = parse(yaml) as { validations: readonly object[] };

const folder = temporaryFolder();
const REPORT = 'report.json';
let app: string;

interface Report {
  readonly violations: readonly {
    readonly ruleName: string;
    readonly recommendation: string;
    readonly violatingConstructs: readonly object[];
  }[];
  readonly summary: { readonly status: string; readonly metadata: object };
}

interface Call {
  readonly properties?: object;
  readonly env?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
}

/** Runs `cdk8s synth` with the plugin. */
function synth({ properties, env = {}, args = [] }: Call): Ran & { readonly report?: Report } {
  const config = { app: 'node main.js', validations: validations.map((entry) => ({ ...entry, properties })) };
  writeFileSync(join(app, 'cdk8s.yaml'), stringify({ language: 'typescript', ...config }));
  rmSync(join(app, REPORT), { force: true });
  const options = ['synth', '--check-upgrade=false', '--validation-reports-output-file', REPORT, ...args];
  const ran = execute(app, process.execPath, [command('cdk8s-cli', 'cdk8s'), ...options], env);
  if (!filesOf(app).includes(REPORT)) return ran;
  const { reports } = JSON.parse(readFileSync(join(app, REPORT), 'utf8')) as { reports: Report[] };
  return { ...ran, report: reports[0] };
}

const BROKEN = { BROKEN: 'yes' };
const FOUND = {
  ruleName: 'EGR3013 error',
  recommendation: expect.stringContaining('no rule sends requests of sidecars to the gateway') as string,
};

beforeAll(() => {
  app = freshApp(folder, pack(folder));
  cpSync(join(__dirname, 'app/validation.js'), join(app, 'main.js'));
});

afterAll(() => remove(folder));

test('an app without mistakes succeeds, with an empty report', () => {
  const metadata = { Objects: '9', Errors: '0', Warnings: '0', Suppressed: '0' };
  const summary = { status: 'success', metadata };
  expect(synth({})).toMatchObject({ status: 0, report: { violations: [], summary } });
});

test('a mistake ends cdk8s synth with 2, and is reported with the path of the route', () => {
  const { status, output, report } = synth({ env: BROKEN });
  expect(status).toBe(2);
  const resource = {
    resourceName: 'egress-route-edition-cnn-com',
    constructPath: 'egress/cnn//edition.cnn.com/VirtualService',
    manifestPath: 'dist/egress.k8s.yaml',
    locations: [expect.stringMatching(/^VirtualService default\/egress-route-edition-cnn-com, line \d+$/) as string],
  };
  expect(report).toMatchObject({
    violations: [{ ...FOUND, violatingConstructs: [resource] }],
    summary: { status: 'failure', metadata: { Errors: '1' } },
  });
  expect(output).toContain('Construct Path: egress/cnn//edition.cnn.com/VirtualService');
});

test('cdk8s synth succeeds with a mistake under failOn: never, and has the mistake in its report', () => {
  const ran = synth({ env: BROKEN, properties: { failOn: 'never' } });
  expect(ran).toMatchObject({ status: 0, report: { violations: [FOUND], summary: { status: 'success' } } });
});

test('an annotation with a reason suppresses the mistake, which the report has on request', () => {
  const env = { ...BROKEN, SUPPRESSED: 'moves in January' };
  const summary = { metadata: { Errors: '0', Suppressed: '1' } };
  expect(synth({ env })).toMatchObject({ status: 0, report: { violations: [], summary } });
  const recommendation = expect.stringMatching(/\(suppressed: moves in January\)$/) as string;
  const shown = synth({ env, properties: { showSuppressed: true } });
  expect(shown).toMatchObject({ status: 0, report: { violations: [{ recommendation }], summary } });
});

test('cdk8s synth --stdout has no path of a temporary file in its report', () => {
  const { status, report } = synth({ env: BROKEN, args: ['--stdout'] });
  expect(status).toBe(2);
  const violations = JSON.stringify(report?.violations);
  expect(violations).toContain('"manifestPath":"STDOUT"');
  expect(violations).not.toContain('/tmp');
});

test('without construct metadata, cdk8s synth writes manifests only, and the report has no path', () => {
  expect(synth({ env: BROKEN })).toMatchObject({ status: 2 });
  expect(filesOf(join(app, 'dist'))).toEqual(['construct-metadata.json', 'egress.k8s.yaml']);
  const { status, report } = synth({ env: { ...BROKEN, CDK8S_RECORD_CONSTRUCT_METADATA: 'false' } });
  expect(status).toBe(2);
  expect(filesOf(join(app, 'dist'))).toEqual(['egress.k8s.yaml']);
  expect(report?.violations[0]?.violatingConstructs[0]).not.toHaveProperty('constructPath');
});

test('cdk8s synth --stdout --no-validate prints manifests only', () => {
  synth({ env: BROKEN });
  const output = readFileSync(join(app, 'dist/egress.k8s.yaml'), 'utf8');
  expect(synth({ env: BROKEN, args: ['--stdout', '--no-validate'] })).toEqual({ status: 0, output });
});

test.each([
  [{ failon: 'error' }, 'rename failon to failOn'],
  [{ failOn: 'info' }, 'failOn must be a level'],
  [{ meshFile: 'mesh.yaml' }, 'meshFile must be the path of a file that exists'],
])('the properties %j end cdk8s synth with 1', (properties, message) => {
  const { status, output } = synth({ properties });
  expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining(message) as string });
});

test('a mistake in the file of the mesh ends cdk8s synth with 1, and names the line', () => {
  writeFileSync(join(app, 'mesh.yaml'), 'outboundTrafficPolicy: { mode: REGISTRY_ONL }\n');
  const { status, output } = synth({ properties: { meshFile: 'mesh.yaml' } });
  expect({ status, output }).toEqual({ status: 1, output: expect.stringContaining('mesh.yaml:1') as string });
});

test('the plugin loads neither cdk8s nor the library', () => {
  const script = join(app, 'loaded.js');
  const loaded = "Object.keys(require.cache).map((file) => file.replace(/.*node_modules./, ''))";
  writeFileSync(script, `require('cdk8s-istio-egress/validation');\nconsole.log(${loaded}.join('\\n'));\n`);
  const own = run(app, script)
    .output.trim()
    .split('\n')
    .filter((file) => !/^(?:js-)?yaml\//.test(file) && !file.endsWith('loaded.js'));
  expect(own).toEqual(['cdk8s-istio-egress/lib/validation/index.js']);
});
