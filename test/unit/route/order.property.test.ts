/** The order in which an app constructs its routes and calls their methods never changes a file. */
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import {
  EgressGateway,
  EgressSource,
  ExportTo,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayPorts,
  TlsOrigination,
  TlsVersion,
  WildcardTarget,
} from '../../../lib';
import { stderrOfEachTest } from '../help';

stderrOfEachTest();

type Route = ExternalHttpRoute | ExternalTlsRoute | ExternalTcpRoute | ExternalCidrRoute;
type Order<T> = (items: readonly T[]) => T[];

/** The permutations of one run, drawn from seeds. */
interface Orders {
  readonly routes: Order<string>;
  readonly calls: Order<string>;
  readonly items: Order<string>;
  /** Whether calls follow the constructor of their route at once. */
  readonly atOnce: boolean;
}

const SAME: Orders = { routes: (all) => [...all], calls: (all) => [...all], items: (all) => [...all], atOnce: false };

/** Sources by route; each source is added by a call of its own. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  api: ['payments', 'orders', 'zoo'],
  tls: ['orders'],
  db: ['payments', 'reports'],
  ssh: ['zoo', 'orders'],
  admin: ['zoo'],
  alternative: ['payments'],
  replica: ['orders'],
  range: ['payments', 'reports'],
  wild: ['orders', 'payments'],
  below: ['zoo'],
};

type Build = (chart: Chart, gateway: EgressGateway, orders: Orders) => Route;

const ROUTES: Readonly<Record<string, Build>> = {
  api: (chart, gateway, { items }) =>
    new ExternalHttpRoute(chart, 'api', {
      gateway,
      hosts: items(['b.example.com', 'a.example.com', 'c.example.com']),
      tlsOrigination: TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 }),
      metadata: { labels: Object.fromEntries(items(['x', 'y', 'z']).map((key) => [key, key])) },
    }),
  tls: (chart, gateway, { items }) =>
    new ExternalTlsRoute(chart, 'tls', {
      gateway,
      hosts: items(['a.example.com', 'd.example.com']),
      metadata: { annotations: { note: 'tls' }, labels: { a: 'b' } },
    }),
  db: (chart, gateway, { items }) =>
    new ExternalTcpRoute(chart, 'db', {
      gateway,
      hosts: ['db.example.org'],
      port: 5432,
      addresses: items(['203.0.113.10', '203.0.113.11']),
      exportTo: ExportTo.SOURCES,
    }),
  // Further ports of the hosts of other routes: the port that has the name of the host depends on the others.
  ssh: (chart, gateway) =>
    new ExternalTcpRoute(chart, 'ssh', {
      gateway,
      hosts: ['d.example.com'],
      port: 22,
      addresses: ['203.0.113.12'],
    }),
  admin: (chart, gateway) =>
    new ExternalHttpRoute(chart, 'admin', { gateway, hosts: ['a.example.com', 'd.example.com'], port: 8080 }),
  alternative: (chart, gateway) =>
    new ExternalTlsRoute(chart, 'alternative', { gateway, hosts: ['d.example.com'], port: 8443 }),
  replica: (chart, gateway) =>
    new ExternalTlsRoute(chart, 'replica', {
      gateway,
      hosts: ['db.example.org'],
      exportTo: ExportTo.SOURCES,
    }),
  range: (chart, gateway, { items }) =>
    new ExternalCidrRoute(chart, 'range', {
      gateway,
      hosts: ['sftp.example.org'],
      port: 22,
      cidrs: items(['203.0.113.16/28', '198.51.100.0/24']),
    }),
  wild: (chart, gateway) =>
    new ExternalHttpRoute(chart, 'wild', {
      gateway,
      hosts: ['*.example.net'],
      wildcardTarget: WildcardTarget.host('www.example.net'),
    }),
  below: (chart, gateway, { items }) =>
    new ExternalHttpRoute(chart, 'below', { gateway, hosts: items(['www.example.net', 'x.example.net']) }),
};

const CALLS = [
  ...Object.entries(SOURCES).flatMap(([id, names]) => names.map((name) => `${id} allowFrom ${name}`)),
  ...['GET', 'PUT'].map((method) => `api allowOperations ${method}`),
  'tls objects',
  'ssh objects',
  'admin allowOperations GET',
];

function call(routes: ReadonlyMap<string, Route>, text: string): void {
  const [id = '', method, value = ''] = text.split(' ');
  const route = routes.get(id) as Route;
  if (method === 'allowFrom') route.allowFrom(EgressSource.namespace(value));
  else if (method === 'allowOperations') (route as ExternalHttpRoute).allowOperations({ methods: [value] });
  else route.node.findAll();
}

/** Returns the file of an app whose routes are constructed in an order. The app is one chart, or the gateway has its own. */
function written(orders: Orders, charts: 1 | 2): string {
  const app = new App();
  const chart = new Chart(app, 'team', { namespace: 'team' });
  const platform = charts === 1 ? chart : new Chart(app, 'platform');
  const gateway = new EgressGateway(platform, 'gateway', {
    metadata: { labels: { tier: 'edge' } },
    ports: GatewayPorts.of({ cidrs: { port: 15022 } }),
  });
  const calls = orders.calls(CALLS);
  const routes = new Map<string, Route>();
  for (const id of orders.routes(Object.keys(ROUTES))) {
    routes.set(id, (ROUTES[id] as Build)(chart, gateway, orders));
    if (orders.atOnce) for (const text of calls.filter((each) => each.startsWith(`${id} `))) call(routes, text);
  }
  if (!orders.atOnce) for (const text of calls) call(routes, text);
  return app.synthYaml();
}

/** Draws a permutation for lists of any length. */
const order = fc.array(fc.nat(), { minLength: 20, maxLength: 20 }).map(
  (keys): Order<string> =>
    (items) =>
      items
        .map((item, index) => [keys[index % keys.length] ?? 0, item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item),
);

const orders: fc.Arbitrary<Orders> = fc.record({ routes: order, calls: order, items: order, atOnce: fc.boolean() });

test.each([1, 2] as const)(
  'The file of %d chart(s) is the same byte for byte in every order of construction',
  (charts) => {
    const expected = written(SAME, charts);
    expect(expected).toContain('kind: AuthorizationPolicy');
    fc.assert(
      fc.property(orders, (drawn) => {
        expect(written(drawn, charts)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  },
);
