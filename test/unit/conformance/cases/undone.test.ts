import { undone } from '../../../conformance/cases/undone';

it.each([
  ['label namespace istio-system istio=system', 'label namespace istio-system istio-'],
  ['apply -f test/a.yaml', 'delete -f test/a.yaml'],
  ['create namespace a', 'delete --ignore-not-found namespace a'],
  ['create secret generic a -n b --from-file=c=d', 'delete --ignore-not-found secret a -n b'],
])('%s is undone by %s', (command, back) => {
  expect(undone(command)).toBe(back);
});

it.each(['delete -f test/a.yaml', 'scale deployment/a', 'label namespace a b-'])('%s is not', (command) => {
  expect(() => undone(command)).toThrow(`nothing takes back 'kubectl ${command}'`);
});
