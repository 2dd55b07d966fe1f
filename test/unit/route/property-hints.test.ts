/** What the errors for properties of other kinds of routes, and of Istio, suggest. */
import { JsonPatch, Testing } from 'cdk8s';
import {
  EgressGateway,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalRouteProps,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayPorts,
  RoutePart,
} from '../../../lib';
import { newChart } from '../help';
import { findingsOf } from '../input/findings';

type Kind = 'http' | 'tls' | 'tcp' | 'cidr';

/** Returns the fix for an unknown property, beside required properties. */
function fixOf(kind: Kind, property: string, value: unknown, hosts: string[] | null = ['a.com']): string | undefined {
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway', { ports: GatewayPorts.of({ cidrs: { port: 15022 } }) });
  const props = { gateway, ...(hosts !== null && { hosts }), [property]: value } as ExternalRouteProps;
  const make = {
    http: () => new ExternalHttpRoute(chart, 'route', props),
    tls: () => new ExternalTlsRoute(chart, 'route', props),
    tcp: () => new ExternalTcpRoute(chart, 'route', { port: 22, addresses: ['203.0.113.9'], ...props }),
    cidr: () => new ExternalCidrRoute(chart, 'route', { port: 22, cidrs: ['203.0.113.0/28'], ...props }),
  };
  const found = findingsOf(make[kind]).filter(({ code }) => code === 'EGR0101');
  expect(found.map(({ problem }) => problem)).toEqual([expect.stringMatching(`property ${property}$`)]);
  return found[0]?.fix;
}

const ALL: readonly Kind[] = ['http', 'tls', 'tcp', 'cidr'];
const WITHOUT_HTTP = ALL.filter((kind) => kind !== 'http');

describe.each(ALL)('A route of the kind %s', (kind) => {
  test('renames host to hosts, and to no other property', () => {
    expect(fixOf(kind, 'host', 'a.com', null)).toBe('rename host to hosts');
    expect(fixOf(kind, 'host', 'a.com')).toBe('remove host');
  });
});

test.each(
  WITHOUT_HTTP.flatMap((kind) =>
    ['tlsOrigination', 'allowedOperations', 'keepHeaders', 'directPorts'].map((name) => [kind, name] as const),
  ),
)('A route of the kind %s suggests %s on an ExternalHttpRoute', (kind, name) => {
  expect(fixOf(kind, name, ['x'])).toBe(
    `remove ${name}, or write ${name} on an ExternalHttpRoute, for applications that call the hosts in plain HTTP`,
  );
});

test.each<[Kind, string, unknown, RegExp]>([
  ['tls', 'stripHeaders', ['x-team'], /^remove stripHeaders: .* on an ExternalHttpRoute only$/],
  ['tcp', 'removeHeaders', ['x-team'], /^remove removeHeaders: .* on an ExternalHttpRoute only$/],
  ['http', 'stripHeaders', ['x-team'], /^write route\.patch\(RoutePart\.GATEWAY_ROUTE, /],
  ['http', 'removeHeaders', ['x-team'], /^write route\.patch\(RoutePart\.GATEWAY_ROUTE, /],
  ['http', 'cidr', '203.0.113.0/28', /^use an ExternalCidrRoute$/],
  ['tls', 'ranges', ['203.0.113.0/28'], /^use an ExternalCidrRoute$/],
  ['tcp', 'cidr', '203.0.113.0/28', /^use an ExternalCidrRoute$/],
  ['cidr', 'cidr', '203.0.113.0/28', /^remove cidr$/],
  ['cidr', 'addresses', ['203.0.113.9'], /^remove addresses$/],
  ['tls', 'address', '203.0.113.9', /^use an ExternalTcpRoute with addresses: TLS to an address has no SNI$/],
  ['http', 'address', '203.0.113.9', /^rename address to addresses$/],
  ['tcp', 'address', '203.0.113.9', /^remove address$/],
  ['http', 'implicitTls', true, /^use an ExternalTlsRoute/],
  ['tcp', 'implicitTls', true, /^remove implicitTls: an ExternalTcpRoute carries TLS too/],
  ['tcp', 'wildcardTarget', 'x', /^use an ExternalTlsRoute or ExternalHttpRoute: TCP has no names/],
  ['cidr', 'wildcardTarget', 'x', /^use an ExternalTlsRoute or ExternalHttpRoute: TCP has no names/],
])('A route of the kind %s with %s: %p gets a fix', (kind, name, value, fix) => {
  expect(fixOf(kind, name, value)).toMatch(fix);
});

test('The patch that the error for stripHeaders suggests removes the header', () => {
  const [, path = '', header = ''] =
    /^write route\.patch\(RoutePart\.GATEWAY_ROUTE, JsonPatch\.add\("(.*)", "(.*)"\)\);/.exec(
      fixOf('http', 'stripHeaders', ['x-team']) ?? '',
    ) ?? [];
  const chart = newChart();
  const gateway = new EgressGateway(chart, 'gateway');
  const route = new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['a.com'] });
  route.patch(RoutePart.GATEWAY_ROUTE, JsonPatch.add(path, header));
  expect(JSON.stringify(Testing.synth(chart))).toMatch(/"remove":\[[^\]]*"x-team"\]/);
});
