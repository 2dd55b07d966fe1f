import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { lineOf } from '../../../../lib/audit/manifest/line-of';
import { Manifest, Path } from '../../../../lib/audit/manifest/manifest';
import { readManifests } from '../../../../lib/audit/manifest/read-manifests';

const YAML = `# a comment
---
# the first object
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: a }
spec:
  hosts:
    - a.example.com

    - b.example.com
  http:
  - match:
    - { port: 80,
        "gateways": [mesh] }
    route: &route
    - destination:
        host: x
  - name: second
    route: *route
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: {name: b}
- apiVersion: v1
  kind: Service
  metadata:
    name: c
`;

const manifestsOf = (text: string): readonly Manifest[] => readManifests([{ file: 'a.yaml', text }]).manifests;

test.each<[number, Path, number]>([
  [0, [], 4],
  [0, ['kind'], 5],
  [0, ['metadata', 'name'], 6],
  [0, ['spec'], 7],
  [0, ['spec', 'hosts', 1], 11],
  [0, ['spec', 'http', 0], 13],
  [0, ['spec', 'http', 0, 'match', 0, 'port'], 14],
  [0, ['spec', 'http', 0, 'match', 0, 'gateways', 0], 15],
  [0, ['spec', 'http', 0, 'route', 0, 'destination', 'host'], 18],
  // The value of an alias is elsewhere: the alias has the nearest line.
  [0, ['spec', 'http', 1, 'route', 0, 'destination'], 20],
  // A value that the text does not have: the nearest value above.
  [0, ['spec', 'exportTo'], 7],
  [1, [], 25],
  [2, [], 28],
  [2, ['metadata', 'name'], 31],
])('object %i, path %j is in line %i, also with line ends of Windows', (index, path, line) => {
  for (const text of [YAML, YAML.replaceAll('\n', '\r\n')]) {
    const manifest = manifestsOf(text)[index] as Manifest;
    expect(lineOf(manifest, path)).toBe(line);
  }
});

test('an object of JSON has the lines of its values', () => {
  const [, second] = manifestsOf(
    JSON.stringify(
      {
        apiVersion: 'v1',
        kind: 'List',
        items: ['a', 'b'].map((name) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name } })),
      },
      null,
      2,
    ),
  );
  expect([lineOf(second as Manifest), lineOf(second as Manifest, ['metadata', 'name'])]).toEqual([12, 16]);
});

test('an object without a file has no line', () => {
  expect(lineOf({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } }, ['metadata'])).toBeUndefined();
});

test('the line of every value has its text', () => {
  const value = fc.constantFrom('x1', 'x2', 'x3');
  const spec = fc.dictionary(
    fc.stringMatching(/^k[a-z]{1,5}$/),
    fc.oneof(value, fc.array(value), fc.array(fc.record({ inner: value }))),
  );
  fc.assert(
    fc.property(fc.array(spec, { minLength: 1, maxLength: 4 }), (specs) => {
      const objects = specs.map((each, index) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `p${index}` },
        spec: each,
      }));
      const text = objects.map((each) => stringify(each)).join('---\n');
      const lines = text.split('\n');
      for (const manifest of manifestsOf(text)) {
        for (const [path, leaf] of leaves(manifest.spec, ['spec'])) {
          expect(lines[(lineOf(manifest, path) as number) - 1]).toContain(leaf);
        }
      }
    }),
  );
});

function leaves(value: unknown, path: Path): readonly (readonly [Path, string])[] {
  if (typeof value === 'string') return [[path, value]];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((each: unknown, index): [number, unknown] => [index, each])
    : Object.entries(value as object);
  return entries.flatMap(([key, each]) => leaves(each, [...path, key]));
}
