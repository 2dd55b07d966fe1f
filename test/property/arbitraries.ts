/** Generators for fast-check: external hosts, routes and gateways as users may write them. */
import fc from 'fast-check';
import { ClientTls, EgressGatewayAttributes, GatewayPorts, HttpProtocol } from '../../lib';
import { unroutableAddressIn } from '../../lib/network/embedded-address';
import { PLAINTEXT_START } from '../../lib/network/plaintext-start';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const longLabel = fc.stringMatching(/^[a-z0-9][a-z0-9-]{55,61}[a-z0-9]$/);
const topLevel = fc.constantFrom('com', 'io', 'org', 'co.uk', 'example', 'xn--p1ai');

/** A valid host in canonical form. Some hosts are longer than the longest object name. */
export const host = fc
  .tuple(fc.array(fc.oneof({ weight: 8, arbitrary: label }, longLabel), { minLength: 1, maxLength: 4 }), topLevel)
  .map(([labels, domain]) => [...labels, domain].join('.'))
  .filter((name) => name.length <= 253 && unroutableAddressIn(name) === undefined);

/** Returns other spellings of a host. */
export function spelled(name: string): fc.Arbitrary<string> {
  return fc.constantFrom(name, name.toUpperCase(), `${name}.`, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
}

/**
 * Ports except those of Istio's proxies, which are from 15000 to 15099, 443, which plain HTTP cannot use, 80, which TLS cannot, and
 * those of protocols that start in plain text.
 */
const port = fc
  .integer({ min: 1, max: 65535 })
  .filter((number) => number !== 80 && number !== 443 && (number < 15000 || number > 15099))
  .filter((number) => !(number in PLAINTEXT_START));

/** A source of routes: any authenticated caller, a namespace, or a service account. */
export interface DrawnSource {
  readonly namespace?: string;
  readonly account?: string;
}

/** Returns whether the outer names of a host have at most 253 characters. Longer names are rejected. */
export function canHaveFurtherPorts(name: string): boolean {
  return `65535.${name}.ports.invalid`.length <= 253;
}

/** A further port of a host, with a route of its own. */
export interface FurtherPort {
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly port: number;
  readonly sources?: readonly DrawnSource[];
}

/** The routes of one host: HTTP, TLS or TCP, or HTTP beside TLS or TCP on another port; sometimes with a direct port or further ports. */
export interface RoutedHost {
  readonly host: string;
  readonly http?: number;
  readonly tls?: number;
  readonly tcp?: number;
  /** The address of the TCP port, which no other host has. */
  readonly address?: string;
  readonly direct?: number;
  /** The TLS port of the host if the gateway originates TLS for the HTTP port. */
  readonly originates?: number;
  /** Whether the gateway adds a credential to requests on the HTTP port; only with sources and `originates`. */
  readonly hasCredential?: boolean;
  /** The protocol in which the gateway calls the HTTP port; `client` for that of the application. */
  readonly speaks?: HttpProtocol | 'client';
  /** The sources of the routes; undefined for routes without sources. */
  readonly sources?: readonly DrawnSource[];
  /** Whether the gateway reaches the host through a proxy. */
  readonly proxied?: boolean;
  /** Whether the routes have exportTo: SOURCES. */
  readonly narrowed?: boolean;
  /** Further ports, each once; TCP ports have the address of the host. */
  readonly further?: readonly FurtherPort[];
  /** Whether the routes have settings of the gateway's connections and requests, which change no path. */
  readonly settled?: boolean;
}

const routedHost: fc.Arbitrary<RoutedHost> = fc
  .record({
    host,
    ports: fc.uniqueArray(port, { minLength: 7, maxLength: 7 }),
    further: fc.array(fc.constantFrom('http' as const, 'tls' as const, 'tcp' as const), { maxLength: 4 }),
    usual: fc.boolean(),
    kinds: fc.constantFrom('http', 'tls', 'both', 'direct', 'tcp', 'http and tcp'),
    address: fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 254 }))
      .map((end) => `198.18.${end.join('.')}`),
  })
  .map(({ host: name, ports, usual, kinds, address, further: all }) => {
    // Beside TCP, sidecars recognize a direct port by the addresses of TCP only.
    const further = canHaveFurtherPorts(name) ? all.filter((protocol) => kinds !== 'direct' || protocol !== 'tcp') : [];
    const [first = 80, second = 443, third = 8443] = usual ? [80, 443, 8443] : ports;
    const tcp = kinds === 'tcp' || kinds === 'http and tcp';
    const free = ports.slice(3).filter((number) => ![first, second, third].includes(number));
    return {
      host: name,
      further: further.slice(0, free.length).map((protocol, index) => ({ protocol, port: free[index] ?? 0 })),
      ...(kinds !== 'tls' && kinds !== 'tcp' && { http: first }),
      ...((kinds === 'tls' || kinds === 'both') && { tls: second }),
      ...(tcp && { tcp: second }),
      ...((tcp || further.includes('tcp')) && { address }),
      ...(kinds === 'direct' && { direct: third }),
    };
  });

/** Hosts of one app. Each host and each address occurs once. */
export const routedHosts = fc
  .uniqueArray(routedHost, { minLength: 1, maxLength: 6, selector: (routed) => routed.host })
  .filter((hosts) => {
    const addresses = hosts.flatMap(({ address }) => address ?? []);
    return new Set(addresses).size === addresses.length;
  });

/** The properties of a gateway that change the objects of a host. */
export const gatewayChoice = fc.record({
  clientTls: fc.constantFrom(ClientTls.ISTIO_MUTUAL, ClientTls.DISABLE),
  ports: fc.constantFrom(
    GatewayPorts.ISTIOCTL,
    GatewayPorts.HELM_CHART,
    GatewayPorts.of({ http: { port: 8080 }, tls: { port: 8443 } }),
  ),
  namespace: fc.constantFrom('istio-system', 'istio-egress', 'zz-egress'),
});

/** The routes of one app, and their gateway. */
export interface DrawnApp {
  readonly gateway: EgressGatewayAttributes;
  readonly hosts: readonly RoutedHost[];
}

/** A source of a route: one of few namespaces and accounts, so that generated clients often are sources. */
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

/** Adds sources, direct ports, protocols, TLS origination, credentials and settings to hosts. If one host has sources, all hosts of the app have. */
function furnished(routed: RoutedHost, restricted: boolean): fc.Arbitrary<RoutedHost> {
  const said = fc.record({
    originates: fc.option(fc.constantFrom(443, 8443), { nil: undefined }),
    speaks: fc.constantFrom(undefined, HttpProtocol.HTTP2, HttpProtocol.GRPC, 'client' as const),
    sources: fc.uniqueArray(drawnSource, { minLength: 1, maxLength: 3, selector: (source) => JSON.stringify(source) }),
    narrowed: fc.boolean(),
    hasCredential: fc.boolean(),
    settled: fc.boolean(),
    proxied: fc.boolean(),
  });
  return said.map(({ originates, speaks, sources, narrowed, hasCredential, settled, proxied }) => ({
    ...routed,
    ...(restricted && {
      further: routed.further?.map((each) => ({ ...each, sources: [...sources].reverse().slice(0, 1) })),
    }),
    ...(settled && { settled }),
    ...(routed.http !== undefined && originates !== undefined && { originates }),
    ...(routed.http !== undefined && speaks !== undefined && { speaks }),
    ...(restricted && { sources }),
    ...(restricted && routed.http !== undefined && originates !== undefined && hasCredential && { hasCredential }),
    // Direct ports are rejected, and two ports that differ by 32768.
    ...(proxied && routed.direct === undefined && haveTunnels(routed) && { proxied }),
    // exportTo: SOURCES with anyAuthenticated() is rejected.
    ...(restricted && narrowed && sources.every(({ namespace }) => namespace !== undefined) && { narrowed }),
  }));
}

function haveTunnels({ http, tls, tcp, further = [] }: RoutedHost): boolean {
  const ports = [http, tls, tcp, ...further.map(({ port }) => port)].filter((port) => port !== undefined);
  return new Set(ports.map((port) => port % 32_768)).size === ports.length;
}

/** TCP routes and further ports need mesh mTLS. */
function withoutTcp({ tcp, address: _, further: __, ...rest }: RoutedHost): RoutedHost {
  return tcp === undefined ? rest : { ...rest, tls: tcp };
}

/** An app whose routes have all features. Without mesh mTLS routes cannot have sources. */
export const drawnApp: fc.Arbitrary<DrawnApp> = fc
  .tuple(gatewayChoice, routedHosts, fc.boolean())
  .chain(([gateway, hosts, wanted]) => {
    const plain = gateway.clientTls === ClientTls.DISABLE;
    const restricted = wanted && !plain;
    return fc
      .tuple(...hosts.map((host) => furnished(plain ? withoutTcp(host) : host, restricted)))
      .map((furnishedHosts) => ({ gateway, hosts: furnishedHosts }));
  });

/** A route with its sources and its allowed operation. */
export interface DrawnRoute {
  readonly host: string;
  readonly protocol: 'http' | 'tls';
  readonly sources: readonly DrawnSource[];
  /** The allowed method; HTTP only. */
  readonly method?: string;
  /** The allowed prefix of paths; HTTP only. */
  readonly below?: string;
}

/** Routes of one app, each host and protocol once, with sources that generated clients may have. */
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
