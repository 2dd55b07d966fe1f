import { after, Applied, NOTHING_APPLIED } from '../../../conformance/differential/applied';

const object = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'a' } });
const outputs: Readonly<Record<string, readonly ReturnType<typeof object>[]>> = {
  main: [object('one'), object('two')],
  other: [object('two'), object('three')],
};
const outputOf = (program: string) => Promise.resolve(outputs[program] ?? []);
const names = ({ objects }: Applied): string[] => [...objects.values()].map(({ metadata }) => metadata.name);

it('follows what stages apply and delete', async () => {
  const first = await after(NOTHING_APPLIED, { title: 'first', apply: 'main' }, outputOf);
  const second = await after(first, { title: 'second', apply: 'other' }, outputOf);
  expect(names(second)).toEqual(['one', 'two', 'three']);
  expect(names(await after(second, { title: 'third', delete: 'main' }, outputOf))).toEqual(['three']);
});

it('follows commands of kubectl', async () => {
  const file = 'test/conformance/cases/fixtures/tenant-entry.yaml';
  const kubectl = [
    'label namespace a team=one',
    `apply -n a -f ${file}`,
    'create secret generic s -n a --from-literal=a=b',
  ];
  const applied = await after(NOTHING_APPLIED, { title: 'applied', kubectl }, outputOf);
  expect(applied).toMatchObject({ namespaceLabels: { a: { team: 'one' } }, unknown: [] });
  expect(applied.objects.size).toBe(1);
  const undo = [`delete -n a -f ${file}`, 'label namespace a team-'];
  const removed = await after(applied, { title: 'removed', kubectl: undo }, outputOf);
  expect(removed).toMatchObject({ objects: new Map(), namespaceLabels: { a: {} } });
});

it('deletes an object by its name, and reports what it does not follow', async () => {
  const applied = await after(NOTHING_APPLIED, { title: 'applied', apply: 'main' }, outputOf);
  const kubectl = ['delete configmap one -n a', 'patch configmap two -n a'];
  const changed = await after(applied, { title: 'changed', kubectl }, outputOf);
  expect(names(changed)).toEqual(['two']);
  expect(changed.unknown).toEqual(['patch configmap two -n a']);
});
