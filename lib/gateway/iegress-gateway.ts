import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EgressMetadata } from '../construct/egress-metadata';
import { ClientTls } from '../mesh/client-tls';
import { GatewayPorts } from './gateway-ports';
import { IExternalRoute } from './iexternal-route';
import { UpstreamProxy } from './upstream-proxy';

/**
 * An egress gateway: one that `new EgressGateway(...)` creates, or the gateway of another chart, app or team that
 * `EgressGateway.fromEgressGatewayAttributes(...)` describes.
 */
export interface IEgressGateway extends IConstruct {
  /** Namespace of the gateway's pods and of its Service. */
  readonly namespace: string;
  /** Name of the gateway's Service. */
  readonly serviceName: string;
  /** Full DNS name of the gateway's Service: `istio-egressgateway.istio-system.svc.cluster.local`. */
  readonly serviceHost: string;
  /** Labels that select the gateway's pods. */
  readonly selector: { readonly [key: string]: string };
  /** Ports of the Service and of the pods. */
  readonly ports: GatewayPorts;
  /** DNS domain of the cluster. */
  readonly clusterDomain: string;
  /** TLS mode between sidecars and the gateway. */
  readonly clientTls: ClientTls;
  /** Whether the gateway denies every request that no route allows. */
  readonly defaultDeny: boolean;
  /** Whether the gateway accepts egress-proxy traffic (unknown hosts) from sidecars of any app. */
  readonly egressProxy: boolean;
  /** The proxy through which the gateway connects to the hosts of routes that name no other. */
  readonly upstreamProxy: UpstreamProxy;
  /**
   * Labels and annotations of the gateway's objects.
   * @default - none
   */
  readonly metadata?: EgressMetadata | undefined;
  /**
   * The AuthorizationPolicy that denies every request that no route through the gateway allows.
   * @default - none, if no route has sources, or if another app writes the policy
   */
  readonly defaultDenyPolicy?: ApiObject | undefined;
  /**
   * The EnvoyFilter by which the gateway connects to the hosts of TLS and TCP routes after the TLS handshake with the caller.
   * @default - none, if no such route has sources, or if another app writes the filter
   */
  readonly connectFilter?: ApiObject | undefined;
  /**
   * The objects of the port for ranges (`GatewayPorts.of({ cidrs })`): a Service, and the EnvoyFilter by which the gateway reads PROXY
   * protocol headers on that port alone. Empty without the port, or if another app owns the gateway.
   */
  readonly cidrsPortObjects: ApiObject[];
  /**
   * The objects that accept egress-proxy traffic (`OutboundTrafficPolicy.egressProxy`): DestinationRule, Gateway, VirtualService and
   * ServiceEntry, and an AuthorizationPolicy if there is a `defaultDenyPolicy`. Empty if no sidecar uses the gateway as its egress
   * proxy, or if another app writes the objects.
   */
  readonly egressProxyObjects: ApiObject[];
  /** The routes of this app through the gateway, sorted by path. */
  readonly routes: IExternalRoute[];
  /**
   * Returns the routes of this app to a host through the gateway, such as `api.example.com` or `*.example.com`.
   * @throws EgressError for a host that is not text
   */
  routesTo(host: string): IExternalRoute[];
}
