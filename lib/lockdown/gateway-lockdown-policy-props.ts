import { IEgressGateway } from '../gateway/iegress-gateway';
import { ClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { EgressPeer } from './egress-peer';
import { EgressPort } from './egress-port';

/** Properties of a `GatewayLockdownPolicy`. */
export interface GatewayLockdownPolicyProps {
  /** The gateway whose pods are closed; one that this app describes with `new EgressGateway(...)`. */
  readonly gateway: IEgressGateway;
  /**
   * Namespaces whose pods may call the gateway, beside those that an `EgressLockdownPolicy` of the app leads to it: clients
   * that are not locked down, or that another app locks down.
   * @default - none beside those
   */
  readonly namespaces?: readonly string[];
  /**
   * Ports outside that the gateway may connect to, beside those of the app's routes: for routes of other apps.
   * @default - none beside those
   */
  readonly ports?: readonly EgressPort[];
  /**
   * Ranges of the cluster (pods, Services, nodes), or otherwise inside, that look like the internet's; literals, no tokens. Private,
   * link-local, carrier, loopback, benchmarking and multicast ranges are closed anyway, IPv4 and IPv6, and so is where clouds answer
   * their own machines.
   * @default - none
   */
  readonly insideCidrs?: readonly string[];
  /**
   * What else the gateway may reach: hosts with private addresses, a collector of traces.
   * @default - nothing but the addresses of the app's `ExternalTcpRoute`s
   */
  readonly allow?: readonly EgressPeer[];
  /**
   * Namespaces whose pods may scrape the gateway's metrics, on ports 15020 and 15090.
   * @default - none
   */
  readonly scrapedFrom?: readonly string[];
  /**
   * The cluster's DNS.
   * @default ClusterDns.KUBE_DNS
   */
  readonly dns?: ClusterDns;
  /**
   * The control plane of the gateway.
   * @default ControlPlane.ISTIOD
   */
  readonly controlPlane?: ControlPlane;
}
