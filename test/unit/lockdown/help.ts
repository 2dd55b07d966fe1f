import { Chart } from 'cdk8s';
import { EgressGateway, EgressLockdownPolicy, EgressLockdownPolicyProps, IEgressGateway } from '../../../lib';
import { newChart, only } from '../help';

type Props = Partial<EgressLockdownPolicyProps>;

/** Returns a lockdown of `payments` with an external gateway, so that the chart has no objects except those of the lockdown. */
export function lockdown(props: Props = {}, chart: Chart = newChart(), id = 'lockdown'): EgressLockdownPolicy {
  const gateway = props.gateway ?? existing(chart);
  return new EgressLockdownPolicy(chart, id, { namespaces: ['payments'], ...props, gateway });
}

/** Returns the default gateway of a chart, which the first call describes. */
export function existing(chart: Chart): IEgressGateway {
  const found = chart.node.tryFindChild('gateway');
  return found ? (found as unknown as IEgressGateway) : EgressGateway.fromEgressGatewayAttributes(chart, 'gateway');
}

/** Returns the egress rules of the single NetworkPolicy of a chart. */
export function rulesIn(chart: Chart): object[] {
  return only(chart, 'NetworkPolicy').spec?.['egress'] as object[];
}

/** Returns a peer as a manifest has it. */
export function pods(namespace: string, labels?: Record<string, string>): object {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels && { podSelector: { matchLabels: labels } }),
  };
}

export const tcp = (port: number): object => ({ protocol: 'TCP', port });
export const udp = (port: number): object => ({ protocol: 'UDP', port });

export const DNS_RULE = { to: [pods('kube-system', { 'k8s-app': 'kube-dns' })], ports: [udp(53), tcp(53)] };
export const ISTIOD_RULE = { to: [pods('istio-system', { app: 'istiod' })], ports: [tcp(15012)] };
export const GATEWAY_RULE = { to: [pods('istio-system', { istio: 'egressgateway' })], ports: [tcp(8080), tcp(8443)] };
