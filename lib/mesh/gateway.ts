import { Labels } from '../input/labels';
import { ClientTls } from './client-tls';
import { ObjectMetadata } from './object-metadata';
import { includesPodsOf } from './pod-labels';
import { UpstreamProxyModel } from './upstream-proxy-model';

/** A port of the gateway's Service, and the port of the pods behind the Service. */
export interface PortPair {
  readonly port: number;
  readonly targetPort: number;
}

/** A gateway as plain data, the same for every owner. */
export interface GatewayModel {
  readonly namespace: string;
  readonly serviceName: string;
  /** DNS domain of the cluster. */
  readonly clusterDomain: string;
  /** The trust domain of the mesh, and then its aliases. */
  readonly trustDomains: readonly string[];
  /** Istio's root namespace. */
  readonly rootNamespace: string;
  readonly selector: Labels;
  /**
   * Further labels of the pods, if this library deploys them.
   * @default - none
   */
  readonly podLabels?: Labels | undefined;
  readonly httpPort: PortPair;
  readonly tlsPort: PortPair;
  /** The port for ranges, of a Service of its own ({@link cidrsServiceHost}); none if the gateway has no routes to ranges. */
  readonly cidrsPort?: PortPair | undefined;
  readonly clientTls: ClientTls;
  /** Whether the gateway denies every request that no route allows, and every route must have sources. */
  readonly defaultDeny: boolean;
  /** Whether the gateway accepts egress-proxy traffic (unknown hosts) from sidecars of any app. */
  readonly egressProxy: boolean;
  /**
   * The proxy through which the gateway connects to the hosts of routes that name no other.
   * @default - none
   */
  readonly upstreamProxy?: UpstreamProxyModel | undefined;
  /** Labels and annotations of the gateway's objects. */
  readonly metadata: ObjectMetadata;
  /**
   * Whether ServiceEntries have a sync wave, as the mesh sets it.
   * @default - no sync waves
   */
  readonly syncWaves?: boolean | undefined;
}

/** Returns the identity of a gateway: `istio-system/istio-egressgateway`. */
export function gatewayKey({ namespace, serviceName }: Pick<GatewayModel, 'namespace' | 'serviceName'>): string {
  return `${namespace}/${serviceName}`;
}

/** Returns whether two models describe one gateway. */
export function sameGateway(a: GatewayModel, b: GatewayModel): boolean {
  return gatewayKey(a) === gatewayKey(b);
}

/**
 * Returns whether the selector of one gateway may select pods of the other. A Gateway object selects pods by label in every
 * namespace, unless istiod runs with PILOT_SCOPE_GATEWAY_TO_NAMESPACE.
 */
export function maySharePods(a: GatewayModel, b: GatewayModel): boolean {
  return includesPodsOf(a.selector, labelsOfPods(b)) || includesPodsOf(b.selector, labelsOfPods(a));
}

/** Returns the labels of a gateway's pods that the mesh states. */
export function labelsOfPods({ podLabels, selector }: GatewayModel): Labels {
  return { ...podLabels, ...selector };
}

/**
 * Returns whether an AuthorizationPolicy for the pods of one gateway is in force on pods of the other. A policy selects pods of its
 * own namespace, and pods of every namespace if the policy is in the root namespace.
 */
export function maySharePolicies(a: GatewayModel, b: GatewayModel): boolean {
  const near = a.namespace === b.namespace || [a.namespace, b.namespace].includes(a.rootNamespace);
  return near && maySharePods(a, b);
}

/** Returns the full DNS name of the gateway's Service: `istio-egressgateway.istio-system.svc.cluster.local`. */
export function serviceHost(gateway: GatewayModel): string {
  return `${gateway.serviceName}.${gateway.namespace}.svc.${gateway.clusterDomain}`;
}

/** Returns every port of the gateway's pods that routes use, with the port of its Service. */
export function portPairsOf({ httpPort, tlsPort, cidrsPort }: GatewayModel): readonly PortPair[] {
  return [httpPort, tlsPort, ...(cidrsPort ? [cidrsPort] : [])];
}

/** Returns the name of the Service with the gateway's port for ranges: `istio-egressgateway-cidrs`. */
export function cidrsServiceName({ serviceName }: Pick<GatewayModel, 'serviceName'>): string {
  return `${serviceName}${CIDRS_SUFFIX}`;
}

/** Ends the name of the Service with the port for ranges. */
export const CIDRS_SUFFIX = '-cidrs';

/** Returns the full DNS name of the Service with the gateway's port for ranges. */
export function cidrsServiceHost(gateway: GatewayModel): string {
  return serviceHost({ ...gateway, serviceName: cidrsServiceName(gateway) });
}
