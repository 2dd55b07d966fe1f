/** What a lockdown must let out of a namespace, and the cluster in which that is asked. */
import { TruthTable, WorldPod, worldOfPods } from './truth-table';

/** A port with its protocol, as in `53/UDP`; or `*`, all ports that are asked about. */
export type PortName = string;

/** The peers that are asked about: pods by where they are and what they are, and an address outside. */
export const PEERS = [
  'own namespace',
  'other namespace',
  'gateway',
  'beside the gateway',
  'DNS',
  'beside DNS',
  'istiod',
  'beside istiod',
  'namesake of the gateway',
  'namesake of DNS',
  'namesake of istiod',
  'outside',
  'outside, IPv6',
] as const;

export type PeerName = (typeof PEERS)[number];

/** The ports that are asked about of each peer. */
export const PORTS: readonly PortName[] = [
  ...['53/UDP', '443/UDP', '53/TCP', '80/TCP', '443/TCP', '5432/TCP', '8000/TCP', '8080/TCP', '8443/TCP'],
  ...[
    '9153/TCP',
    '15000/TCP',
    '15010/TCP',
    '15012/TCP',
    '15014/TCP',
    '15017/TCP',
    '15021/TCP',
    '15022/TCP',
    '15090/TCP',
  ],
];

/** What must be true of the NetworkPolicies that a program writes. */
export interface Lockdown {
  /** The program beside the case: `main` for `main.ts`. */
  readonly program: string;
  /** The namespace that is locked down. */
  readonly namespace: string;
  /** Labels of the pod that is asked about; `app: curl` without them. */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly gateway: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  /** Labels that namespaces must have for it, by namespace. */
  readonly namespaceLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** All that may be reached; everything else must not. */
  readonly allows: readonly (readonly [peer: PeerName, ...ports: readonly PortName[]])[];
  /** Denied connections that close ways around the gateway. */
  readonly denies?: TruthTable['denies'];
}

/** What `EgressLockdownPolicy` allows by default. */
export const DEFAULT_ALLOWS: Lockdown['allows'] = [
  ['DNS', '53/UDP', '53/TCP'],
  ['istiod', '15012/TCP'],
  ['gateway', '8080/TCP', '8443/TCP'],
];

export const CIDRS_PORT = '15022/TCP';
/** The same, with the port for ranges of a gateway. */
export const ALLOWS_CIDRS: Lockdown['allows'] = DEFAULT_ALLOWS.map(([peer, ...ports]) =>
  peer === 'gateway' ? [peer, ...ports, CIDRS_PORT] : [peer, ...ports],
);

/** The gateway that istioctl installs. */
export const INSTALLED: Lockdown['gateway'] = {
  namespace: 'istio-system',
  labels: { app: 'istio-egressgateway', istio: 'egressgateway' },
};

/** Whether a lockdown allows a port of a peer. */
export function allows({ allows: allowed }: Lockdown, peer: PeerName, port: PortName): boolean {
  return allowed.some(([name, ...ports]) => name === peer && (ports.includes('*') || ports.includes(port)));
}

/** Addresses outside the cluster. */
const OUTSIDE_IPV6_ADDRESS = '2001:db8::10';
const OUTSIDE_ADDRESS = '203.0.113.10';

export const DNS_LABELS = { 'k8s-app': 'kube-dns' };
export const ISTIOD_LABELS = { app: 'istiod', istio: 'pilot' };
/** A namespace with pods that have the labels of others. */
const ELSEWHERE = 'elsewhere';

/** The pod of a peer; none where the peer is outside. */
export function podOf({ namespace, gateway }: Lockdown, peer: PeerName): WorldPod | undefined {
  switch (peer) {
    case 'own namespace':
      return { namespace, name: 'other', labels: { app: 'server' } };
    case 'other namespace':
      return { namespace: 'databases', name: 'server', labels: { app: 'server' } };
    case 'gateway':
      return { namespace: gateway.namespace, name: 'gateway', labels: gateway.labels };
    case 'beside the gateway':
      return { namespace: gateway.namespace, name: 'beside-gateway', labels: { app: 'other' } };
    case 'DNS':
      return { namespace: 'kube-system', name: 'dns', labels: DNS_LABELS };
    case 'beside DNS':
      return { namespace: 'kube-system', name: 'beside-dns', labels: { app: 'other' } };
    case 'istiod':
      return { namespace: 'istio-system', name: 'istiod', labels: ISTIOD_LABELS };
    case 'beside istiod':
      return { namespace: 'istio-system', name: 'beside-istiod', labels: { app: 'other' } };
    case 'namesake of the gateway':
      return { namespace: ELSEWHERE, name: 'gateway', labels: gateway.labels };
    case 'namesake of DNS':
      return { namespace: ELSEWHERE, name: 'dns', labels: DNS_LABELS };
    case 'namesake of istiod':
      return { namespace: ELSEWHERE, name: 'istiod', labels: ISTIOD_LABELS };
    case 'outside':
    case 'outside, IPv6':
      return undefined;
  }
}

/** Names the peer to the evaluators. */
export function endOf(lockdown: Lockdown, peer: PeerName): string {
  const pod = podOf(lockdown, peer);
  if (pod !== undefined) return `${pod.namespace}/${pod.name}`;
  return peer === 'outside' ? OUTSIDE_ADDRESS : OUTSIDE_IPV6_ADDRESS;
}

/** The pod whose traffic is asked about. */
const CLIENT = 'client';

/** The namespaces and pods, as Kubernetes has them. */
export function worldOf(lockdown: Lockdown): TruthTable['world'] {
  const client: WorldPod = {
    namespace: lockdown.namespace,
    name: CLIENT,
    labels: lockdown.podLabels ?? { app: 'curl' },
  };
  return worldOfPods([client, ...PEERS.flatMap((peer) => podOf(lockdown, peer) ?? [])], lockdown.namespaceLabels);
}

/** Every peer and port. */
export function tableOf(lockdown: Lockdown): TruthTable {
  const from = `${lockdown.namespace}/${CLIENT}`;
  const asked = PEERS.flatMap((peer) =>
    PORTS.map((name) => {
      const [port, protocol = ''] = name.split('/');
      const to = endOf(lockdown, peer);
      return { what: `${peer} ${name}`, from, to, protocol, port: Number(port), allowed: allows(lockdown, peer, name) };
    }),
  );
  return { title: `from ${lockdown.namespace}`, world: worldOf(lockdown), asked, denies: lockdown.denies };
}
