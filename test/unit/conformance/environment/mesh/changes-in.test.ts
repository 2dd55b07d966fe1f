import { changesIn } from '../../../../conformance/environment/mesh/sync';

it.each([
  [0, ''],
  [1, 'virtualservice.networking.istio.io/egress-route created'],
  [1, 'gateway.networking.istio.io/egress-server configured'],
  [1, 'virtualservice.networking.istio.io "egress-route" deleted from default namespace'],
  [1, 'virtualservice.networking.istio.io/egress-route serverside-applied'],
  [1, 'virtualservice.networking.istio.io/egress-route patched'],
  [0, 'virtualservice.networking.istio.io/egress-route patched (no change)'],
  [0, 'virtualservice.networking.istio.io/egress-route unchanged'],
  [0, 'networkpolicy.networking.k8s.io/egress-lockdown created'],
  [0, 'namespace/istio-egress created'],
  [2, 'serviceentry.networking.istio.io/a created\nservice/b created\nauthorizationpolicy.security.istio.io/c created'],
])('%d objects of the mesh are changed by %j', (count, output) => {
  expect(changesIn(output)).toBe(count);
});
