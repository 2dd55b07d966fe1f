/** What tenants ask for, as objects. */

const NAMESPACE = 'test-egress';

type Fields = Readonly<Record<string, unknown>>;

const metadata = (more: Fields = {}): Fields => ({ name: 'it', namespace: NAMESPACE, ...more });

/** An object of any kind. */
export function object(apiVersion: string, kind: string, fields: Fields = {}): object {
  return { apiVersion, kind, metadata: metadata(), ...fields };
}

/** A pod with one container. */
export function pod(spec: Fields = {}, more: Fields = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(more),
    spec: { containers: [{ name: 'app', image: 'conformance/idle' }], ...spec },
  };
}

/** A pod whose container has these fields. */
export function container(fields: Fields): object {
  return pod({ containers: [{ name: 'app', image: 'conformance/idle', ...fields }] });
}

/** A pod with this annotation. */
export function annotated(key: string, value: string): object {
  return pod({}, { annotations: { [key]: value } });
}

/** A pod with this label. */
export function labelled(key: string, value: string): object {
  return pod({}, { labels: { [key]: value } });
}

/** A Service. */
export function service(spec: Fields): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: metadata(), spec };
}

/** An EndpointSlice with an address outside. */
export const ENDPOINT_SLICE = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: metadata({ labels: { 'kubernetes.io/service-name': 'server' } }),
  addressType: 'IPv4',
  endpoints: [{ addresses: ['203.0.113.10'] }],
  ports: [{ name: 'https', port: 443, protocol: 'TCP' }],
};

/** The same in the old way. */
export const ENDPOINTS = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: metadata(),
  subsets: [{ addresses: [{ ip: '203.0.113.10' }], ports: [{ port: 443 }] }],
};

/** A policy that a network plugin has of its own: one that opens everything. */
export const PLUGIN_POLICY = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: metadata(),
  spec: { endpointSelector: {}, egress: [{ toEntities: ['all'] }] },
};

/** A route of the Gateway API, from a parent to a backend. */
export function httpRoute(parent: Fields, backend: Fields): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadata(),
    spec: { parentRefs: [{ name: 'it', ...parent }], rules: [{ backendRefs: [{ name: 'server', ...backend }] }] },
  };
}

/** A NetworkPolicy. */
export function networkPolicy(spec: Fields): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(),
    spec: { podSelector: {}, ...spec },
  };
}

/** Kinds of which everybody would see an object that says nothing else. */
const EXPORTED = ['VirtualService', 'DestinationRule'];

/** An object of Istio's, for the own namespace unless it says otherwise. */
export function istio(kind: string, spec: Fields, version = 'v1'): object {
  const seen = EXPORTED.includes(kind) ? { exportTo: ['.'] } : {};
  return { apiVersion: `networking.istio.io/${version}`, kind, metadata: metadata(), spec: { ...seen, ...spec } };
}

/** A VirtualService for hosts, to a destination. */
export function virtualService(hosts: readonly string[], destination: string, more: Fields = {}): object {
  return istio('VirtualService', { hosts, http: [{ route: [{ destination: { host: destination } }] }], ...more });
}
