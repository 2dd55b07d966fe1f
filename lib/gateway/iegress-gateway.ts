import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EgressLayout } from '../layout/egress-layout';
import { ClientTls } from './client-tls';
import { GatewayMetadata } from './egress-gateway-attributes';
import { GatewayPorts } from './gateway-ports';

/**
 * An egress gateway, whoever runs it: what routes and policies need to know of it. Made by `new EgressGateway(...)`, or by
 * `EgressGateway.fromExisting(...)` for the gateway of another chart, app or team.
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
  /** How sidecars speak to the gateway. */
  readonly clientTls: ClientTls;
  /** How hosts become Istio objects. */
  readonly layout: EgressLayout;
  /** Whether every route must say who may use it. */
  readonly requireSources: boolean;
  /** Whether it was described as one that takes what strict sidecars do not know, also those of other apps. */
  readonly takesUndeclared: boolean;
  /**
   * Labels and annotations of the objects that belong to the gateway.
   * @default - none
   */
  readonly metadata?: GatewayMetadata;
  /**
   * The AuthorizationPolicy that denies what no route through the gateway allows.
   * @default - none as long as no route says who may use it, and where another app has written it with a gateway that requires
   * sources
   */
  readonly denyPolicy?: ApiObject | undefined;
  /**
   * The objects that take what strict sidecars do not know (`OutboundTrafficPolicy.egressProxy`): DestinationRule, Gateway,
   * VirtualService and ServiceEntry, and an AuthorizationPolicy where there is a `denyPolicy`.
   * @default - none as long as no `EgressSidecar` is strict, and where another app has written them with a gateway that
   * `takesUndeclared`
   */
  readonly undeclaredObjects?: readonly ApiObject[];
}
