import { EgressLayout } from '../layout/egress-layout';
import { ClientTls } from './client-tls';
import { GatewayPorts } from './gateway-ports';

/** Labels and annotations of a gateway's objects. Names and namespaces follow from other properties. */
export interface GatewayMetadata {
  /**
   * Labels.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** What a gateway is, whoever runs it. */
export interface EgressGatewayAttributes {
  /**
   * Namespace of the gateway's pods and of its Service.
   * @default istio-system
   */
  readonly namespace?: string;
  /**
   * Labels that select the gateway's pods. A Gateway object selects pods in every namespace, so give different gateways
   * different labels.
   * @default - istio: egressgateway
   */
  readonly selector?: { readonly [key: string]: string };
  /**
   * Name of the gateway's Service.
   * @default istio-egressgateway
   */
  readonly serviceName?: string;
  /**
   * Ports of the Service and of the pods.
   * @default GatewayPorts.ISTIOCTL
   */
  readonly ports?: GatewayPorts;
  /**
   * DNS domain of the cluster.
   * @default cluster.local
   */
  readonly clusterDomain?: string;
  /**
   * How sidecars speak to the gateway.
   * @default ClientTls.ISTIO_MUTUAL
   */
  readonly clientTls?: ClientTls;
  /**
   * How hosts become Istio objects.
   * @default EgressLayout.DOCUMENTED
   */
  readonly layout?: EgressLayout;
  /**
   * Whether every route of the gateway must say who may use it, from the start: the policy that denies what no route allows is written
   * with the gateway, by the app that owns it, and a route without sources is an error. Needs `ClientTls.ISTIO_MUTUAL`.
   * @default false - the gateway serves whoever reaches it until a route of it has sources
   */
  readonly requireSources?: boolean;
  /**
   * Whether the gateway takes what strict sidecars do not know, also those of other apps (`OutboundTrafficPolicy.egressProxy`): the app
   * that owns it writes the objects for that, and those who use it with `fromExisting` say so too. Needs `ClientTls.ISTIO_MUTUAL`.
   * @default false - it does once an `EgressSidecar` of the app that owns it is strict
   */
  readonly takesUndeclared?: boolean;
  /**
   * Labels and annotations for the objects that belong to the gateway: its workload, its log, the policy that denies what no
   * route allows, and of each host the AuthorizationPolicy, the EnvoyFilters, the DestinationRules and the Gateway.
   * @default - none
   */
  readonly metadata?: GatewayMetadata;
}
