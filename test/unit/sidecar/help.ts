import { Chart } from 'cdk8s';
import {
  EgressGateway,
  EgressSidecar,
  EgressSource,
  ExternalTlsRoute,
  IEgressGateway,
  OutboundTrafficPolicy,
} from '../../../lib';
import { ofKind } from '../help';

/** Returns the gateway of the chart, which the first call creates. */
export function gatewayOf(chart: Chart): EgressGateway {
  const found = chart.node.tryFindChild('gateway');
  return (found as EgressGateway | undefined) ?? new EgressGateway(chart, 'gateway');
}

/** Returns an EgressSidecar with a gateway as its egress proxy. */
export function proxied(
  chart: Chart,
  gateway: IEgressGateway = gatewayOf(chart),
  namespaces = ['payments'],
): EgressSidecar {
  const outboundTrafficPolicy = OutboundTrafficPolicy.egressProxy(gateway);
  return new EgressSidecar(chart, `sidecars-${namespaces.join('-')}`, { namespaces, outboundTrafficPolicy });
}

/** Returns a TLS route to a host through the gateway of the chart. */
export function tls(
  chart: Chart,
  host: string,
  allowFrom?: EgressSource[],
  gateway: IEgressGateway = gatewayOf(chart),
): ExternalTlsRoute {
  return new ExternalTlsRoute(chart, host, { gateway, hosts: [host], allowFrom });
}

/** Returns the hosts that the Sidecar of a namespace imports. */
export function imported(chart: Chart, namespace = 'payments'): unknown {
  const found = ofKind(chart, 'Sidecar').find(({ metadata }) => metadata.namespace === namespace);
  return (found?.spec?.['egress'] as { hosts: string[] }[])[0]?.hosts;
}

/** Returns the hosts that the gateway matches by the inner SNI. */
export function matchedByInnerSni(chart: Chart): string[] {
  const servers = ofKind(chart, 'Gateway').flatMap(
    ({ spec }) => spec?.['servers'] as { bind?: string; hosts: string[] }[],
  );
  return servers
    .flatMap(({ bind, hosts }) => (bind === '127.0.0.1' ? hosts : []))
    .filter((host) => !host.includes('/loopback.'));
}
