import { EgressMetadata } from '../construct/egress-metadata';
import { ClientTls } from '../mesh/client-tls';
import { GatewayPorts } from './gateway-ports';
import { HttpCredential } from './http-credential';
import { UpstreamProxy } from './upstream-proxy';

/** Attributes of a gateway that another chart, app or team owns. */
export interface EgressGatewayAttributes {
  /**
   * Namespace of the gateway's pods and of its Service.
   * @default istio-system
   */
  readonly namespace?: string | undefined;
  /**
   * Labels that select the gateway's pods.
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
   * Whether the owner's app writes the policy that denies every request that no route allows. Every route of this app then needs
   * sources.
   * @default false - routes of this app that have sources write the policy
   */
  readonly defaultDeny?: boolean | undefined;
  /**
   * Whether the owner's app writes the objects that accept egress-proxy traffic (`OutboundTrafficPolicy.egressProxy`).
   * @default false - sidecars of this app cannot use the gateway as their egress proxy
   */
  readonly egressProxy?: boolean | undefined;
  /**
   * Credentials whose Secrets the owner's app mounts into the pods of the gateway. Names of headers are ignored.
   * @default - none: routes of this app cannot have a `credential`
   */
  readonly credentials?: HttpCredential[] | undefined;
  /**
   * The proxy of the organization, through which the gateway connects to the hosts of the routes of this app.
   * @default - none: the gateway connects to the hosts
   */
  readonly upstreamProxy?: UpstreamProxy | undefined;
  /**
   * Labels and annotations of the objects that routes of this app write in the namespace of the gateway.
   * @default - none
   */
  readonly metadata?: EgressMetadata | undefined;
}
