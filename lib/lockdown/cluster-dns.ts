import { InputError } from '../input/input-error';
import { refuseUnknown } from '../input/properties';
import { checkPodLabels } from '../input/labels';
import { parseDnsLabel } from '../input/namespace';
import { parsePort } from '../input/port';
import { required } from '../input/instance';
import { checkIpBlock } from '../network/ip-block';
import { PeerRule, podsIn } from '../render/network-policy/peer-rule';

/** Where the cluster's DNS pods are. */
export interface ClusterDnsOptions {
  /** Namespace of the DNS pods. */
  readonly namespace: string;
  /** Labels of the DNS pods. */
  readonly pods: { readonly [key: string]: string };
  /**
   * Port of the DNS pods, which a Service may hide.
   * @default 53
   */
  readonly port?: number;
}

/** Where NodeLocal DNSCache listens. */
export interface NodeLocalDnsOptions {
  /**
   * The addresses that the cache listens on, as ranges; where kube-proxy uses iptables, the cluster address of the Service
   * kube-dns is one of them.
   * @default - 169.254.20.10/32
   */
  readonly cidrs?: readonly string[];
}

/**
 * The cluster's DNS, which locked-down pods may ask, over UDP and over TCP (answers too long for UDP). Names can carry data
 * out of the cluster: what the DNS pods forward is for their own configuration to limit.
 *
 * @example
 * new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['payments'], dns: ClusterDns.OPENSHIFT });
 */
export class ClusterDns {
  /** CoreDNS or kube-dns: pods `k8s-app: kube-dns` in `kube-system`, port 53. */
  public static readonly KUBE_DNS = ClusterDns.of({ namespace: 'kube-system', pods: { 'k8s-app': 'kube-dns' } });

  /** OpenShift: pods `dns.operator.openshift.io/daemonset-dns: default` in `openshift-dns`, port 5353. */
  public static readonly OPENSHIFT = ClusterDns.of({
    namespace: 'openshift-dns',
    pods: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
    port: 5353,
  });

  /**
   * NodeLocal DNSCache beside kube-dns. Its pods are on the nodes' network, so it is allowed by address.
   * @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/
   * @throws Error for a malformed range
   */
  public static nodeLocal(options: NodeLocalDnsOptions = {}): ClusterDns {
    refuseUnknown('ClusterDns.nodeLocal', options, { cidrs: true });
    const cidrs = options.cidrs ?? ['169.254.20.10/32'];
    required('cidrs', Array.isArray(cidrs), cidrs, "['169.254.20.10/32']");
    if (cidrs.length === 0) {
      throw new InputError({
        problem: 'cidrs of the dns cache is empty',
        got: cidrs,
        allowed: 'one range or more',
        fix: 'leave cidrs out, or write the address that the cache listens on',
      });
    }
    for (const cidr of cidrs) checkIpBlock(cidr, [], false);
    const [kubeDns] = ClusterDns.KUBE_DNS._rules;
    const caches = [...cidrs].sort().map((cidr) => ({ ipBlock: { cidr } }));
    const rule = { peers: [...(kubeDns?.peers ?? []), ...caches], ports: ports(53) };
    return new ClusterDns([rule], ClusterDns.KUBE_DNS._namespaces);
  }

  /**
   * DNS pods of your own.
   * @throws Error for a malformed namespace, label or port
   */
  public static of(options: ClusterDnsOptions): ClusterDns {
    refuseUnknown('ClusterDns.of', options, { namespace: true, pods: true, port: true });
    const { pods, port = 53 } = options;
    checkPodLabels(pods);
    const namespace = parseDnsLabel('namespace', options.namespace);
    const rule = { peers: [podsIn(namespace, pods)], ports: ports(parsePort('port', port)) };
    return new ClusterDns([rule], [namespace]);
  }

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _rules: readonly PeerRule[],
    /** @internal */
    public readonly _namespaces: readonly string[],
  ) {}

  /** For people. */
  public toString(): string {
    return `cluster dns of namespaces ${this._namespaces.join(', ')}`;
  }
}

function ports(port: number): PeerRule['ports'] {
  return [
    { protocol: 'UDP', port },
    { protocol: 'TCP', port },
  ];
}
