import { Host } from '../host/host';
import { InputError } from '../input/input-error';
import { Labels } from '../input/labels';
import { SYSTEM_NAMESPACES } from '../input/namespace';

/** How a sidecar speaks to the gateway: mesh mTLS, or as the application wrote it. Terms of Istio's `ClientTLSSettings`. */
export type ClientTlsMode = 'ISTIO_MUTUAL' | 'DISABLE';

/** A port of the gateway's Service and the port of the pods behind it. */
export interface PortPair {
  readonly port: number;
  readonly targetPort: number;
}

/** What routes and policies need to know of a gateway: plain data, whoever runs the gateway. */
export interface GatewayFacts {
  readonly namespace: string;
  readonly serviceName: string;
  readonly clusterDomain: string;
  readonly selector: Labels;
  readonly httpPort: PortPair;
  readonly tlsPort: PortPair;
  readonly clientTls: ClientTlsMode;
  /** Name of the layout of its hosts. */
  readonly layout: string;
  /** Whether every route must say who may use it. */
  readonly requireSources: boolean;
  /** Whether it takes what strict sidecars of whichever app do not know. */
  readonly takesUndeclared: boolean;
  /** Labels and annotations of the objects that belong to it. */
  readonly metadata: { readonly labels?: Labels; readonly annotations?: Labels };
}

/** Istio's root namespace, unless the mesh's configuration has another. */
export const ROOT_NAMESPACE = 'istio-system';

/** What tells gateways apart: `istio-system/istio-egressgateway`. */
export function gatewayKey({ namespace, serviceName }: Pick<GatewayFacts, 'namespace' | 'serviceName'>): string {
  return `${namespace}/${serviceName}`;
}

/** Whether two descriptions are of one gateway. */
export function sameGateway(a: GatewayFacts, b: GatewayFacts): boolean {
  return gatewayKey(a) === gatewayKey(b);
}

/**
 * Whether one selector may select pods of the other: a Gateway object selects pods by label in every namespace, unless istiod
 * runs with PILOT_SCOPE_GATEWAY_TO_NAMESPACE.
 */
export function maySharePods(a: GatewayFacts, b: GatewayFacts): boolean {
  const within = (inner: Labels, outer: Labels): boolean =>
    Object.entries(inner).every(([key, value]) => outer[key] === value);
  return within(a.selector, b.selector) || within(b.selector, a.selector);
}

/**
 * Whether an AuthorizationPolicy for one gateway's pods is in force on pods of the other: it selects within its own namespace, and
 * everywhere where that is the root namespace.
 */
export function maySharePolicies(a: GatewayFacts, b: GatewayFacts): boolean {
  const near = a.namespace === b.namespace || [a.namespace, b.namespace].includes(ROOT_NAMESPACE);
  return near && maySharePods(a, b);
}

/** The full DNS name of the gateway's Service: `istio-egressgateway.istio-system.svc.cluster.local`. */
export function serviceHost(gateway: GatewayFacts): string {
  return `${gateway.serviceName}.${gateway.namespace}.svc.${gateway.clusterDomain}`;
}

/**
 * What in-cluster names end in: the cluster's domain, `svc`, and, since a sidecar also knows a Service as `name.namespace`, the
 * namespaces that every such cluster has.
 */
function internalDomains(gateway: GatewayFacts): readonly string[] {
  const namespaces = [gateway.namespace, 'default', ...SYSTEM_NAMESPACES];
  return [gateway.clusterDomain, 'cluster.local', 'svc', 'svc.cluster', ...namespaces];
}

/**
 * Refuses a host that is not outside: istiod accepts a ServiceEntry for it, which then hijacks mesh traffic, or sends the
 * gateway's traffic to the gateway.
 *
 * @param what where it stands, and what to do about it there
 * @throws InputError
 */
export function refuseInternalHost(gateway: GatewayFacts, host: Host, what: keyof typeof OUTSIDE = 'host'): void {
  const service = `${gateway.serviceName}.${gateway.namespace}`;
  const own = host.name === service || host.isIn(`${service}.svc`) || host.isIn(serviceHost(gateway));
  const internal = internalDomains(gateway).some((domain) => host.isIn(domain) || covers(host, domain));
  if (!own && !internal) return;
  throw new InputError({
    problem: own ? `${what} is the gateway's own service` : `${what} is inside the cluster`,
    got: host.name,
    allowed: `a host outside the cluster domain ${gateway.clusterDomain}`,
    fix: OUTSIDE[what],
  });
}

const OUTSIDE = {
  host: 'remove it from hosts: calls inside the mesh need no egress gateway',
  'wildcard target': 'write WildcardTarget.fixed("...") with a host outside that serves all the names',
};

/** Whether a wildcard stands for names of a domain, too. */
function covers(host: Host, domain: string): boolean {
  return host.isWildcard && (domain === host.domain || domain.endsWith(`.${host.domain}`));
}
