import { DirectProtocol } from '../mesh/direct-protocol';

/** Properties of a `DirectHost`. */
export interface DirectHostProps {
  /** The DNS names of the hosts, at least one. A wildcard needs `DirectProtocol.TLS` and `cidrs`. `DirectProtocol.TCP` has one host. */
  readonly hosts: string[];
  /**
   * The namespaces whose pods may connect, at least one; no namespace of the cluster or of Istio's installation. Every pod of the
   * namespaces may connect: no identity is checked.
   */
  readonly namespaces: string[];
  /**
   * The reason why the hosts stay direct, for readers of the program and of the `EgressSummary`.
   */
  readonly because: string;
  /**
   * The ports of the hosts, 1 to 65535.
   * @default - 443; 80 for DirectProtocol.HTTP; required for DirectProtocol.TCP
   */
  readonly ports?: number[] | undefined;
  /**
   * The protocol of the ports.
   * @default DirectProtocol.TLS
   */
  readonly protocol?: DirectProtocol | undefined;
  /**
   * The IPv4 or IPv6 ranges of the hosts, in CIDR notation, of /8 or smaller (IPv6: /16 or smaller). The lockdowns of the namespaces open
   * the ranges on `ports`, for whatever server has an address there. With a wildcard, and with DirectProtocol.TCP, sidecars also identify
   * the hosts by the ranges, on these ports. Another host there, also a host with a route, is then direct with DirectProtocol.TCP; with a
   * wildcard, sidecars refuse other TLS hosts there, and connect to them directly under `ALLOW_ANY`. Not accepted: ranges with loopback,
   * link-local, multicast or reserved addresses, and with the metadata services of clouds. Write no ranges of pods, Services or nodes.
   * @default - none: an error for DirectProtocol.TCP, for wildcards, and in a namespace with an EgressLockdownPolicy
   */
  readonly cidrs?: string[] | undefined;
}
