/** What counts as refused by a policy, and as admitted. */
import { creates, deletes, enters, TENANT, Wish } from '../../../../conformance/cases/wish';
import { isMet } from '../../../../conformance/checks/proof/wishes';

const DENIED =
  "pods \"it\" is forbidden: ValidatingAdmissionPolicy 'a' with binding 'a' denied request: not on the node's network";
const POD_SECURITY = 'pods "it" is forbidden: violates PodSecurity "restricted:latest": host namespaces';

const wish = creates('a pod', {});

it.each<[string, Wish, number, string, boolean]>([
  ['refused as it must be', wish.isRefused("node's network"), 1, DENIED, true],
  ['refused by Pod Security as it must be', wish.isRefused('violates PodSecurity'), 1, POD_SECURITY, true],
  ['refused in other words', wish.isRefused('the proxy'), 1, DENIED, false],
  ['refused by somebody else in these words', wish.isRefused('network'), 1, 'webhook: network', false],
  ['not refused', wish.isRefused('network'), 0, '', false],
  ['admitted as it must be', wish.isAdmitted(), 0, '', true],
  ['admitted with a warning', wish.isAdmitted(), 0, 'Warning: deprecated', true],
  ['not admitted', wish.isAdmitted(), 1, DENIED, false],
  ['not made for another reason', wish.isAdmitted(), 1, 'not found', false],
  ['let in, and then not', enters('a pod', 'exec').isAdmitted(), 1, 'connection refused', true],
  ['not let in', enters('a pod', 'exec').isAdmitted(), 1, DENIED, false],
])('%s', (_, expected, status, stderr, met) => {
  expect(isMet(expected, { status, stderr })).toBe(met);
});

it('wishes are of a tenant, unless they are declared for another user', () => {
  expect(wish.isAdmitted().as).toBe(TENANT);
  expect(wish.by('somebody').isAdmitted().as).toBe('somebody');
  expect(wish.by().isAdmitted().as).toBeUndefined();
});

it('nothing of a wish is kept', () => {
  for (const { kubectl } of [wish.isAdmitted(), deletes('it', 'pod', 'it').isAdmitted()]) {
    expect(kubectl).toContain('--dry-run=server');
  }
});
