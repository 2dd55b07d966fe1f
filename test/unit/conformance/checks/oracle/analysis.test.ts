import { analysis } from '../../../../conformance/checks/oracle/istio';

const BECAUSE = 'Two VirtualServices of sidecars have one host.';
const old = { code: 'IST0109', level: 'Error', origin: 'VirtualService default/old', message: 'define the same host' };

it('a message that is not expected is a failure', () => {
  expect(analysis('x', [])).toMatchObject({ passed: true });
  expect(analysis('x', [old])).toMatchObject({ passed: false });
  expect(analysis('x', [old]).evidence).toContain('define the same host');
});

it('an expected message passes with its reason, and fails if istioctl does not report the message', () => {
  const expected = { because: BECAUSE, expect: ['IST0109 VirtualService default/old'] };
  expect(analysis('x', [old], expected)).toMatchObject({ passed: true, because: BECAUSE });
  expect(analysis('x', [], expected)).toMatchObject({
    passed: false,
    evidence: 'not reported: IST0109 VirtualService default/old',
  });
  expect(analysis('x', [old, { ...old, origin: 'VirtualService default/new' }], expected).passed).toBe(false);
});

it('a message that is accepted everywhere needs no expectation', () => {
  const accepted = { ...old, code: 'IST0133', origin: 'EnvoyFilter istio-system/egress-strict-a' };
  expect(analysis('x', [accepted])).toMatchObject({ passed: true });
});
