/** The generated files are those that the generator makes; what is stale is named, with the way to mend it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main, staleFiles } from '../../imports/generate';
import { enumsOf } from '../../imports/generator/kubernetes-enums';

const ROOT = join(__dirname, '..', '..');
/** The classes of each file. None has a version in its name, not even EnvoyFilter, which is v1alpha3 and nothing else. */
const CLASSES = {
  'imports/networking.istio.io.ts': [
    'DestinationRule',
    'EnvoyFilter',
    'Gateway',
    'ServiceEntry',
    'Sidecar',
    'VirtualService',
  ],
  'imports/security.istio.io.ts': ['AuthorizationPolicy'],
  'imports/telemetry.istio.io.ts': ['Telemetry'],
};
const CONSTRUCTS = Object.keys(CLASSES);

/** `cdk8s import` is a process of its own. */
jest.setTimeout(60_000);

test('the constructs are those of imports/crds.yaml', () => {
  expect(staleFiles(ROOT)).toEqual([]);
});

test.each(Object.entries(CLASSES))('the constructs in %s have names without a version', (file, names) => {
  const classes = readFileSync(join(ROOT, file), 'utf8').matchAll(/^export class (\w+) extends ApiObject/gm);
  expect([...classes].map(([, name]) => name)).toEqual(names);
});

describe('in a tree with stale constructs', () => {
  const [stale = '', ...others] = CONSTRUCTS;
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stale-'));
    mkdirSync(join(root, 'imports'));
    for (const path of ['imports/crds.yaml', ...others]) cpSync(join(ROOT, path), join(root, path));
    writeFileSync(join(root, stale), readFileSync(join(ROOT, stale), 'utf8') + '\n');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
    jest.restoreAllMocks();
  });

  test('--check names the file and the command, and fails', () => {
    const error = jest.spyOn(console, 'error').mockReturnValue();
    expect(main(root, ['--check'])).toBe(1);
    expect(error.mock.calls).toEqual([[`${stale} is stale: make it again with "npx tsx imports/generate.ts"`]]);
  });

  test('constructs that are missing are stale: those of every API group', () => {
    for (const path of CONSTRUCTS) rmSync(join(root, path));
    expect(staleFiles(root)).toEqual(CONSTRUCTS);
  });
});

test('an unknown option is refused', () => {
  expect(() => main(ROOT, ['--chek'])).toThrow("Unknown option '--chek'");
});

test('enums are read out of the Go code with the property that they belong to', () => {
  const source = [
    'func schema_k8sio_api_networking_v1_Policy(ref common.ReferenceCallback) common.OpenAPIDefinition {',
    '\t\t\t\t\t"protocol": {',
    '\t\t\t\t\t\tSchemaProps: spec.SchemaProps{',
    '\t\t\t\t\t\t\tEnum:        []interface{}{"TCP", "UDP"},',
    '\t\t\t\t\t"types": {',
    '\t\t\t\t\t\t\t\t\t\tEnum:    []interface{}{"Egress"},',
    'func schema_pkg_apis_meta_v1_Other(ref common.ReferenceCallback) common.OpenAPIDefinition {',
    '\t\t\t\t\t"a": {',
    '\t\t\t\t\t\t\tEnum:        []interface{}{"X"},',
  ].join('\n');
  const definition = 'io.k8s.api.networking.v1.Policy';
  expect(enumsOf(source)).toEqual([
    { definition, property: 'protocol', ofItems: false, values: ['TCP', 'UDP'] },
    { definition, property: 'types', ofItems: true, values: ['Egress'] },
  ]);
});
