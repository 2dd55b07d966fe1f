/** Sets of manifests, and what a change makes of them: the folders of the guide about changes. */
import { App, Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalTlsRoute,
  GatewayWorkload,
} from 'cdk8s-istio-egress';

/** A set of manifests: a gateway of one host for payments/api, and a lockdown of the namespace. */
interface Setup {
  readonly hosts?: readonly string[];
  readonly sources?: readonly EgressSource[];
  readonly withoutLockdown?: true;
}

const API = EgressSource.serviceAccount('payments', 'api');

/** The changed set of each example of the guide, and of each comment that is a golden. */
export const CHANGES = {
  'added-host': { hosts: ['edition.cnn.com', 'www.example.com'] },
  'widened-source': { sources: [API, EgressSource.namespace('orders')] },
  'deleted-lockdown': { withoutLockdown: true },
} satisfies Record<string, Setup>;

/** Writes the set into a folder. */
export function writeSetup(outdir: string, { hosts = ['edition.cnn.com'], sources = [API], ...setup }: Setup): void {
  const app = new App({ outdir });
  const platform = new Chart(app, 'platform', { namespace: 'istio-egress' });
  const gateway = new EgressGateway(platform, 'gateway', {
    namespace: 'istio-egress',
    serviceName: 'egress',
    selector: { istio: 'dedicated-egress' },
    defaultDeny: true,
    workload: GatewayWorkload.deployment({ createNamespace: true }),
  });
  const team = new Chart(app, 'team', { namespace: 'payments' });
  for (const host of hosts) new ExternalTlsRoute(team, host, { gateway, hosts: [host], allowFrom: [...sources] });
  if (setup.withoutLockdown !== true) new EgressLockdownPolicy(team, 'lockdown', { namespaces: ['payments'], gateway });
  app.synth();
}
