import { EgressMetadata } from '../construct/egress-metadata';
import { ClientTls } from '../mesh/client-tls';
import { GatewayPorts } from './gateway-ports';
import { HttpCredential } from './http-credential';
import { GatewayWorkload } from './gateway-workload';
import { UpstreamProxy } from './upstream-proxy';

/** Properties of an `EgressGateway`. */
export interface EgressGatewayProps {
  /**
   * Namespace of the gateway's pods and of its Service.
   * @default istio-system
   */
  readonly namespace?: string | undefined;
  /**
   * Labels that select the gateway's pods. A Gateway object selects pods in every namespace, so each gateway needs labels of its
   * own.
   * The label `gateway.networking.k8s.io/gateway-name` of the Gateway API is rejected: istiod can ignore AuthorizationPolicies with a
   * selector on such pods.
   * @default - istio: egressgateway
   */
  readonly selector?: { readonly [key: string]: string } | undefined;
  /**
   * Name of the gateway's Service.
   * @default istio-egressgateway
   */
  readonly serviceName?: string | undefined;
  /**
   * Ports of the Service and of the pods.
   * @default GatewayPorts.ISTIOCTL
   */
  readonly ports?: GatewayPorts | undefined;
  /**
   * TLS mode between sidecars and the gateway.
   * @default ClientTls.ISTIO_MUTUAL
   */
  readonly clientTls?: ClientTls | undefined;
  /**
   * Whether the gateway denies every request that no route allows. The policy is written with the gateway, and a route without
   * sources is an error. Needs `ClientTls.ISTIO_MUTUAL`.
   * @default false - the gateway serves every caller until one of its routes has sources
   */
  readonly defaultDeny?: boolean | undefined;
  /**
   * Whether the gateway accepts egress-proxy traffic (unknown hosts) from sidecars of any app
   * (`OutboundTrafficPolicy.egressProxy`). Needs `ClientTls.ISTIO_MUTUAL`.
   * @default false - the gateway accepts the traffic once an `EgressSidecar` of this app uses the gateway as its egress proxy
   */
  readonly egressProxy?: boolean | undefined;
  /**
   * The proxy of the organization, through which the gateway connects to the hosts of its routes. A route with another
   * `upstreamProxy` connects through that one.
   * @default - none: the gateway connects to the hosts
   */
  readonly upstreamProxy?: UpstreamProxy | undefined;
  /**
   * Labels and annotations of the gateway's objects: its workload, its access log and its default deny policy, and for each host
   * the AuthorizationPolicy, the EnvoyFilters, the DestinationRules and the Gateway.
   * @default - none
   */
  readonly metadata?: EgressMetadata | undefined;
  /**
   * Credentials of routes of other apps, whose Secrets the pods mount, in addition to those of routes of this app. A gateway with
   * `GatewayWorkload.external()` lists the credentials of all its routes, and mounts them with the next installation of
   * `installOverlay()`. Names of headers are ignored.
   * @default - the Secrets of routes of this app, if this library deploys the gateway
   */
  readonly credentials?: HttpCredential[] | undefined;
  /**
   * How the gateway's pods are deployed.
   * @default GatewayWorkload.external()
   */
  readonly workload?: GatewayWorkload | undefined;
}
