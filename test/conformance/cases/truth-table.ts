/** A truth table: connections that are asked about, each with what must become of it. */
import { Group } from './group';

/** A connection, and what must become of it. */
export interface AskedConnection {
  /** For people: `istiod 15012/TCP`. */
  readonly what: string;
  /** A pod, as `namespace/name`, or an address outside. */
  readonly from: string;
  readonly to: string;
  readonly protocol: string;
  readonly port: number;
  readonly allowed: boolean;
}

export interface TruthTable {
  /** For people: `from test-egress`. */
  readonly title: string;
  readonly world: { readonly namespaces: readonly object[]; readonly pods: readonly object[] };
  readonly asked: readonly AskedConnection[];
  /** Denied connections that close ways around the gateway, by their `what`. */
  readonly denies?: readonly Group<string>[];
}

/** Returns the names of connections to a peer on ports, as in `istiod 15012/TCP`. */
export function connections(peer: string, ...ports: readonly string[]): string[] {
  return ports.map((port) => `${peer} ${port}`);
}

/** A pod of the world. */
export interface WorldPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The namespaces and pods, as Kubernetes has them, each pod with an address of its own. */
export function worldOfPods(
  pods: readonly WorldPod[],
  namespaceLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): TruthTable['world'] {
  const names = [...new Set(pods.map(({ namespace }) => namespace))];
  return {
    namespaces: names.map((name) => {
      const labels = { 'kubernetes.io/metadata.name': name, ...namespaceLabels[name] };
      return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
    }),
    pods: pods.map(({ namespace, name, labels }, index) => {
      const podIP = `10.244.9.${index + 1}`;
      const status = { podIP, podIPs: [{ ip: podIP }], hostIP: '172.30.0.1', phase: 'Running' };
      return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec: { containers: [] }, status };
    }),
  };
}
