/** What fast-check draws from: external hosts, routes and gateways as users may write them. */
import fc from 'fast-check';
import { ClientTls, EgressGatewayAttributes, GatewayPorts } from '../../lib';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const longLabel = fc.stringMatching(/^[a-z0-9][a-z0-9-]{55,61}[a-z0-9]$/);
const topLevel = fc.constantFrom('com', 'io', 'org', 'co.uk', 'example', 'xn--p1ai');

/** A valid host in canonical form; some longer than any object name. */
export const host = fc
  .tuple(fc.array(fc.oneof({ weight: 8, arbitrary: label }, longLabel), { minLength: 1, maxLength: 4 }), topLevel)
  .map(([labels, domain]) => [...labels, domain].join('.'))
  .filter((name) => name.length <= 253);

/** The same host as users may spell it. */
export function spelled(name: string): fc.Arbitrary<string> {
  return fc.constantFrom(name, name.toUpperCase(), `${name}.`, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}

/** Any port but those of Istio's proxies, which are all from 15000 to 15099, and that of TLS, where no HTTP may be. */
const port = fc
  .integer({ min: 1, max: 65535 })
  .filter((number) => number !== 443 && (number < 15000 || number > 15099));

/** Who may use the routes of a host: everyone, a namespace, or one service account of a namespace. */
export interface DrawnSource {
  readonly namespace?: string;
  readonly account?: string;
}

/** What is routed of one host: HTTP, TLS or TCP, or HTTP beside one of these, on different ports; sometimes a direct port. */
export interface RoutedHost {
  readonly host: string;
  readonly http?: number;
  readonly tls?: number;
  readonly tcp?: number;
  /** Where the TCP port is, of no other host. */
  readonly address?: string;
  readonly direct?: number;
  /** The host's TLS port behind the HTTP port, where the gateway speaks TLS to it. */
  readonly originates?: number;
  /** Who may use it; nobody was asked without it. */
  readonly sources?: readonly DrawnSource[];
  /** Whether only the namespaces of the sources see it. */
  readonly narrowed?: boolean;
}

const routedHost: fc.Arbitrary<RoutedHost> = fc
  .record({
    host,
    ports: fc.uniqueArray(port, { minLength: 3, maxLength: 3 }),
    usual: fc.boolean(),
    kinds: fc.constantFrom('http', 'tls', 'both', 'direct', 'tcp', 'http and tcp'),
    address: fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 254 }))
      .map((end) => `198.18.${end.join('.')}`),
  })
  .map(({ host: name, ports, usual, kinds, address }) => {
    const [first = 80, second = 443, third = 8443] = usual ? [80, 443, 8443] : ports;
    const tcp = kinds === 'tcp' || kinds === 'http and tcp';
    return {
      host: name,
      ...(kinds !== 'tls' && kinds !== 'tcp' && { http: first }),
      ...((kinds === 'tls' || kinds === 'both') && { tls: second }),
      ...(tcp && { tcp: second, address }),
      ...(kinds === 'direct' && { direct: third }),
    };
  });

/** Hosts of one app, each once, and each address once. */
export const routedHosts = fc
  .uniqueArray(routedHost, { minLength: 1, maxLength: 6, selector: (routed) => routed.host })
  .filter((hosts) => {
    const addresses = hosts.flatMap(({ address }) => address ?? []);
    return new Set(addresses).size === addresses.length;
  });

/** The choices of a gateway that change what is written for a host. */
export const gatewayChoice = fc.record({
  clientTls: fc.constantFrom(ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE),
  ports: fc.constantFrom(
    GatewayPorts.ISTIOCTL,
    GatewayPorts.HELM_CHART,
    GatewayPorts.of({ http: { port: 8080 }, tls: { port: 8443 } }),
  ),
  namespace: fc.constantFrom('istio-system', 'istio-egress', 'zz-egress'),
});

/** What is routed in one app, and through which gateway. */
export interface DrawnApp {
  readonly gateway: EgressGatewayAttributes;
  readonly hosts: readonly RoutedHost[];
}

/** A source of a route: any of few namespaces and accounts, so that drawn clients often are among them. */
export const drawnSource: fc.Arbitrary<DrawnSource> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: fc.constantFrom('default', 'test-egress', 'payments').map((namespace) => ({ namespace })) },
  {
    weight: 3,
    arbitrary: fc.record({
      namespace: fc.constantFrom('default', 'test-egress', 'payments'),
      account: fc.constantFrom('default', 'reports', 'a.b'),
    }),
  },
);

/** What may be said of a host besides; sources, once one has them, of all hosts of the app. */
function furnished(routed: RoutedHost, restricted: boolean): fc.Arbitrary<RoutedHost> {
  const said = fc.record({
    originates: fc.option(fc.constantFrom(443, 8443), { nil: undefined }),
    sources: fc.uniqueArray(drawnSource, { minLength: 1, maxLength: 3, selector: (source) => JSON.stringify(source) }),
    narrowed: fc.boolean(),
  });
  return said.map(({ originates, sources, narrowed }) => ({
    ...routed,
    ...(routed.http !== undefined && originates !== undefined && { originates }),
    ...(restricted && { sources }),
    // Narrowed to everyone is refused.
    ...(restricted && narrowed && sources.every(({ namespace }) => namespace !== undefined) && { narrowed }),
  }));
}

/** TCP has no name without the mesh's mTLS. */
function withoutTcp({ tcp, address: _, ...rest }: RoutedHost): RoutedHost {
  return tcp === undefined ? rest : { ...rest, tls: tcp };
}

/** An app with all that may be said of its routes. Without mTLS the gateway knows nobody, so that none has sources. */
export const drawnApp: fc.Arbitrary<DrawnApp> = fc
  .tuple(gatewayChoice, routedHosts, fc.boolean())
  .chain(([gateway, hosts, wanted]) => {
    const plain = gateway.clientTls === ClientTls.DISABLE;
    const restricted = wanted && !plain;
    return fc
      .tuple(...hosts.map((host) => furnished(plain ? withoutTcp(host) : host, restricted)))
      .map((furnishedHosts) => ({ gateway, hosts: furnishedHosts }));
  });

/** One route with who may use it, and as what. */
export interface DrawnRoute {
  readonly host: string;
  readonly protocol: 'http' | 'tls';
  readonly sources: readonly DrawnSource[];
  /** The one method that is allowed; HTTP only. */
  readonly method?: string;
  /** What paths must begin with; HTTP only. */
  readonly below?: string;
}

/** Routes of one app to hosts that there are, each host and protocol once; sources are of those that drawn clients may be. */
export function drawnRoutes(hosts: readonly string[]): fc.Arbitrary<readonly DrawnRoute[]> {
  const route = fc
    .record({
      host: fc.constantFrom(...hosts),
      protocol: fc.constantFrom('http' as const, 'tls' as const),
      sources: fc.uniqueArray(drawnSource, {
        minLength: 1,
        maxLength: 2,
        selector: (source) => JSON.stringify(source),
      }),
      method: fc.option(fc.constantFrom('GET', 'POST'), { nil: undefined }),
      below: fc.option(fc.constant('/v1/'), { nil: undefined }),
    })
    .map(({ method, below, ...rest }) => ({
      ...rest,
      ...(rest.protocol === 'http' && method !== undefined && { method }),
      ...(rest.protocol === 'http' && below !== undefined && { below }),
    }));
  return fc.uniqueArray(route, {
    minLength: 3,
    maxLength: 6,
    selector: ({ host: name, protocol }) => `${protocol} ${name}`,
  });
}

/** A namespace of an application. */
export const clientNamespace = fc.constantFrom('default', 'payments', 'test-egress', 'zz-last');
