import { undone } from '../../../conformance/case/undone';

it.each([
  ['label namespace istio-system istio=system', 'label namespace istio-system istio-'],
  ['apply -f test/a.yaml', 'delete -f test/a.yaml'],
])('%s is taken back by %s', (command, back) => {
  expect(undone(command)).toBe(back);
});

it.each(['delete -f test/a.yaml', 'scale deployment/a', 'label namespace a b-'])('%s is not', (command) => {
  expect(() => undone(command)).toThrow(`nothing takes back 'kubectl ${command}'`);
});
