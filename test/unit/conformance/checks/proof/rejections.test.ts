import { rejectionCheck } from '../../../../conformance/checks/proof/rejections';

const OF_GATEWAY = 'istio-system/istio-egressgateway-5b-x: listener_manager.lds.update_rejected: 1';
const OF_CLIENT = 'default/curl-5b-x: listener_manager.lds.update_rejected: 1';
const expected = { because: 'Two servers have one name.', expect: ['istio-system/istio-egressgateway'] };

it.each([
  ['no proxy rejects, and none must', [], undefined, true],
  ['a proxy rejects, and none must', [OF_GATEWAY], undefined, false],
  ['the proxy rejects that must', [OF_GATEWAY], expected, true],
  ['the proxy that must reject does not', [], expected, false],
  ['another proxy rejects too', [OF_GATEWAY, OF_CLIENT], expected, false],
])('%s', (_, counts, group, passed) => {
  expect(rejectionCheck(counts, group).passed).toBe(passed);
});
