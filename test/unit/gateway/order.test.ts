/** The objects of a gateway do not depend on the order in which constructs are created. */
import { App, Chart, Testing } from 'cdk8s';
import {
  EgressGateway,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
  GatewayWorkload,
  IEgressGateway,
  OutboundTrafficPolicy,
} from '../../../lib';
import { Manifest, newChart, stderrOfEachTest } from '../help';

stderrOfEachTest();

type Step = 'owner' | 'import' | 'sidecar' | 'route';

interface Result {
  readonly own: EgressGateway;
  readonly imported: IEgressGateway;
  readonly platform: Chart;
  readonly team: Chart;
}

/** Creates one construct a step. The route and the sidecar use the imported gateway, or else the gateway of the owner. */
function create(steps: readonly Step[], props: { readonly defaultDeny?: boolean } = {}): Result {
  const app = new App();
  const [platform, team] = ['platform', 'team'].map((id) => newChart('default', app, id)) as [Chart, Chart];
  let own: EgressGateway | undefined;
  let imported: IEgressGateway | undefined;
  const gateway = (): IEgressGateway => (imported ?? own) as IEgressGateway;
  const create: Record<Step, () => unknown> = {
    owner: () => {
      const workload = GatewayWorkload.deployment({ createNamespace: true });
      own = new EgressGateway(platform, 'gateway', { namespace: 'istio-egress', workload, ...props });
    },
    import: () => {
      imported = EgressGateway.fromEgressGatewayAttributes(team, 'gateway', { namespace: 'istio-egress', ...props });
    },
    sidecar: () => {
      const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(gateway());
      new EgressSidecar(team, 'sidecar', { namespaces: ['payments'], outboundTrafficPolicy });
    },
    route: () => {
      const allowFrom = [EgressSource.namespace('payments')];
      new ExternalTlsRoute(team, 'route', { gateway: gateway(), hosts: ['a.com'], allowFrom });
    },
  };
  for (const step of steps) create[step]();
  return { own, imported, platform, team } as Result;
}

/** Returns every manifest of the app, sorted. */
function manifests({ platform, team }: Result): string[] {
  return [platform, team]
    .flatMap((chart) => (Testing.synth(chart) as Manifest[]).map((one) => JSON.stringify(one)))
    .sort();
}

const ORDERS: [Step, Step, Step, Step][] = [
  ['owner', 'import', 'sidecar', 'route'],
  ['owner', 'import', 'route', 'sidecar'],
  ['owner', 'sidecar', 'import', 'route'],
  ['owner', 'route', 'import', 'sidecar'],
  ['import', 'owner', 'sidecar', 'route'],
  ['import', 'sidecar', 'owner', 'route'],
  ['import', 'route', 'owner', 'sidecar'],
  ['import', 'route', 'sidecar', 'owner'],
];
const expected = ['DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry', 'AuthorizationPolicy'];

describe.each(ORDERS)('in the order %s, %s, %s, %s', (...steps) => {
  test.each([false, true])(
    `a gateway created in the order ${steps.join(', ')} has the same objects (defaultDeny: %p)`,
    (defaultDeny) => {
      const result = create(steps, { defaultDeny });
      const { own, imported } = result;
      expect(own.egressProxyObjects.map(({ kind }) => kind)).toEqual(expected);
      expect(own.egressProxyObjects.map(({ node }) => node.scope?.node.path)).toEqual(
        expected.map(() => 'platform/gateway/EgressProxy'),
      );
      expect(own.defaultDenyPolicy?.name).toBe('egress-deny-istio-egressgateway');
      expect(imported.egressProxyObjects).toEqual(own.egressProxyObjects);
      expect(imported.defaultDenyPolicy).toBe(own.defaultDenyPolicy);
      expect(manifests(result)).toEqual(manifests(create(ORDERS[0] as Step[], { defaultDeny })));
    },
  );
});

test('defaultDeny puts the default deny policy into the chart of the owner, even if a route has sources before the owner exists', () => {
  const { own } = create(['import', 'route', 'sidecar', 'owner'], { defaultDeny: true });
  expect(own.defaultDenyPolicy?.node.path).toBe('platform/gateway/AuthorizationPolicy');
});
