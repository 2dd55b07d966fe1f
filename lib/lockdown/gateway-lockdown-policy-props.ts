import { IEgressGateway } from '../gateway/iegress-gateway';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressPeer } from './egress-peer';
import { EgressPort } from './egress-port';

/** Properties of a `GatewayLockdownPolicy`. */
export interface GatewayLockdownPolicyProps {
  /** The gateway whose pods are closed: a gateway that this app creates with `new EgressGateway(...)`. */
  readonly gateway: IEgressGateway;
  /**
   * Client namespaces, beside those from which an `EgressLockdownPolicy` of the mesh leaves the gateway reachable: namespaces that
   * are not locked down, and namespaces that another app locks down.
   * @default - none
   */
  readonly clientNamespaces?: string[] | undefined;
  /**
   * External ports that the gateway may connect to, beside the ports of routes: for routes of other apps.
   * @default - none
   */
  readonly externalPorts?: EgressPort[] | undefined;
  /**
   * Ranges inside the network that are not private ranges, such as public addresses of pods, Services and nodes; no tokens. Private,
   * link-local, carrier-grade, loopback, benchmarking and multicast ranges are closed in any case, for IPv4 and IPv6, and so are the
   * metadata services of clouds.
   * @default - none
   */
  readonly internalCidrs?: string[] | undefined;
  /**
   * Further peers that the gateway may reach: hosts with private addresses, or a trace collector.
   * @default - only `addresses` of routes, endpoints of `upstream` that are addresses, and the ranges of `ExternalCidrRoute`s
   */
  readonly allowTo?: EgressPeer[] | undefined;
  /**
   * Namespaces whose pods may scrape the metrics of the gateway, on ports 15020 and 15090.
   * @default - none
   */
  readonly metricsNamespaces?: string[] | undefined;
  /**
   * The cluster's DNS.
   * @default ClusterDns.KUBE_DNS
   */
  readonly dns?: ClusterDns | undefined;
  /**
   * The control plane of the gateway.
   * @default ControlPlane.ISTIOD
   */
  readonly controlPlane?: ControlPlane | undefined;
}
