import { METADATA_HINTS, PropertyHints, REQUIRED } from '../input/properties';
import { sourceOf } from '../input/source-text';

/** Settings that are properties of `upstream`. */
export const SETTINGS_HINTS: PropertyHints = {
  connectTimeout: 'write upstream: { connectTimeout: Duration.seconds(5) }',
  connectionPool: 'write upstream: { maxConnections: 100 }',
  idleTimeout: 'write upstream: { idleTimeout: Duration.minutes(5) }',
  keepAlive: 'write upstream: { tcpKeepalive: { time: Duration.minutes(5) } }',
  endpoints: "write upstream: { endpoints: [{ address: 'east.example.com', locality: 'us-east' }] }",
  loadBalancer: 'write upstream: { loadBalancer: LoadBalancer.ROUND_ROBIN }',
  outlierDetection: 'write upstream: { outlierDetection: { consecutive5xxErrors: 5 } }',
};

/** Returns the hint for a property that only routes for HTTP have. */
const ofHttp = (name: string): string =>
  `remove ${name}, or write ${name} on an ExternalHttpRoute, for applications that call the hosts in plain HTTP`;

/** Properties that routes do not have, although Istio's objects have them, with what to write instead. */
export const PROPERTY_HINTS: PropertyHints = {
  timeout:
    'remove timeout: the gateway forwards connections of this route, and no requests; write upstream: { connectTimeout: Duration.seconds(5) }',
  retries: 'remove retries: the gateway forwards connections of this route, and no requests',
  headers:
    'use keepHeaders to keep trace headers, credential for a header from a Secret, and route.patch(RoutePart.GATEWAY_ROUTE, ...) for other headers',
  ...SETTINGS_HINTS,
  ...Object.fromEntries(
    ['allowedOperations', 'directPorts', 'keepHeaders', 'protocol', 'tlsOrigination', 'useClientProtocol'].map(
      (name) => [name, ofHttp(name)],
    ),
  ),
  ...Object.fromEntries(
    ['stripHeaders', 'removeHeaders'].map((name) => [
      name,
      `remove ${name}: the gateway changes headers on an ExternalHttpRoute only`,
    ]),
  ),
  implicitTls: 'use an ExternalTlsRoute',
  wildcardTarget: 'use an ExternalTlsRoute or ExternalHttpRoute: TCP has no names',
  virtualAddress: 'remove virtualAddress: sidecars identify HTTP by the Host header, and TLS by the SNI',
  location: 'remove location: every host is MESH_EXTERNAL',
  ports: 'write port, and a route per port',
  tls: 'use ExternalTlsRoute, or tlsOrigination on an ExternalHttpRoute',
  gateway: REQUIRED,
  hosts: REQUIRED,
  host: 'hosts',
  proxy: 'upstreamProxy',
  tunnel: 'upstreamProxy',
  sources: 'allowFrom',
  from: 'allowFrom',
  methods: (value) => `write allowedOperations: [{ methods: ${sourceOf(value) ?? '["GET"]'} }] on an ExternalHttpRoute`,
  paths: (value) => `write allowedOperations: [{ paths: ${sourceOf(value) ?? '["/v1/*"]'} }] on an ExternalHttpRoute`,
  allow: 'write allowFrom for sources, or allowedOperations for methods and paths on an ExternalHttpRoute',
  sni: (value) =>
    `write tlsOrigination: TlsOrigination.simple({ sni: ${sourceOf(value) ?? '"api.example.com"'} }) on an ExternalHttpRoute`,
  ...Object.fromEntries(
    ['address', 'addresses'].map((name) => [
      name,
      'use an ExternalTcpRoute with addresses: TLS to an address has no SNI',
    ]),
  ),
  ...Object.fromEntries(['cidr', 'cidrs', 'ranges'].map((name) => [name, 'use an ExternalCidrRoute'])),
  credential:
    'write credential and tlsOrigination on an ExternalHttpRoute: the gateway sees no headers in the TLS of applications',
  ...METADATA_HINTS,
  namespace: 'set the namespace on the chart: new Chart(app, "team", { namespace: "team" })',
};

/** The hints of routes for HTTP. */
export const HTTP_PROPERTY_HINTS: Readonly<Record<string, string>> = {
  address: 'addresses',
  timeout: 'write upstream: { timeout: Duration.seconds(5) }',
  retries: 'write upstream: { retries: { attempts: 2 } }',
  ...Object.fromEntries(
    ['stripHeaders', 'removeHeaders'].map((name) => [
      name,
      'write route.patch(RoutePart.GATEWAY_ROUTE, JsonPatch.add("/headers/request/remove/-", "x-team")); the gateway removes the headers of the mesh in any case',
    ]),
  ),
  ...Object.fromEntries(
    ['webSocket', 'websocket', 'upgrade'].map((name) => [
      name,
      'write useClientProtocol: true, under which a WebSocket opens',
    ]),
  ),
  ...Object.fromEntries(
    ['appProtocol', 'grpc', 'h2UpgradePolicy', 'http2'].map((name) => [
      name,
      'write protocol: HttpProtocol.GRPC or HttpProtocol.HTTP2, or useClientProtocol: true',
    ]),
  ),
};
