/** The generated files are those that the generator makes; what is stale is named, with the way to mend it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main, staleFiles } from '../../imports/generate';
import { enumsOf } from '../../imports/generator/kubernetes-enums';

const ROOT = join(__dirname, '..', '..');
const CONSTRUCTS = 'imports/networking.istio.io.ts';

/** `cdk8s import` is a process of its own. */
jest.setTimeout(60_000);

test('the constructs are those of imports/crds.yaml', () => {
  expect(staleFiles(ROOT)).toEqual([]);
});

test('the constructs have names without a version', () => {
  const classes = readFileSync(join(ROOT, CONSTRUCTS), 'utf8').matchAll(/^export class (\w+) extends ApiObject/gm);
  expect([...classes].map(([, name]) => name)).toEqual([
    'DestinationRule',
    'Gateway',
    'ServiceEntry',
    'VirtualService',
  ]);
});

describe('in a tree with stale constructs', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stale-'));
    mkdirSync(join(root, 'imports'));
    cpSync(join(ROOT, 'imports/crds.yaml'), join(root, 'imports/crds.yaml'));
    writeFileSync(join(root, CONSTRUCTS), readFileSync(join(ROOT, CONSTRUCTS), 'utf8') + '\n');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
    jest.restoreAllMocks();
  });

  test('--check names the file and the command, and fails', () => {
    const error = jest.spyOn(console, 'error').mockReturnValue();
    expect(main(root, ['--check'])).toBe(1);
    expect(error.mock.calls).toEqual([[`${CONSTRUCTS} is stale: make it again with "npx tsx imports/generate.ts"`]]);
  });

  test('constructs that are missing are stale', () => {
    rmSync(join(root, CONSTRUCTS));
    expect(staleFiles(root)).toEqual([CONSTRUCTS]);
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
