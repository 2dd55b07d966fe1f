import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waysOf } from '../../../../lib/audit/answer/ways';
import { Path } from '../../../../lib/audit/manifest/manifest';
import { readManifests } from '../../../../lib/audit/manifest/read-manifests';
import { Shape, shapeMistakes } from '../../../../lib/audit/manifest/shape';
import { readMesh } from '../../../../lib/audit/model/mesh';
import { auditMesh } from '../../../../lib/audit/rules/audit';
import { render, SHAPES } from '../../../schema/write-shapes';

test('the file of shapes is that of the schemas: npm run shapes', () => {
  expect(readFileSync(SHAPES, 'utf8')).toBe(render());
});

const SHAPE: Shape = {
  'name!': 'string',
  port: 'integer',
  mode: 'string:SIMPLE|MUTUAL',
  labels: { '': 'string' },
  hosts: ['string'],
  patch: '*',
  weight: 'number',
  skip: 'boolean',
};

test.each<[object, string, string]>([
  [{}, 'spec.name is missing', 'write spec.name'],
  [{ name: null }, 'spec.name is missing', 'write spec.name'],
  [{ name: 1 }, 'spec.name must be a text: got 1', 'write a text'],
  [{ name: 'a', port: '443' }, 'spec.port must be a whole number: got "443"', 'write a whole number'],
  [{ name: 'a', port: 4.5 }, 'spec.port must be a whole number: got 4.5', 'write a whole number'],
  [{ name: 'a', mode: 'SIMPEL' }, 'spec.mode must be one of SIMPLE, MUTUAL: got "SIMPEL"', 'write SIMPLE'],
  [{ name: 'a', labels: { 'a.b/c': true } }, 'spec.labels["a.b/c"] must be a text: got true', 'write a text'],
  [{ name: 'a', labels: ['a'] }, 'spec.labels must be a mapping: got ["a"]', 'write a mapping'],
  [{ name: 'a', hosts: 'a' }, 'spec.hosts must be a list: got "a"', 'write a list'],
  [{ name: 'a', hosts: ['a', null] }, 'spec.hosts[1] must be a text: got null', 'write a text'],
  [{ name: 'a', weight: '1' }, 'spec.weight must be a number: got "1"', 'write a number'],
  [{ name: 'a', skip: 'yes' }, 'spec.skip must be true or false: got "yes"', 'write true or false'],
  [{ name: 'a', host: [] }, 'spec.host is an unknown field, which is ignored', 'write hosts'],
])('%j is a mistake', (value, message, fix) => {
  expect(shapeMistakes(value, SHAPE, ['spec'])).toMatchObject([{ message, fix }]);
});

test('a value of the shape is no mistake, and fields with null are removed', () => {
  const value = {
    name: 'a',
    port: null,
    mode: '',
    labels: { a: 'b', c: null },
    hosts: [],
    patch: [{ x: 1 }],
    weight: 0.5,
  };
  expect(shapeMistakes(value, SHAPE, ['spec'])).toEqual([]);
  expect(value).toEqual({ name: 'a', mode: '', labels: { a: 'b' }, hosts: [], patch: [{ x: 1 }], weight: 0.5 });
});

describe('an object of a file', () => {
  const entry = (spec: string): string =>
    `apiVersion: networking.istio.io/v1beta1\nkind: ServiceEntry\nmetadata: {name: a}\nspec:\n${spec}`;

  test('with a value that the API server refuses is left out, with the line of the value', () => {
    const text = entry('  hosts: [a.example.com]\n  ports:\n    - number: "443"\n      name: tls\n');
    const { manifests, problems } = readManifests([{ file: 'a.yaml', text }]);
    expect(manifests).toEqual([]);
    expect(problems).toMatchObject([{ code: 'EGR3911', level: 'error', line: 7 }]);
    expect(problems[0]?.message).toBe('ServiceEntry default/a: spec.ports[0].number must be a whole number: got "443"');
  });

  test('with an unknown field is read, with a warning', () => {
    const text = entry('  hosts: [a.example.com]\n  exportto: ["."]\n');
    const { manifests, problems } = readManifests([{ file: 'a.yaml', text }]);
    expect(manifests).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'EGR3912', level: 'warning', line: 6, fix: 'write exportTo' }]);
  });
});

test('no value of a spec makes the audit throw', () => {
  const golden = join(__dirname, '../../../examples/golden/istio-task-main/istio-task.k8s.yaml');
  const { manifests } = readManifests([{ file: 'a.yaml', text: readFileSync(golden, 'utf8') }]);
  const objects = manifests.map(({ origin: _, ...object }) => object);
  const paths = objects.flatMap(({ spec }, index) => pathsOf(spec, [index, 'spec']));
  const value = fc.constantFrom<unknown>('x', '', 5, -1, true, null, [], {}, ['x'], [5], [null], [[]], { a: 1 });
  fc.assert(
    fc.property(fc.constantFrom(...paths), value, (path, wrong) => {
      const items = structuredClone(objects);
      const holder = path.slice(0, -1).reduce((inner: unknown, key) => (inner as Record<string, unknown>)[key], items);
      (holder as Record<string, unknown>)[path[path.length - 1] as string] = wrong;
      const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
      const read = readManifests([{ file: 'a.json', text }]);
      const mesh = readMesh(read.manifests, {});
      auditMesh(mesh);
      waysOf(mesh);
      const isWhole = read.manifests.length === objects.length;
      expect(isWhole || read.problems.some(({ level }) => level === 'error')).toBe(true);
    }),
    { numRuns: 300 },
  );
});

function pathsOf(value: unknown, path: Path): readonly Path[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value ?? {});
  if (typeof value !== 'object') return [path];
  return [path, ...entries.flatMap(([key, each]) => pathsOf(each, [...path, key]))];
}
