import fc from 'fast-check';
import { describeWays, distinctWays } from '../../../../lib/audit/answer/describe-ways';
import { explain } from '../../../../lib/audit/answer/explain';
import { valueOfClass } from '../../../../lib/audit/answer/source-class';
import { WayOut, waysOf } from '../../../../lib/audit/answer/ways';
import { Mesh, readMesh } from '../../../../lib/audit/model/mesh';
import { GatewayService } from '../../../../lib/audit/model/settings';
import { declaredRequests } from '../../../../lib/audit/way/declared';
import { objectsOf, PROGRAMS } from '../../../support/examples';
import { ALLOW, lockdown, meshOf, TO_DNS, TO_GATEWAY, TO_INTERNET, TO_ISTIOD } from './manifests';

const CLOSED = [TO_DNS, TO_ISTIOD, TO_GATEWAY];
const HERE = 'edition.cnn.com:443 tls';

/** The lines of a mesh. */
function linesOf(further: readonly string[] = [], settings = {}): string[] {
  return describeWays(waysOf(meshOf(further, settings)));
}

test('A host with one source has one line', () => {
  expect(linesOf([ALLOW])).toEqual([
    `payments/api -> ${HERE}: gateway istio-egress/egress`,
    '* -> any other host: direct',
  ]);
});

test('A policy that opens every address opens any host, also without the DNS', () => {
  const udp = '{ ports: [{ protocol: UDP, port: 443 }] }';
  expect(linesOf([ALLOW, lockdown([TO_INTERNET, udp])])).toEqual([
    '* -> any other host: direct',
    'payments/* -> any other host: blocked',
    '* -> any other host on port 443: direct',
    'payments/* -> any other host on port 443: blocked',
    'payments/* without sidecar -> any host on port 443: direct',
    'payments/* -> any host on port 443 (UDP): direct',
  ]);
});

test('A route for everyone is open to every namespace', () => {
  expect(linesOf()).toEqual([`* -> ${HERE}: gateway istio-egress/egress`, '* -> any other host: direct']);
});

test('A source that no object allows has one way for all of its workloads', () => {
  const ways = waysOf(meshOf([ALLOW, lockdown(CLOSED)])).filter(({ host }) => host !== '*');
  expect(ways.map(({ source, outcome }) => [source, outcome])).toEqual([
    ['*', 'denied'],
    ['payments/api', 'gateway'],
  ]);
});

test('A reason names the policy of its namespace, and no placeholder', () => {
  const closed = ['orders', 'shop'].map((name) =>
    lockdown([TO_DNS, TO_ISTIOD], name).replace('name: lockdown', `name: close-${name}`),
  );
  const toAll = lockdown([], 'istio-egress', '{ matchLabels: { istio: egress } }').replace('Egress', 'Ingress');
  const whyOf = (further: readonly string[]): object =>
    Object.fromEntries(
      waysOf(meshOf(further)).flatMap(({ source, host, why }) =>
        host === '*' || why === undefined ? [] : [[source, why]],
      ),
    );
  expect(whyOf([ALLOW, lockdown([TO_DNS, TO_ISTIOD]), ...closed])).toEqual({
    '*': 'no AuthorizationPolicy of the pods of istio-egress/egress allows a caller that no object names',
    'orders/*':
      'NetworkPolicy orders/close-orders denies the connection from orders/* to the pods of istio-egress/egress on 8443/TCP',
    'shop/*':
      'NetworkPolicy shop/close-shop denies the connection from shop/* to the pods of istio-egress/egress on 8443/TCP',
    'payments/*':
      'NetworkPolicy payments/lockdown denies the connection from payments/* to the pods of istio-egress/egress on 8443/TCP',
  });
  expect(whyOf([toAll])).toEqual({
    '*': 'NetworkPolicy istio-egress/lockdown denies the connection from every other namespace to the pods of istio-egress/egress on 8443/TCP',
  });
});

test('The reason of a namespace has the words of explain, if other namespaces have equal policies and one has the name of a gateway', () => {
  const names = ['egress', 'orders'];
  const mesh = meshOf([
    ...names.map((name) => `\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`),
    ...names.map((name) => lockdown([TO_DNS, TO_ISTIOD], name)),
  ]);
  const rows = waysOf(mesh).filter(({ host, source }) => host !== '*' && source !== '*');
  expect(rows.map(({ source }) => source)).toEqual(names.map((name) => `${name}/*`));
  for (const [index, { why, assumptions, host, port, protocol }] of rows.entries()) {
    const caller = { namespace: names[index] ?? '', serviceAccount: '*', hasSidecar: true };
    const answer = explain(mesh, { caller, host, port, protocol });
    expect({ why, assumptions }).toEqual({ why: answer.why[0]?.text, assumptions: answer.assumptions });
  }
});

test('An assumption about the pods of a namespace is in the row of other hosts, and is no line', () => {
  const namespaces = ['orders', 'shop'];
  const objects = namespaces.map((name) => `\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`);
  const ways = waysOf(meshOf(objects));
  const own = ways.flatMap(({ source, host, assumptions = [] }) =>
    assumptions.filter((text) => text.includes('sidecar')).map((text) => [source, host, text]),
  );
  expect(own).toEqual(
    namespaces.map((name) => [
      `${name}/*`,
      '*',
      `the pods of namespace ${name} have a sidecar: Namespace ${name} has no label of the sidecar injection`,
    ]),
  );
  expect(describeWays(ways)).toEqual(linesOf());
  expect(distinctWays(ways)).toEqual(waysOf(meshOf()));
});

test('A failure of every namespace names no namespace', () => {
  const lost = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: lost, namespace: istio-egress }
spec: { hosts: [lost.example.com], resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: lost, namespace: istio-egress }
spec:
  hosts: [lost.example.com]
  tls: [{ match: [{ sniHosts: [lost.example.com] }], route: [{ destination: { host: nowhere.example.com } }] }]
`;
  expect(linesOf([lost])).toContain(
    '* -> lost.example.com:443 tls: fails, 503 (cluster_not_found): no Service or ServiceEntry for nowhere.example.com is visible',
  );
});

test('Of refused sources, the broadest is distinct', () => {
  const ways = waysOf(meshOf([ALLOW, lockdown([TO_DNS, TO_ISTIOD], 'orders')]));
  const outcomesIn = (all: readonly WayOut[]): object =>
    Object.fromEntries(all.filter(({ host }) => host !== '*').map(({ source, outcome }) => [source, outcome]));
  expect(outcomesIn(ways)).toEqual({ '*': 'denied', 'orders/*': 'blocked', 'payments/api': 'gateway' });
  expect(outcomesIn(distinctWays(ways))).toEqual({ '*': 'denied', 'payments/api': 'gateway' });
});

test('A locked-down namespace reaches no other host, with a sidecar and without', () => {
  expect(linesOf([lockdown(CLOSED)])).toEqual([
    `* -> ${HERE}: gateway istio-egress/egress`,
    '* -> any other host: direct',
    'payments/* -> any other host: blocked',
  ]);
});

test('A namespace that only a policy of the gateway names is a source of its own', () => {
  const peer = '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: orders } } }';
  const named = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: callers, namespace: istio-egress }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [${peer}] }] }
`;
  expect(linesOf([named])).toContain(`orders/* -> ${HERE}: gateway istio-egress/egress`);
});

test('REGISTRY_ONLY stops no pod without a sidecar', () => {
  expect(linesOf([ALLOW, lockdown(CLOSED)], { outboundTrafficPolicy: 'REGISTRY_ONLY' })).toEqual([
    `payments/api -> ${HERE}: gateway istio-egress/egress`,
    '* -> any other host: blocked',
    '* without sidecar -> any host: direct',
    'payments/* without sidecar -> any host: blocked',
  ]);
});

test('Pods with labels that a lockdown selects are a source of their own', () => {
  expect(linesOf([lockdown(CLOSED, 'payments', '{ matchLabels: { app: batch } }')])).toEqual([
    `* -> ${HERE}: gateway istio-egress/egress`,
    '* -> any other host: direct',
    'payments/* (app=batch) -> any other host: blocked',
  ]);
});

test('Pods behind a Service with the labels of a gateway are a source, if no rule sends requests to the Service', () => {
  const decoy = `
apiVersion: v1
kind: Service
metadata: { name: decoy, namespace: payments }
spec: { selector: { istio: egress, app: batch }, ports: [{ port: 443, targetPort: 8443 }] }
`;
  expect(linesOf([decoy, lockdown(CLOSED, 'payments', '{ matchLabels: { app: batch } }')])).toContain(
    'payments/* (app=batch) -> any other host: blocked',
  );
});

test('A port that a lockdown opens has lines of its own', () => {
  expect(linesOf([lockdown([...CLOSED, TO_INTERNET])]).slice(1)).toEqual([
    '* -> any other host: direct',
    'payments/* -> any other host: blocked',
    '* -> any other host on port 443: direct',
  ]);
});

test('A lockdown that leaves out the gateway is an exception of a route for everyone', () => {
  expect(linesOf([lockdown([TO_DNS, TO_ISTIOD])])).toContain(`payments/* -> ${HERE}: blocked`);
});

test('A Sidecar of the root namespace that imports ./* imports the objects of the own namespace of each proxy', () => {
  const sidecar = `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: default, namespace: istio-system }
spec: { egress: [{ hosts: [./*] }], outboundTrafficPolicy: { mode: REGISTRY_ONLY } }
`;
  const ways = waysOf(meshOf([sidecar])).filter(({ host }) => host !== '*');
  expect(ways.map(({ source, outcome }) => [source, outcome])).toEqual([
    ['*', 'blocked'],
    ['istio-egress/*', 'gateway'],
  ]);
});

const NEWS = 'hosts: [news.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS';

const istio = (kind: string, metadata: string, spec: string): string =>
  `\n{apiVersion: networking.istio.io/v1, kind: ${kind}, metadata: {${metadata}}, spec: {${spec}}}\n`;

const TO_HTTP = '{ destination: { host: egress.istio-egress.svc.cluster.local, port: { number: 443 } } }';

test.each([
  ['~', []],
  ['team/a', []],
  ['orders', ['orders/*']],
])('A host that is exported to %s has ways of no other namespace', (exportTo, more) => {
  const entry = istio('ServiceEntry', 'name: news, namespace: payments', `${NEWS}, exportTo: ['${exportTo}']`);
  const ways = waysOf(meshOf([entry], { outboundTrafficPolicy: 'REGISTRY_ONLY' }));
  const sources = ways.filter(({ host }) => host === 'news.example.com').map(({ source }) => source);
  expect(sources).toEqual(['*', ...more]);
});

test.each([
  [
    'a match of a delegate',
    [
      istio(
        'VirtualService',
        'name: news, namespace: istio-egress',
        'hosts: [edition.cnn.com], http: [{ delegate: { name: leaf } }]',
      ),
      istio(
        'VirtualService',
        'name: leaf, namespace: istio-egress',
        `http: [{ match: [{ sourceNamespace: orders }], route: [${TO_HTTP}] }]`,
      ),
      istio(
        'ServiceEntry',
        'name: http, namespace: istio-egress',
        'hosts: [edition.cnn.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS',
      ),
    ],
  ],
  [
    'a DestinationRule for a wildcard over the host of the route',
    [istio('DestinationRule', 'name: own, namespace: orders', "host: '*.istio-egress.svc.cluster.local'")],
  ],
])('A namespace is a source of its own by %s', (_what, further) => {
  const ways = waysOf(meshOf(further)).filter(({ host }) => host === 'edition.cnn.com');
  expect(ways.map(({ source }) => source)).toContain('orders/*');
});

const CLOSED_MESH = { outboundTrafficPolicy: 'REGISTRY_ONLY' } as const;
const toGateway = (principal: string): string => ALLOW.replace('cluster.local/ns/payments/sa/api', `'${principal}'`);

test.each([
  ['*/sa/api', '*/api'],
  ['*rders/sa/api', '*rders/api'],
  ['cluster.local/ns/o*', 'o*/*'],
  ['cluster.local/ns/orders/*', 'orders/*'],
  ['cluster.local/ns/orders/sa/a*', 'orders/a*'],
])('The pattern %s of a principal is a source', (principal, source) => {
  expect(linesOf([toGateway(principal)])).toContain(`${source} -> ${HERE}: gateway istio-egress/egress`);
});

test('A namespace with the pattern of a principal has the way of the pattern', () => {
  const rows = linesOf([toGateway('cluster.local/ns/o*'), lockdown(CLOSED, 'orders'), lockdown(CLOSED)]);
  expect(rows).toContain(`orders/* -> ${HERE}: gateway istio-egress/egress`);
  expect(rows).not.toContain(`payments/* -> ${HERE}: gateway istio-egress/egress`);
});

const workload = (pod: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: a, namespace: payments }
spec: { template: ${pod} }
`;
const CONTAINERS = 'containers: [{ name: app, image: app }]';

test('A service account with pods that exclude a port is a source at the port', () => {
  const annotations = "metadata: { annotations: { traffic.sidecar.istio.io/excludeOutboundPorts: '5432' } }";
  const excluded = workload(`{ ${annotations}, spec: { serviceAccountName: a, ${CONTAINERS} } }`);
  expect(linesOf([excluded], CLOSED_MESH)).toEqual([
    `* -> ${HERE}: gateway istio-egress/egress`,
    '* -> any other host: blocked',
    '* without sidecar -> any host: direct',
    '* -> any other host on port 5432: blocked',
    '* without sidecar -> any host on port 5432: direct',
    'payments/a -> any other host on port 5432: direct',
  ]);
});

test('A service account with pods on the network of the node is a source that no lockdown stops', () => {
  const rows = linesOf([workload(`{ spec: { hostNetwork: true, ${CONTAINERS} } }`), lockdown(CLOSED)], CLOSED_MESH);
  expect(rows).toContain(`payments/default -> ${HERE}: direct`);
  expect(rows).toContain('payments/default -> any other host: direct');
});

test.each([
  ['without an address', ''],
  ['with every address', 'addresses: [0.0.0.0/0], '],
  ['with a wide range of addresses', 'addresses: [128.0.0.0/1], '],
])('A host %s receives TCP for any other host on its port', (_what, addresses) => {
  const spec = `hosts: [x.invalid], ${addresses}ports: [{ number: 9443, name: tcp, protocol: TCP }], resolution: NONE`;
  expect(linesOf([istio('ServiceEntry', 'name: x, namespace: payments', spec)], CLOSED_MESH)).toContain(
    '* -> any other host on port 9443: direct',
  );
});

test('UDP that a network policy opens is a row, since sidecars redirect TCP alone', () => {
  const block = "{ cidr: 203.0.113.0/24, except: ['203.0.113.128/25'] }";
  const rule = `{ to: [{ ipBlock: ${block} }], ports: [{ protocol: UDP, port: 443 }] }`;
  const rows = linesOf([lockdown([...CLOSED, rule])], CLOSED_MESH);
  expect(rows.filter((line) => line.includes('UDP'))).toEqual([
    'payments/* -> addresses in 203.0.113.0/25 on port 443 (UDP): direct',
  ]);
});

test('Addresses that a network policy opens, and that a ServiceEntry sends elsewhere, are an exception of any other host', () => {
  const ports = 'ports: [{ port: 443 }]';
  const open = ['0.0.0.0/0', '203.0.113.0/24'].map((cidr) => `{ to: [{ ipBlock: { cidr: ${cidr} } }], ${ports} }`);
  const entry = istio(
    'ServiceEntry',
    'name: partner, namespace: payments',
    'hosts: [partner.example.com], addresses: [203.0.113.0/24], ports: [{ number: 443, name: tcp, protocol: TCP }], resolution: NONE',
  );
  const gateway = 'egress.istio-egress.svc.cluster.local';
  const route = istio(
    'VirtualService',
    'name: partner, namespace: payments',
    `hosts: [partner.example.com], tcp: [{ match: [{ port: 443 }], route: [{ destination: { host: ${gateway}, port: { number: 443 } } }] }]`,
  );
  const rows = linesOf([lockdown([...CLOSED, ...open]), entry, route]);
  expect(rows.filter((line) => line.includes('addresses in'))).toEqual([
    expect.stringMatching(
      /^payments\/\* -> addresses in 203\.0\.113\.0\/24 on port 443: fails, filter_chain_not_found/,
    ),
    'payments/* without sidecar -> addresses in 203.0.113.0/24 on port 443: direct',
  ]);
});

test('Labels of sources in rules are sources, and the namespace * in a rule is no namespace', () => {
  const news = istio('ServiceEntry', 'name: news, namespace: payments', NEWS);
  const out = 'route: [{ destination: { host: news.example.com } }]';
  const rule = (match: string): string =>
    istio(
      'VirtualService',
      'name: news, namespace: payments',
      `hosts: [news.example.com], http: [{ match: [{ ${match} }], ${out} }, { fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }, ${out} }]`,
    );
  const rows = (match: string): readonly string[] =>
    linesOf([news, rule(match)], CLOSED_MESH).filter((line) => line.includes('news'));
  expect(rows("sourceLabels: { free: 'yes' }")).toEqual([
    expect.stringMatching(/^\* -> news.example.com:80 http: fails/),
    '* (free=yes) -> news.example.com:80 http: direct',
  ]);
  expect(rows("sourceNamespace: '*'")).toEqual([expect.stringMatching(/^\* -> .*: fails/)]);
});

test('Labels by which a DestinationRule selects pods of its namespace are a source', () => {
  const news = istio('ServiceEntry', 'name: news, namespace: payments', NEWS);
  const around = istio(
    'DestinationRule',
    'name: around, namespace: payments',
    'host: news.example.com, workloadSelector: { matchLabels: { free: open } }, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }',
  );
  expect(linesOf([news, around], CLOSED_MESH).filter((line) => line.includes('news'))).toEqual([
    '* -> news.example.com:80 http: direct',
    expect.stringMatching(/^payments\/\* \(free=open\) -> news.example.com:80 http: fails/),
  ]);
});

test('Pods that several selectors select are a source, if no selector alone lets them out', () => {
  const news = istio('ServiceEntry', 'name: news, namespace: payments', NEWS);
  const route = istio(
    'VirtualService',
    'name: news, namespace: payments',
    `hosts: [news.example.com], http: [
      { match: [{ sourceLabels: { free: 'yes' } }], route: [{ destination: { host: news.example.com } }] },
      { fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }, route: [{ destination: { host: news.example.com } }] }]`,
  );
  const open = lockdown(['{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }'], 'payments', '{ matchLabels: { net: open } }');
  const further = [news, route, lockdown(CLOSED), open.replace('name: lockdown', 'name: open')];
  expect(linesOf(further, CLOSED_MESH).filter((line) => /^payments.* news/.test(line))).toEqual([
    'payments/* (free=yes and net=open) -> news.example.com:80 http: direct',
    'payments/* (free=yes) -> news.example.com:80 http: blocked',
  ]);
});

test('The combinations of labels behind the first 100 are an assumption', () => {
  const policies = (count: number): string[] =>
    Array.from({ length: count }, (_, index) =>
      lockdown(CLOSED, 'payments', `{ matchLabels: { l${index}: 'yes' } }`).replace('lockdown', `l${index}`),
    );
  const assumptionsOf = (count: number): readonly string[] =>
    waysOf(meshOf(policies(count))).flatMap(({ assumptions = [] }) =>
      assumptions.filter((text) => text.includes('selectors')),
    );
  expect(assumptionsOf(6)).toEqual([]);
  expect([...new Set(assumptionsOf(7))]).toEqual([
    'pods of namespace payments have the labels of several selectors in no more than the first 100 combinations',
  ]);
});

test('The order of the objects changes nothing', () => {
  const mesh = meshOf([ALLOW, lockdown(CLOSED)]);
  const lines = describeWays(waysOf(mesh));
  fc.assert(
    fc.property(fc.shuffledSubarray([...mesh.manifests], { minLength: mesh.manifests.length }), (manifests) => {
      expect(describeWays(waysOf(readMesh(manifests, mesh.settings)))).toEqual(lines);
    }),
    { numRuns: 20 },
  );
});

/** The mesh of a program, with the gateways that the program does not deploy. */
function meshOfProgram(program: string): Mesh {
  const manifests = objectsOf(program);
  const services: GatewayService[] = [
    ['istio-system', 'istio-egressgateway'],
    ['istio-egress', 'egress'],
  ].map(([namespace = '', name = '']) => ({
    namespace,
    name,
    podLabels: { app: 'istio-egressgateway', istio: 'egressgateway' },
    ports: [
      { port: 80, targetPort: 8080 },
      { port: 443, targetPort: 8443 },
    ],
  }));
  return readMesh(manifests, { gatewayServices: services });
}

/** Namespaces and accounts that programs name, and some that no program names. */
const NAMESPACES = ['default', 'test-egress', 'payments', 'team-a', 'databases', 'later', 'nobody'];
const ACCOUNTS = ['default', 'reports', 'api', 'nobody'];

/** Outcomes of a workload that its class says otherwise. */
function differences(mesh: Mesh, ways: readonly WayOut[]): string[] {
  const byRequest = new Map<string, Map<string, WayOut>>();
  for (const way of ways) {
    const key = `${way.host} ${way.port} ${way.protocol}`;
    byRequest.set(key, (byRequest.get(key) ?? new Map<string, WayOut>()).set(way.source, way));
  }
  return declaredRequests(mesh).flatMap((request) =>
    NAMESPACES.flatMap((namespace) =>
      ACCOUNTS.flatMap((serviceAccount) => {
        const answer = explain(mesh, { caller: { namespace, serviceAccount, hasSidecar: true }, ...request });
        const sources =
          byRequest.get(`${request.host} ${request.port} ${request.protocol}`) ?? new Map<string, WayOut>();
        const said = valueOfClass(sources, `${namespace}/${serviceAccount}`);
        const same =
          said?.outcome === answer.outcome &&
          JSON.stringify(said.exit) === JSON.stringify(leaving(answer.outcome) ? answer.exit : undefined);
        return same
          ? []
          : [
              `${namespace}/${serviceAccount} ${request.host}:${request.port}: ${answer.outcome}, class: ${said?.outcome}`,
            ];
      }),
    ),
  );
}

function leaving(outcome: string): boolean {
  return outcome === 'gateway' || outcome === 'direct';
}

test.each(PROGRAMS)('Every workload of %s has the way of its class', (program) => {
  const mesh = meshOfProgram(program);
  expect(differences(mesh, waysOf(mesh))).toEqual([]);
});
