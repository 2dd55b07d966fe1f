import { inFactory } from '../input/factory';
import { isMarked, mark } from '../input/instance';
import { assertPodLabels, POD_LABEL_HINTS } from '../input/labels';
import { parseDnsLabel } from '../input/kubernetes-name';
import { parsePort } from '../input/port';
import { assertKnownProperties, PropertyHints, PropertyNames, REQUIRED } from '../input/properties';
import { PeerRule, podsIn } from '../render/network-policy/peer-rule';
import { parseCidrs } from './parse-cidrs';

/** The address of NodeLocal DNSCache by default. */
const LOCAL = '169.254.20.10/32';

/** Options of the cluster's DNS. */
export interface ClusterDnsOptions {
  /** Namespace of the DNS pods. */
  readonly namespace: string;
  /** Labels of the DNS pods. */
  readonly podLabels: { readonly [key: string]: string };
  /**
   * Port of the DNS pods, which may differ from the port of their Service.
   * @default 53
   */
  readonly port?: number | undefined;
}

/** Options of NodeLocal DNSCache. */
export interface NodeLocalDnsOptions {
  /**
   * The addresses that the cache listens on, as ranges. If kube-proxy uses iptables, the cluster address of the Service kube-dns is
   * one of the addresses.
   * @default - 169.254.20.10/32
   */
  readonly cidrs?: string[] | undefined;
}

const PROPERTIES: PropertyNames<ClusterDnsOptions> = { namespace: true, podLabels: true, port: true };
const HINTS: PropertyHints = {
  namespace: REQUIRED,
  podLabels: REQUIRED,
  ...POD_LABEL_HINTS,
};

/**
 * The cluster's DNS, which locked-down pods may query over UDP and TCP. DNS names can carry data out of the cluster: limit the
 * forwarding of the DNS pods in their own configuration.
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'], dns: ClusterDns.OPENSHIFT });
 */
export class ClusterDns {
  /** CoreDNS or kube-dns: pods `k8s-app: kube-dns` in `kube-system`, port 53. */
  public static readonly KUBE_DNS = ClusterDns.of({ namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } });

  /** OpenShift: pods `dns.operator.openshift.io/daemonset-dns: default` in `openshift-dns`, port 5353. */
  public static readonly OPENSHIFT = ClusterDns.of({
    namespace: 'openshift-dns',
    podLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
    port: 5353,
  });

  /**
   * Returns NodeLocal DNSCache beside kube-dns. The pods of the cache are on the host network, so the cache is allowed by address.
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   * @throws EgressError for malformed ranges
   */
  public static nodeLocal(options: NodeLocalDnsOptions = {}): ClusterDns {
    return inFactory('ClusterDns.nodeLocal', () => {
      assertKnownProperties('ClusterDns.nodeLocal', options, { cidrs: true });
      const cidrs = parseCidrs(options.cidrs ?? [LOCAL], LOCAL, 'the addresses that the cache listens on, as ranges');
      const [kubeDns] = ClusterDns.KUBE_DNS._rules;
      const caches = cidrs.map((cidr) => ({ ipBlock: { cidr } }));
      const rule = { peers: [...(kubeDns?.peers ?? []), ...caches], ports: ports(53) };
      return new ClusterDns([rule], ClusterDns.KUBE_DNS._namespaces);
    });
  }

  /**
   * Returns the DNS pods with given labels.
   * @throws EgressError for a malformed namespace, label or port
   */
  public static of(options: ClusterDnsOptions): ClusterDns {
    return inFactory('ClusterDns.of', () => {
      assertKnownProperties('ClusterDns.of', options, PROPERTIES, HINTS);
      const { podLabels, port = 53 } = options;
      assertPodLabels(podLabels, true);
      const namespace = parseDnsLabel('namespace', options.namespace);
      const rule = { peers: [podsIn(namespace, podLabels)], ports: ports(parsePort('port', port)) };
      return new ClusterDns([rule], [namespace]);
    });
  }

  /** Returns whether a value is a `ClusterDns`. */
  public static isClusterDns(value: unknown): value is ClusterDns {
    return isMarked(value, 'ClusterDns');
  }

  /** Rejects objects of the same shape at compile time. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _rules: readonly PeerRule[],
    /** @internal */
    public readonly _namespaces: readonly string[],
  ) {
    mark(this, 'ClusterDns');
  }

  /** Returns a description for messages. */
  public toString(): string {
    return `cluster DNS of namespaces ${this._namespaces.join(', ')}`;
  }
}

function ports(port: number): PeerRule['ports'] {
  return [
    { protocol: 'UDP', port },
    { protocol: 'TCP', port },
  ];
}
