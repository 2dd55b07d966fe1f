import { differences, podsOf } from '../../../../conformance/checks/oracle/injected-pods';
import { INJECTED_PODS, REFUSALS } from '../../../../conformance/checks/oracle/injected-pods-table';

const TEMPLATE =
  'template: { metadata: { labels: { app: a } }, spec: { serviceAccountName: x, containers: [{ name: a }] } }';

test.each<[string, string, number]>([
  ['a pod', 'kind: Pod\nmetadata: {}\nspec: { containers: [] }', 1],
  ['a Deployment', `kind: Deployment\nspec: { ${TEMPLATE} }`, 1],
  ['a CronJob', `kind: CronJob\nspec: { jobTemplate: { spec: { ${TEMPLATE} } } }`, 1],
  ['a list', `kind: List\nitems: [{ spec: { ${TEMPLATE} } }, { spec: { ${TEMPLATE} } }]`, 2],
  ['two documents', `spec: { ${TEMPLATE} }\n---\nspec: { ${TEMPLATE} }`, 2],
  ['a Service', 'kind: Service\nspec: { ports: [] }', 0],
])('the pods of %s are found', (_, text, count) => {
  const pods = podsOf('Hello_1.yaml.injected', text);
  expect(pods.map(({ pod }) => pod.metadata.name)).toEqual([0, 1].slice(0, count).map((index) => `hello-1-${index}`));
  for (const { pod } of pods) expect(pod.spec).not.toHaveProperty('serviceAccountName');
});

test('a verdict that the table does not have is a difference, and so is a file that is missing', () => {
  const table = new Map(Object.entries(INJECTED_PODS));
  expect(table.size).toBeGreaterThan(100);
  expect(differences(table)).toEqual([]);
  const changed = new Map([...table, ['hello', 'fields'], ['new', 'admitted']] as [string, string][]);
  changed.delete('pod');
  expect(differences(changed)).toEqual([
    'hello: fields; in the table: admitted',
    'new: admitted; in the table: not in the table',
    'pod: no file; in the table: admitted',
  ]);
});

test('the pods of a default mesh, of sidecars that are not native, and of the CNI plugin are admitted', () => {
  expect(['hello', 'hello-old-version', 'hello.cni', 'native-sidecar'].map((name) => INJECTED_PODS[name])).toEqual(
    Array.from({ length: 4 }, () => 'admitted'),
  );
  const verdicts = new Set(Object.values(INJECTED_PODS));
  for (const verdict of verdicts) expect(['admitted', 'no pod', ...Object.keys(REFUSALS)]).toContain(verdict);
});
