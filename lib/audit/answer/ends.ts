import { isIP } from 'node:net';
import { Mesh } from '../model/mesh';
import { GatewayService } from '../model/settings';
import { Endpoint, OutsideEndpoint, PodEndpoint, Protocol } from '../policy/endpoint';
import { Caller } from './question';

/** The destination of a connection. */
export interface Destination {
  readonly to: Endpoint;
  /** The port of the destination: of the pod, not of a Service. */
  readonly port: number;
  readonly protocol: Protocol;
  /** The destination in a sentence: `the pods of istio-egress/egress`. */
  readonly text: string;
  /** What is assumed if the destination is not the usual one. */
  readonly assumption?: string;
}

/** Returns the pod of a caller. */
export function podOf({ namespace, labels = {} }: Caller): PodEndpoint {
  return { kind: 'pod', namespace, labels };
}

/** Returns the pods behind the Service of a gateway. */
export function gatewayPods({ namespace, podLabels }: GatewayService): PodEndpoint {
  return { kind: 'pod', namespace, labels: podLabels };
}

/** Returns a name and a port of a host outside the cluster. */
export function hostAt(host: string, port: number): Destination {
  return { to: outside(host), port, protocol: 'TCP', text: host };
}

/** Returns a host outside the cluster. */
export function outside(host: string): OutsideEndpoint {
  return isIP(host) > 0 ? { kind: 'outside', host, address: host } : { kind: 'outside', host };
}

/** Returns whether a host is reached by its name. */
export function hasName(host: string): boolean {
  return isIP(host) === 0;
}

/** Returns the DNS of the cluster. The first is that of most clusters. */
export function dnsOf(): readonly Destination[] {
  const text = 'the DNS of the cluster';
  const openshift = { 'dns.operator.openshift.io/daemonset-dns': 'default' };
  const at = (to: Endpoint, port: number, what?: string): Destination[] =>
    (['UDP', 'TCP'] as const).map((protocol) => {
      const assumption = what === undefined ? undefined : `the DNS of the cluster is ${what}`;
      return { to, port, protocol, text, assumption };
    });
  return [
    ...at({ kind: 'pod', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }, 53),
    ...at({ kind: 'pod', namespace: 'openshift-dns', labels: openshift }, 5353, 'in namespace openshift-dns'),
    ...at(outside('169.254.20.10'), 53, 'a cache on every node, 169.254.20.10'),
  ];
}

/** Returns istiod, from which proxies receive their configuration and certificates. */
export function istiodOf({ rootNamespace }: Mesh): readonly Destination[] {
  const labels = { app: 'istiod', istio: 'pilot' };
  return [{ to: { kind: 'pod', namespace: rootNamespace, labels }, port: 15012, protocol: 'TCP', text: 'istiod' }];
}

/** Returns a caller in a sentence: `payments/api`. */
export function callerText({ namespace, serviceAccount = 'default' }: Caller): string {
  return `${namespace}/${serviceAccount}`;
}

/** Returns the identity in the certificate of a caller. */
export function identityOf({ settings }: Mesh, { namespace, serviceAccount = 'default' }: Caller): string {
  return `${settings.trustDomain ?? 'cluster.local'}/ns/${namespace}/sa/${serviceAccount}`;
}
