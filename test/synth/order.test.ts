/** The order of objects in a file serves `kubectl apply`, whatever the order in which constructs are made. */
import { EgressGateway, EgressLockdownPolicy, ExternalTlsRoute, GatewayWorkload } from '../../lib';
import { synthesized } from '../support/synthesized';

const namespaces = ['new-team'];
const hosts = ['a.example.com', 'b.example.com'];

it.each(['first', 'last'])('Namespaces come before what goes into them, the lockdown made %s', (when) => {
  const manifests = synthesized((chart) => {
    const gateway = EgressGateway.fromExisting(chart, 'gateway');
    const lockdown = () => new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces, createNamespaces: true });
    if (when === 'first') lockdown();
    new ExternalTlsRoute(chart, 'route', { gateway, hosts });
    if (when === 'last') lockdown();
  }, 'new-team');
  const kinds = manifests.map(({ kind }) => kind);
  const perHost = ['DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry'];
  expect(kinds.filter((kind) => kind !== 'NetworkPolicy')).toEqual(['Namespace', ...perHost, ...perHost]);
  expect(kinds.indexOf('Namespace')).toBeLessThan(kinds.indexOf('NetworkPolicy'));
});

it("a deployed gateway's Namespace comes before all that is in it", () => {
  const manifests = synthesized((chart) => {
    const workload = GatewayWorkload.deployment({ createNamespace: true });
    const gateway = new EgressGateway(chart, 'gateway', { namespace: 'istio-egress', workload });
    new ExternalTlsRoute(chart, 'route', { gateway, hosts });
  });
  expect(manifests[0]).toMatchObject({ kind: 'Namespace', metadata: { name: 'istio-egress' } });
  expect(manifests.filter(({ kind }) => kind === 'Namespace')).toHaveLength(1);
});
