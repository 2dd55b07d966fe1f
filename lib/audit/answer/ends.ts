import { perObject } from '../../input/per-object';
import { isIP } from 'node:net';
import { addressRange } from '../../network/address-range';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { GatewayService } from '../model/settings';
import { Endpoint, OutsideEndpoint, PodEndpoint, Protocol } from '../policy/endpoint';
import { Caller } from './question';

/** The destination of a connection. */
export interface Destination {
  readonly to: Endpoint;
  /** The port of the destination: of the pod, not of a Service. */
  readonly port: number;
  readonly protocol: Protocol;
  /** The labels that select the pods in a policy, if these are not all labels of the pods. */
  readonly selector?: Readonly<Record<string, string>>;
  /** The destination in a sentence: `the pods of istio-egress/egress`. */
  readonly text: string;
  /** The assumption behind a destination that is not the usual one, as a sentence without a full stop. */
  readonly assumption?: string;
}

/** Returns the pod of a caller: one object for a caller, by which verdicts are remembered. */
export const podOf = perObject(({ namespace, labels = {} }: Caller): PodEndpoint => ({
  kind: 'pod',
  namespace,
  labels,
}));

/** Returns the pods behind the Service of a gateway: one object for a Service, by which verdicts are remembered. */
export const gatewayPods = perObject(({ namespace, podLabels: labels }: GatewayService): PodEndpoint => ({
  kind: 'pod',
  namespace,
  labels,
}));

/** Returns a port of a host outside the cluster. */
export function hostAt(host: string, port: number, address?: string, protocol: Protocol = 'TCP'): Destination {
  const usual = outside(host);
  return {
    to: address === undefined ? usual : { address, ...usual },
    port,
    protocol,
    text: host === '*' ? OTHER_HOSTS : host,
  };
}

/** The hosts that no object declares, in a sentence. */
export const OTHER_HOSTS = 'other hosts';

/**
 * Returns the addresses that ServiceEntries have for a host: those of the endpoints, else those of the ServiceEntry itself, of a range the
 * first one. An endpoint with a name has an unknown address, which is undefined.
 */
export function declaredAddresses(mesh: Mesh, host: string): readonly (string | undefined)[] {
  const [first, ...labels] = host.split('.');
  const names = [host, ...(first === undefined ? [] : labels.map((_, index) => `*.${labels.slice(index).join('.')}`))];
  return names.map((name) => addresses(mesh).get(name)).find((found) => found !== undefined) ?? [];
}

const addresses = perMesh(({ serviceEntries }) => {
  const found = new Map<string, (string | undefined)[]>();
  for (const { spec } of serviceEntries) {
    const endpoints = (spec.endpoints ?? []).map(({ address = '' }) => address);
    const texts = endpoints.length > 0 ? endpoints : (spec.addresses ?? []);
    const known = texts.map((text) => addressRange(text)?.address);
    for (const host of known.length > 0 ? (spec.hosts ?? []) : [])
      found.set(host, [...(found.get(host) ?? []), ...known]);
  }
  return found;
});

/** Returns a host outside the cluster. */
export function outside(host: string): OutsideEndpoint {
  return isIP(host) > 0 ? { kind: 'outside', host, address: host } : { kind: 'outside', host };
}

/** Returns whether a host is reached by its name. */
export function hasName(host: string): boolean {
  return isIP(host) === 0;
}

/** The DNS of the cluster. The first is that of most clusters. */
export const DNS = dnsOfClusters();

function dnsOfClusters(): readonly Destination[] {
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
export const istiodOf = perMesh(({ rootNamespace, settings }): Destination => {
  const { istioNamespace = rootNamespace } = settings;
  const labels = { app: 'istiod', istio: 'pilot' };
  // The label that every revision has.
  const selector = { app: 'istiod' };
  const to: PodEndpoint = { kind: 'pod', namespace: istioNamespace, labels };
  return { to, selector, port: 15012, protocol: 'TCP', text: `istiod in namespace ${istioNamespace}` };
});

/** Returns a caller in a sentence: `payments/api`. The namespace `*` is every namespace that no object names. */
export function callerText({ namespace, serviceAccount = 'default' }: Caller): string {
  return namespace === '*' ? 'every other namespace' : `${namespace}/${serviceAccount}`;
}

/** Returns the identity in the certificate of a caller. */
export function identityOf({ settings }: Mesh, { namespace, serviceAccount = 'default' }: Caller): string {
  return `${settings.trustDomain ?? 'cluster.local'}/ns/${namespace}/sa/${serviceAccount}`;
}

/** Returns an identity in a sentence. The service account `*` is every account that no object names. */
export function identityText(identity: string): string {
  const [, namespace, account] = /\/ns\/([^/]*)\/sa\/(.*)$/.exec(identity) ?? [];
  if (account !== '*') return identity;
  return `a caller${namespace === '*' ? '' : ` of namespace ${namespace}`} that no object names`;
}
