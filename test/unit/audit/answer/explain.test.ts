import { Answer, textsOf } from '../../../../lib/audit/answer/answer';
import { explain, explainAsked } from '../../../../lib/audit/answer/explain';
import { Question } from '../../../../lib/audit/answer/question';
import { Manifest, nameOf } from '../../../../lib/audit/manifest/manifest';
import { readManifests } from '../../../../lib/audit/manifest/read-manifests';
import { pathText } from '../../../../lib/audit/manifest/path-text';
import { describeWays } from '../../../../lib/audit/answer/describe-ways';
import { waysOf } from '../../../../lib/audit/answer/ways';
import { Mesh, readMesh } from '../../../../lib/audit/model/mesh';
import { MeshSettings } from '../../../../lib/audit/model/settings';
import { auditMesh } from '../../../../lib/audit/rules/audit';
import { ALLOW, lockdown, meshOf, TO_DNS, TO_GATEWAY, TO_INTERNET, TO_ISTIOD } from './manifests';

const API = { namespace: 'payments', serviceAccount: 'api', hasSidecar: true };
const cnn: Question = { caller: API, host: 'edition.cnn.com', port: 443, protocol: 'tls' };
const unknown: Question = { ...cnn, host: 'www.example.com' };
const web: Question = { ...cnn, caller: { ...API, serviceAccount: 'web' } };
const bare: Question = { ...cnn, caller: { ...API, hasSidecar: false } };

/** What an answer says, without evidence. */
function said(mesh: Mesh, question: Question): Pick<Answer, 'outcome' | 'changes' | 'assumptions'> & { why: string[] } {
  const { outcome, why, changes, assumptions } = explain(mesh, question);
  return { outcome, why: why.map(({ text }) => text), changes, assumptions };
}

const INTERNET =
  'hosts outside the cluster resolve to IPv4 addresses of the internet, in no range of a policy that is smaller than /8';

test('A request through the gateway names the policies that allow the request', () => {
  expect(said(meshOf([ALLOW, lockdown([TO_DNS, TO_ISTIOD, TO_GATEWAY])]), cnn)).toEqual({
    outcome: 'gateway',
    why: [
      'the sidecar sends edition.cnn.com:443 to gateway istio-egress/egress with mesh mTLS',
      'AuthorizationPolicy istio-egress/allow-cnn allows cluster.local/ns/payments/sa/api',
      'NetworkPolicy payments/lockdown allows payments/api to connect to istiod in namespace istio-system on 15012/TCP',
      'NetworkPolicy payments/lockdown allows payments/api to connect to the DNS of the cluster on 53/UDP',
      'NetworkPolicy payments/lockdown allows payments/api to connect to the pods of istio-egress/egress on 8443/TCP',
    ],
    changes: [
      'remove "cluster.local/ns/payments/sa/api" from spec.rules[0] of AuthorizationPolicy istio-egress/allow-cnn to deny the request',
    ],
    assumptions: [],
  });
});

test('A request through the gateway has the identity of the caller as its first station', () => {
  const { hops, exit } = explain(meshOf([ALLOW]), cnn);
  expect(hops.map(({ text }) => text)).toEqual([
    ...['payments/api', 'mTLS', 'istio-egress/egress:443', 'edition.cnn.com:443'],
  ]);
  expect(exit).toMatchObject({
    gateway: 'istio-egress/cnn',
    service: 'istio-egress/egress',
    clientTls: 'ISTIO_MUTUAL',
  });
});

test.each([
  ['direct', 'ALLOW_ANY lets unknown requests out', 'ALLOW_ANY'],
  ['blocked', 'REGISTRY_ONLY blocks unknown requests', 'REGISTRY_ONLY'],
] as const)('Plain HTTP to a port that is declared for TLS is %s', (outcome, effect, outboundTrafficPolicy) => {
  const answer = said(meshOf([], { outboundTrafficPolicy }), { ...cnn, protocol: 'http' });
  expect(answer).toMatchObject({
    outcome,
    changes: expect.arrayContaining(['send TLS to edition.cnn.com:443 in place of plain HTTP']) as unknown,
  });
  expect(answer.why[0]).toBe(
    `ServiceEntry istio-egress/cnn declares edition.cnn.com:443 for TLS, so that the sidecar has no rule for plain HTTP, and ${effect}`,
  );
});

/** A host whose TLS the sidecars of payments send to a Service, `NAME.NAMESPACE`. */
const bankBy = (service: string, hosts = 'api.bank.example', routed = hosts): string => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: bank, namespace: payments }
spec: { hosts: [${hosts}], ports: [{ number: 443, name: tls, protocol: TLS }], resolution: DNS }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: bank, namespace: payments }
spec:
  hosts: [${routed}]
  tls:
    - match: [{ port: 443, sniHosts: [api.bank.example] }]
      route: [{ destination: { host: ${service}.svc.cluster.local, port: { number: 443 } } }]
`;

/** The same, and the Service, with further fields of its spec and of a DestinationRule. */
const toService = (service: string, rule: string): string => `
apiVersion: v1
kind: Service
metadata: { name: out, namespace: payments }
spec: { selector: { istio: egress }, ports: [{ name: tls, port: 443 }]${service} }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: out, namespace: payments }
spec: { host: out.payments.svc.cluster.local${rule} }
---${bankBy('out.payments')}`;

test.each([
  ['a headless Service', ', clusterIP: None', '', 'spec.clusterIP', 'Service payments/out'],
  [
    'a Service with PASSTHROUGH',
    '',
    ', trafficPolicy: { loadBalancer: { simple: PASSTHROUGH } }',
    'spec.trafficPolicy.loadBalancer',
    'DestinationRule payments/out',
  ],
])('Requests that a rule sends to %s go to the dialled address', (_, service, rule, path, name) => {
  const answer = said(meshOf([toService(service, rule)]), { ...cnn, host: 'api.bank.example' });
  expect(answer).toMatchObject({
    outcome: 'direct',
    changes: expect.arrayContaining([`remove ${path} from ${name}`]) as unknown,
  });
  expect(answer.why[0]).toBe(
    `api.bank.example:443 is declared in the mesh, and the sidecar connects to the address that the application dials, by ${path} of ${name}`,
  );
});

test('Network policies alone decide about datagrams of UDP', () => {
  const dns = { caller: cnn.caller, host: '8.8.8.8', port: 53, protocol: 'udp' } as const;
  expect(explainAsked(meshOf([]), dns)).toMatchObject({
    outcome: 'direct',
    why: [{ text: 'datagrams of UDP do not pass the sidecar: no object of Istio routes the datagrams' }, {}],
  });
});

test('A declared host has no rule beside the `tls` rule of a VirtualService that covers the host', () => {
  const objects = bankBy('egress.istio-egress', 'api.bank.example, www.bank.example', "'*.bank.example'");
  const answer = said(meshOf([objects], { outboundTrafficPolicy: 'REGISTRY_ONLY' }), {
    ...cnn,
    host: 'www.bank.example',
  });
  expect(answer).toMatchObject({
    outcome: 'blocked',
    changes: ['add www.bank.example to sniHosts of spec.tls[0].match[0] of VirtualService payments/bank'],
  });
  expect(answer.why[0]).toBe(
    'VirtualService payments/bank covers www.bank.example:443 and has the host in no sniHosts, so that the sidecar has no rule for the host, and REGISTRY_ONLY blocks unknown requests',
  );
});

test('A request to a Service that is not in the manifests fails under the assumption that the Service does not exist', () => {
  expect(said(meshOf([bankBy('egress.platform')]), { ...cnn, host: 'api.bank.example' })).toMatchObject({
    outcome: 'fails',
    changes: [
      'write the name of a declared host, or add Service platform/egress and its Gateways to the manifests, or the Service to gatewayServices of the settings of the mesh',
    ],
    assumptions: [
      'Service platform/egress does not exist: neither the manifests nor the settings of the mesh have the Service',
    ],
  });
});

test.each<[string, readonly string[], Question, readonly string[]]>([
  ['the gateway', [ALLOW], web, ['payments/web', 'mTLS', 'istio-egress/egress:443']],
  ['the sidecar', [lockdown([TO_DNS, TO_ISTIOD])], cnn, ['payments/api']],
  ['the sidecar, for an unknown host', [lockdown([TO_DNS, TO_ISTIOD])], unknown, ['payments/api']],
  ['the pod without a sidecar', [lockdown([TO_DNS])], bare, ['payments/api']],
  [
    'the pods of the gateway',
    [lockdown([TO_DNS, TO_ISTIOD], 'istio-egress')],
    cnn,
    ['payments/api', 'mTLS', 'istio-egress/egress:443'],
  ],
])('The stations of a refused request end at %s', (_, further, question, stations) => {
  expect(explain(meshOf(further), question).hops.map(({ text }) => text)).toEqual(stations);
});

test.each<[string, string, readonly string[]]>([
  ['of an object', 'istio-egress', []],
  ['of a principal', 'payments', []],
  ['of no object', 'payment', ['namespace payment exists: no manifest names the namespace']],
])(
  'The assumptions of an answer name the namespace of a caller that no manifest names: a namespace %s',
  (_, namespace, assumptions) => {
    const question = { ...cnn, caller: { ...API, namespace } };
    expect(explainAsked(meshOf([ALLOW]), question).assumptions).toEqual(assumptions);
  },
);

test('A gateway without an AuthorizationPolicy lets every caller through', () => {
  expect(said(meshOf(), web)).toMatchObject({
    outcome: 'gateway',
    why: [
      'the sidecar sends edition.cnn.com:443 to gateway istio-egress/egress with mesh mTLS',
      'no AuthorizationPolicy restricts the callers of the pods of istio-egress/egress',
    ],
  });
});

test('A denied caller learns which list to extend', () => {
  expect(said(meshOf([ALLOW]), web)).toEqual({
    outcome: 'denied',
    why: [
      'no AuthorizationPolicy of the pods of istio-egress/egress allows cluster.local/ns/payments/sa/web',
      'the connection of the application is reset before a byte of the host arrives',
    ],
    changes: [
      'add "cluster.local/ns/payments/sa/web" to spec.rules[0].from[0].source.principals of AuthorizationPolicy istio-egress/allow-cnn',
    ],
    assumptions: [],
  });
});

test('A denied caller has the rule for other callers as its evidence', () => {
  const [reason] = explain(meshOf([ALLOW]), web).why;
  const places = reason?.decidedBy?.map(({ manifest, path = [] }) => `${nameOf(manifest)} ${pathText(path)}`);
  expect(places).toEqual(['AuthorizationPolicy istio-egress/allow-cnn spec.rules[0]']);
});

test.each([
  [
    'a pattern of principals',
    'principals: [cluster.local/ns/payments/sa/*]',
    'remove "cluster.local/ns/payments/sa/*" from',
  ],
  ['a namespace', 'namespaces: [payments]', 'exclude cluster.local/ns/payments/sa/api from'],
])('An allowed caller learns how to leave %s', (_, source, change) => {
  const allow = ALLOW.replace(/principals: \[.*?\]/, source);
  const { changes } = said(meshOf([allow]), cnn);
  expect(changes).toEqual([
    `${change} spec.rules[0] of AuthorizationPolicy istio-egress/allow-cnn to deny the request`,
  ]);
});

test('A caller that several rules allow learns to leave each of them', () => {
  const more = ALLOW.replace('name: allow-cnn', 'name: more').replace(/principals: \[.*?\]/, 'namespaces: [payments]');
  const exclude =
    'exclude cluster.local/ns/payments/sa/api from spec.rules[0] of AuthorizationPolicy istio-egress/more';
  expect(said(meshOf([ALLOW, more]), cnn).changes).toEqual([
    `remove "cluster.local/ns/payments/sa/api" from spec.rules[0] of AuthorizationPolicy istio-egress/allow-cnn, and ${exclude} to deny the request`,
  ]);
});

test('A caller without mesh mTLS has no identity', () => {
  const plain = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cnn, namespace: istio-egress }
spec: { host: egress.istio-egress.svc.cluster.local, subsets: [{ name: cnn }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: cnn, namespace: istio-egress }
spec:
  selector: { istio: egress }
  servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: [edition.cnn.com], tls: { mode: PASSTHROUGH } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cnn, namespace: istio-egress }
spec:
  hosts: [edition.cnn.com]
  gateways: [mesh, cnn]
  tls:
    - match: [{ gateways: [mesh], port: 443, sniHosts: [edition.cnn.com] }]
      route: [{ destination: { host: egress.istio-egress.svc.cluster.local, subset: cnn, port: { number: 443 } } }]
    - match: [{ gateways: [cnn], port: 443, sniHosts: [edition.cnn.com] }]
      route: [{ destination: { host: edition.cnn.com, port: { number: 443 } } }]
`;
  expect(said(meshOf([ALLOW, plain]), cnn)).toMatchObject({
    outcome: 'denied',
    why: [
      'no AuthorizationPolicy of the pods of istio-egress/egress allows a caller without an identity',
      'the caller has no identity at the gateway: the sidecar does not use mesh mTLS',
      'the connection of the application is reset before a byte of the host arrives',
    ],
    changes: [
      [
        'write tls: { mode: ISTIO_MUTUAL, sni: edition.cnn.com } in the DestinationRule of egress.istio-egress',
        'write protocol: TLS and tls: { mode: ISTIO_MUTUAL } in spec.servers[0] of Gateway istio-egress/cnn',
        'write the rules for Gateway istio-egress/cnn in spec.tcp in place of spec.tls',
      ].join(', and '),
    ],
  });
});

type Blocked = readonly [title: string, rules: readonly string[], why: string, effect: string, change: string];

const RULES = 'NetworkPolicy payments/lockdown denies the connection from payments/api to';

test.each<Blocked>([
  [
    'istiod',
    [TO_DNS, TO_GATEWAY],
    `${RULES} istiod in namespace istio-system on 15012/TCP`,
    'a sidecar that starts receives no configuration and no certificate, so that its pod does not become ready',
    'add { to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } }, podSelector: { matchLabels: { app: istiod } } }], ports: [{ protocol: TCP, port: 15012 }] } to spec.egress of NetworkPolicy payments/lockdown',
  ],
  [
    'the DNS',
    [TO_ISTIOD, TO_GATEWAY],
    `${RULES} the DNS of the cluster on 53/UDP`,
    'the application cannot resolve edition.cnn.com',
    'add { to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }], ports: [{ protocol: UDP, port: 53 }] } to spec.egress of NetworkPolicy payments/lockdown',
  ],
  [
    'the target port of the gateway',
    [TO_DNS, TO_ISTIOD, TO_GATEWAY.replace('8443', '443')],
    `${RULES} the pods of istio-egress/egress on 8443/TCP`,
    'the connection of the application is reset before a byte of the host arrives',
    'add { to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-egress } }, podSelector: { matchLabels: { istio: egress } } }], ports: [{ protocol: TCP, port: 8443 }] } to spec.egress of NetworkPolicy payments/lockdown',
  ],
])('A lockdown that leaves out %s blocks the request', (_, rules, why, effect, change) => {
  expect(said(meshOf([ALLOW, lockdown(rules)]), cnn)).toMatchObject({
    outcome: 'blocked',
    why: [why, effect],
    changes: [change],
  });
});

test('A lockdown of the gateway that leaves out the internet blocks the request after the gateway', () => {
  const closed = lockdown([TO_DNS, TO_ISTIOD], 'istio-egress');
  expect(said(meshOf([ALLOW, closed]), cnn)).toMatchObject({
    outcome: 'blocked',
    why: [
      'NetworkPolicy istio-egress/lockdown denies the connection from the pods of istio-egress/egress to edition.cnn.com on 443/TCP',
      'the connection of the application is reset before a byte of the host arrives',
    ],
  });
});

test('An unknown host leaves directly under ALLOW_ANY', () => {
  expect(said(meshOf(), unknown)).toMatchObject({
    outcome: 'direct',
    why: [
      'no object that the sidecar imports declares www.example.com:443, and ALLOW_ANY lets unknown hosts out',
      'no network policy denies egress of payments/api',
    ],
    changes: [
      'deny egress of namespace payments except to the gateway in a NetworkPolicy to block the request',
      'write a ServiceEntry with hosts: [www.example.com], ports: [{ number: 443, name: tls-443, protocol: TLS }] and resolution: DNS, and route www.example.com on port 443 to a gateway in a VirtualService with gateways: [mesh]',
    ],
  });
});

test.each<[string, string, number, Question['protocol']]>([
  ['a name', 'www.example.com', 443, 'tls'],
  ['a name', 'www.example.com', 80, 'http'],
  ['a name', 'www.example.com', 5432, 'tcp'],
  ['names below a domain', '*.example.com', 443, 'tls'],
  ['an IPv4 address', '203.0.113.9', 5432, 'tcp'],
  ['an IPv4 address', '203.0.113.9', 443, 'tls'],
  ['an IPv4 address', '203.0.113.9', 8080, 'http'],
  ['an IPv6 address', '2001:db8::1', 5432, 'tcp'],
  ['an IPv6 address', '2001:db8::1', 443, 'tls'],
  ['an IPv6 address', '2001:db8::1', 8080, 'http'],
])('The ServiceEntry of the change declares %s: %s:%i %s', (_, host, port, protocol) => {
  const settings = { outboundTrafficPolicy: 'REGISTRY_ONLY' } as const;
  const question = { ...cnn, host, port, protocol };
  const { outcome, changes } = said(meshOf([], settings), question);
  expect(outcome).toBe('blocked');
  const [, spec = ''] = /^write a ServiceEntry with (.*?), and route /.exec(changes[0] ?? '') ?? [];
  const entry = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: declared, namespace: payments }
spec: { ${spec.replace('[NAME]', '[declared.example.com]').replace(' and resolution', ', resolution')} }
`;
  const { problems } = readManifests([{ file: '-', text: entry }]);
  expect(problems).toEqual([]);
  expect(said(meshOf([entry], settings), question)).toMatchObject({ outcome: 'direct' });
});

test('An IPv6 address with a port is in brackets', () => {
  const { why, changes } = said(meshOf(), { ...cnn, host: '2001:db8::1', port: 5432, protocol: 'tcp' });
  expect(why[0]).toContain('declares [2001:db8::1]:5432, ');
  expect(changes[1]).toBe(
    'write a ServiceEntry with hosts: [NAME], addresses: ["2001:db8::1"], ports: [{ number: 5432, name: tcp-5432, protocol: TCP }], endpoints: [{ address: "2001:db8::1" }] and resolution: STATIC, and route port 5432 to a gateway in a VirtualService with gateways: [mesh], hosts: [NAME] and destinationSubnets: ["2001:db8::1"] in spec.tcp',
  );
});

test('An unknown host is blocked under REGISTRY_ONLY', () => {
  const { outcome, why } = said(meshOf([], { outboundTrafficPolicy: 'REGISTRY_ONLY' }), {
    ...unknown,
    protocol: 'http',
  });
  expect([outcome, why]).toEqual([
    'blocked',
    [
      'no object that the sidecar imports declares www.example.com:443, and REGISTRY_ONLY blocks unknown hosts',
      'the application receives 502 (BlackHoleCluster)',
    ],
  ]);
});

test('Neither routes nor REGISTRY_ONLY stop a pod without a sidecar', () => {
  expect(said(meshOf([ALLOW], { outboundTrafficPolicy: 'REGISTRY_ONLY' }), bare)).toMatchObject({
    outcome: 'direct',
    why: [
      'payments/api has no sidecar: no object of Istio routes the request',
      'no network policy denies egress of payments/api',
    ],
  });
});

test('A lockdown stops a pod without a sidecar', () => {
  expect(said(meshOf([lockdown([TO_DNS, TO_ISTIOD, TO_GATEWAY])]), bare)).toMatchObject({
    outcome: 'blocked',
    why: [
      'NetworkPolicy payments/lockdown denies the connection from payments/api to edition.cnn.com on 443/TCP',
      'the connection of the application times out, or is refused',
      'payments/api has no sidecar: no object of Istio routes the request',
    ],
    changes: [
      'add { to: [{ ipBlock: { cidr: ADDRESS/32 } }], ports: [{ protocol: TCP, port: 443 }] } to spec.egress of NetworkPolicy payments/lockdown, which opens a way around the gateway',
    ],
    assumptions: [],
  });
});

test('A policy that is not evaluated, and can add to a lockdown, opens the lockdown', () => {
  const cilium = `
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: open, namespace: payments }
spec: { endpointSelector: {}, egress: [{ toEntities: [world] }] }
`;
  expect(said(meshOf([lockdown([TO_DNS, TO_ISTIOD, TO_GATEWAY]), cilium]), bare)).toMatchObject({
    outcome: 'direct',
    why: expect.arrayContaining([
      'CiliumNetworkPolicy payments/open can allow payments/api to connect to edition.cnn.com on 443/TCP',
    ]) as unknown,
    assumptions: expect.arrayContaining([
      'CiliumNetworkPolicy payments/open is not evaluated: the connection counts as allowed',
    ]) as unknown,
  });
});

test.each([
  ['10.0.0.0/8', ['the network plugin applies 10.0.0.0/8 to pods too']],
  [
    '10.244.0.0/16',
    ['istio-system', 'kube-system', 'istio-egress'].map(
      (namespace) => `10.244.0.0/16 contains the addresses of the pods of namespace ${namespace}`,
    ),
  ],
])('A lockdown that opens the private range %s opens the DNS pods, istiod and the gateway', (cidr, assumptions) => {
  const mesh = meshOf([lockdown([`{ to: [{ ipBlock: { cidr: ${cidr} } }] }`])]);
  const answer = explain(mesh, web);
  expect([answer.outcome, answer.assumptions]).toEqual(['gateway', assumptions]);
  expect(auditMesh(mesh).filter(({ code }) => code === 'EGR3305')).toEqual([]);
});

test('A lockdown that stops a port without a route has a route to a gateway as its change', () => {
  const closed = [TO_DNS, TO_ISTIOD, TO_GATEWAY];
  expect(said(meshOf([lockdown(closed)]), unknown)).toMatchObject({
    outcome: 'blocked',
    why: [
      `${RULES} www.example.com on 443/TCP`,
      'the connection of the application is reset before a byte of the host arrives',
      'no object that the sidecar imports declares www.example.com:443, and ALLOW_ANY lets unknown hosts out',
    ],
    changes: [
      'write a ServiceEntry with hosts: [www.example.com], ports: [{ number: 443, name: tls-443, protocol: TLS }] and resolution: DNS, and route www.example.com on port 443 to a gateway in a VirtualService with gateways: [mesh]',
    ],
  });
});

test('A pod without a sidecar needs neither istiod nor the gateway', () => {
  expect(said(meshOf([lockdown([TO_DNS, TO_INTERNET])]), bare)).toMatchObject({
    outcome: 'direct',
    assumptions: [INTERNET],
  });
});

test('A lockdown that opens the addresses of a ServiceEntry opens the host', () => {
  const store = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: store, namespace: payments }
spec:
  hosts: ['*.store.example']
  addresses: [203.0.113.128/25]
  resolution: NONE
  ports: [{ number: 443, name: tls, protocol: TLS }]
`;
  const open = lockdown([TO_DNS, '{ to: [{ ipBlock: { cidr: 203.0.113.128/25 } }] }']);
  const question: Question = { ...bare, host: 'a.store.example' };
  expect(said(meshOf([store, open]), question)).toMatchObject({ outcome: 'direct', assumptions: [] });
  expect(explain(meshOf([open]), question).outcome).toBe('blocked');
});

test('A lockdown that opens one of the endpoints of a host opens the host', () => {
  const store = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: store, namespace: payments }
spec:
  hosts: [store.example]
  resolution: STATIC
  endpoints: [{ address: 10.9.9.9 }, { address: 203.0.113.5 }]
  ports: [{ number: 443, name: tls, protocol: TLS }]
`;
  const slices = `
{apiVersion: v1, kind: Service, metadata: {name: store, namespace: payments}, spec: {ports: [{name: tls, port: 443}]}}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: store, namespace: payments, labels: {kubernetes.io/service-name: store}}
addressType: IPv4
ports: [{name: tls, port: 443}]
endpoints: [{addresses: [8.8.8.8]}, {addresses: [203.0.113.5]}]
`;
  const to = (address: string): string => `{ to: [{ ipBlock: { cidr: ${address}/32 } }] }`;
  const outcomes = (object: string, host: string): readonly string[] =>
    ['203.0.113.5', '203.0.113.6'].map(
      (address) => explain(meshOf([object, lockdown([TO_DNS, TO_ISTIOD, to(address)])]), { ...web, host }).outcome,
    );
  expect(outcomes(store, 'store.example')).toEqual(['direct', 'blocked']);
  expect(outcomes(slices, 'store.payments')).toEqual(['direct', 'blocked']);
});

test.each(['payments', 'istio-egress'])(
  'A lockdown of %s that opens the port of one of the endpoints opens the host',
  (locked) => {
    const endpoints =
      '[{ address: 203.0.113.4 }, { address: 203.0.113.5, ports: { tls: 9443 } }, { address: b.example, ports: { tls: 9444 } }]';
    const [name, host] = locked === 'payments' ? ['store', 'store.example'] : ['cnn', 'edition.cnn.com'];
    const entry = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${name}, namespace: istio-egress }
spec:
  hosts: [${host}]
  resolution: DNS
  endpoints: ${endpoints}
  ports: [{ number: 443, name: tls, protocol: TLS }]
`;
    const outcomes = [443, 9443, 9444, 9445].map((port) => {
      const rules = [TO_DNS, TO_ISTIOD, `{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: ${port} }] }`];
      return explain(meshOf([entry, lockdown(rules, locked)]), { ...web, host }).outcome;
    });
    const open = locked === 'payments' ? 'direct' : 'gateway';
    expect(outcomes).toEqual([open, open, open, 'blocked']);
  },
);

test('An address needs no DNS', () => {
  const address: Question = { ...bare, host: '203.0.113.7', protocol: 'tcp' };
  expect(said(meshOf([lockdown([TO_INTERNET])]), address)).toMatchObject({ outcome: 'direct', assumptions: [] });
});

test('A lockdown for some pods leaves the pods without its label alone', () => {
  const some = lockdown([TO_DNS], 'payments', '{ matchLabels: { app: api } }');
  expect(explain(meshOf([some]), bare).outcome).toBe('direct');
  expect(explain(meshOf([some]), { ...bare, caller: { ...bare.caller, labels: { app: 'api' } } }).outcome).toBe(
    'blocked',
  );
});

test('The names of a server in mesh mTLS decide before its policies', () => {
  const names = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: cnn, namespace: istio-egress }
spec:
  selector: { istio: egress }
  servers:
    - port: { number: 443, name: tls, protocol: TLS }
      hosts: [edition.cnn.com]
      tls: { mode: ISTIO_MUTUAL, subjectAltNames: ['spiffe://cluster.local/ns/payments/sa/api'] }
`;
  expect(explain(meshOf([names]), cnn).outcome).toBe('gateway');
  expect(said(meshOf([names]), web)).toMatchObject({
    outcome: 'denied',
    why: [
      'Gateway istio-egress/cnn does not accept the certificate of cluster.local/ns/payments/sa/web',
      'the connection of the application is reset before a byte of the host arrives',
    ],
    changes: [
      'add "spiffe://cluster.local/ns/payments/sa/web" to spec.servers[0].tls.subjectAltNames of Gateway istio-egress/cnn',
    ],
  });
});

test('An address of a host in the question replaces the assumption about the address', () => {
  const range = '{ to: [{ ipBlock: { cidr: 203.0.113.48/29 } }] }';
  const mesh = meshOf([lockdown([TO_DNS, TO_ISTIOD, range])], { outboundTrafficPolicy: 'ALLOW_ANY' });
  const outcomes = [undefined, '203.0.113.50', '203.0.113.56'].map((address) => {
    const { outcome, assumptions } = said(mesh, { ...unknown, address });
    return [address, outcome, assumptions.length];
  });
  expect(outcomes).toEqual([
    [undefined, 'blocked', 1],
    ['203.0.113.50', 'direct', 0],
    ['203.0.113.56', 'blocked', 0],
  ]);
});

test('A policy of the gateway decides before the route behind the policy', () => {
  const lost = meshOf([ALLOW]).manifests.filter(({ kind }) => kind !== 'ServiceEntry');
  const [entry] = meshOf().manifests.filter(({ kind }) => kind === 'ServiceEntry');
  const hidden = { ...(entry as Manifest), metadata: { name: 'cnn', namespace: 'payments' } };
  const spec = { ...(hidden.spec as object), exportTo: ['payments'] };
  const mesh = readMesh([...lost, { ...hidden, spec }], meshOf().settings);
  const outcomes = [API, { ...API, serviceAccount: 'web' }].map((caller) => explain(mesh, { ...cnn, caller }).outcome);
  expect(outcomes).toEqual(['fails', 'denied']);
});

test('A lockdown that opens istiod opens the namespace that the settings of the mesh name', () => {
  const rules = [TO_DNS, TO_ISTIOD.replace('istio-system', 'istiod-canary'), TO_GATEWAY];
  const outcomes = [{}, { istioNamespace: 'istiod-canary' }].map(
    (settings) => explain(meshOf([lockdown(rules)], settings), cnn).outcome,
  );
  expect(outcomes).toEqual(['blocked', 'gateway']);
});

// istiod builds the listeners of gateways from Gateways alone (pilot/pkg/networking/core/gateway.go buildGatewayListenerTLSContext).
test('A PeerAuthentication changes nothing at a server of a gateway, which has TLS settings of its own', () => {
  const modes = ['STRICT', 'PERMISSIVE', 'DISABLE'].map((mode) => {
    const peers = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: peers, namespace: istio-egress }
spec: { mtls: { mode: ${mode} } }
`;
    return explain(meshOf([ALLOW, peers]), cnn);
  });
  expect(new Set(modes.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('Sentences about every other host name no port of an example', () => {
  const ways = waysOf(meshOf([lockdown([TO_DNS, TO_ISTIOD, TO_GATEWAY])], { outboundTrafficPolicy: 'REGISTRY_ONLY' }));
  expect(ways.flatMap(({ host, why }) => (host === '*' && why !== undefined ? [why] : []))).toEqual([
    'no object that the sidecar imports declares other hosts, and REGISTRY_ONLY blocks unknown hosts',
    'every other namespace has no sidecar: no object of Istio routes the request',
    'NetworkPolicy payments/lockdown denies the connection from payments/* to other hosts',
  ]);
});

describe('What is not evaluated counts as the worst case:', () => {
  const filter = (namespace: string, context: string): string => `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: { name: lua, namespace: ${namespace} }
spec:
  configPatches:
    - applyTo: HTTP_FILTER
      match: { context: ${context} }
      patch: { operation: INSERT_BEFORE, value: { name: envoy.filters.http.lua } }
`;
  const unfollowed = `
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: { name: cnn, namespace: payments }
spec: { hostnames: [edition.cnn.com] }
`;
  const CLOSED = [TO_DNS, TO_ISTIOD, TO_GATEWAY];
  const AROUND = ': the request counts as direct';
  const ACCEPTED = ': the request counts as accepted by the gateway';
  test.each<[string, readonly string[], Question, Answer['outcome'], string]>([
    ['a filter of sidecars', [filter('payments', 'ANY')], cnn, 'direct', AROUND],
    ['a filter of sidecars under REGISTRY_ONLY', [filter('payments', 'ANY')], unknown, 'direct', AROUND],
    ['a filter of locked-down sidecars', [filter('payments', 'ANY'), lockdown(CLOSED)], web, 'gateway', ACCEPTED],
    ['a filter of isolated sidecars', [filter('payments', 'ANY'), lockdown([TO_DNS, TO_ISTIOD])], cnn, 'blocked', ''],
    ['a filter of the gateway', [filter('istio-egress', 'GATEWAY'), ALLOW], web, 'gateway', ACCEPTED],
    ['a route of the Gateway API', [unfollowed], cnn, 'direct', AROUND],
    ['a route of the Gateway API behind a lockdown', [unfollowed, lockdown(CLOSED)], cnn, 'gateway', ACCEPTED],
  ])('%s', (_title, further, question, outcome, text) => {
    const mesh = meshOf(further, { outboundTrafficPolicy: 'REGISTRY_ONLY' });
    const answer = explain(mesh, question);
    expect(answer.outcome).toBe(outcome);
    expect(textsOf(answer.unevaluated)).toEqual([expect.stringMatching(new RegExp(` is not evaluated${text}$`))]);
    expect(answer.assumptions).toEqual(expect.arrayContaining([...textsOf(answer.unevaluated)]));
  });
});

describe('The labels of a Namespace and of pods decide about the sidecar:', () => {
  const namespace = (labels: string): string =>
    `
{ apiVersion: v1, kind: Namespace, metadata: { name: payments, labels: { ${labels} } } }
`;
  const workload = (name: string, labels: string, account = 'api'): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: payments }
spec:
  template:
    metadata: { labels: { ${labels} } }
    spec: { serviceAccountName: ${account}, containers: [{ name: main }] }
`;
  const off = 'sidecar.istio.io/inject: "false"';
  const injected = { ...cnn, caller: { ...API, labels: { 'sidecar.istio.io/inject': 'false' } } };
  test.each<[string, readonly string[], Question, Answer['outcome'], readonly string[]]>([
    ['enabled', [namespace('istio-injection: enabled')], cnn, 'gateway', []],
    ['a revision', [namespace('istio.io/rev: canary')], cnn, 'gateway', []],
    ['disabled', [namespace('istio-injection: disabled')], cnn, 'direct', []],
    ['disabled, under a lockdown', [namespace('istio-injection: disabled'), lockdown([TO_DNS])], cnn, 'blocked', []],
    [
      'ambient',
      [namespace('istio.io/dataplane-mode: ambient')],
      cnn,
      'direct',
      ['the ambient mode of namespace payments is not evaluated: the request counts as direct'],
    ],
    [
      'no label',
      [namespace('team: a')],
      cnn,
      'gateway',
      ['the pods of namespace payments have a sidecar: Namespace payments has no label of the sidecar injection'],
    ],
    ['a label of the pod that is asked for', [], injected, 'direct', []],
    ['a workload of the service account', [workload('api', off)], cnn, 'direct', []],
    ['a workload of another service account', [workload('batch', off, 'batch')], cnn, 'gateway', []],
    ['one of two workloads', [workload('api', 'app: api'), workload('batch', off)], cnn, 'direct', []],
  ])('%s', (_title, further, question, outcome, assumptions) => {
    const answer = explain(meshOf(further), question);
    expect(answer.outcome).toBe(outcome);
    expect(answer.assumptions.filter((text) => text !== INTERNET)).toEqual(assumptions);
  });
  test('a namespace without sidecars is a source of its own', () => {
    expect(describeWays(waysOf(meshOf([namespace('istio-injection: disabled')])))).toContain(
      'payments/* -> edition.cnn.com:443 tls: direct',
    );
  });
});

describe('Ports and ranges in settings of the mesh, and in annotations of a pod, have the same effect:', () => {
  const pod = (field: string, value: string): string => `
apiVersion: v1
kind: Pod
metadata:
  name: api
  namespace: payments
  annotations: { traffic.sidecar.istio.io/${field.replace('IPRanges', 'OutboundIPRanges')}: "${value}" }
spec: { serviceAccountName: api, containers: [{ name: api, image: api }] }
`;
  const AT = { address: '203.0.113.9' };
  test.each<[keyof MeshSettings, string, Partial<Question>, Answer['outcome']]>([
    ['excludeOutboundPorts', '22, 443', {}, 'direct'],
    ['excludeOutboundPorts', '4430', {}, 'gateway'],
    ['excludeOutboundPorts', '', {}, 'gateway'],
    ['excludeIPRanges', '203.0.113.0/24', AT, 'direct'],
    ['excludeIPRanges', '203.0.113.0/24', {}, 'gateway'],
    ['excludeIPRanges', '10.96.0.1/32', AT, 'gateway'],
    ['excludeIPRanges', '10.0.0.0/8', {}, 'gateway'],
    ['excludeIPRanges', '11.0.0.0/8', {}, 'direct'],
    ['excludeIPRanges', '*', {}, 'direct'],
    ['includeIPRanges', '*', {}, 'gateway'],
    ['includeIPRanges', '0.0.0.0/0', {}, 'gateway'],
    ['includeIPRanges', '0.0.0.0/1,128.0.0.0/1', {}, 'gateway'],
    ['includeIPRanges', '0.0.0.0/0', { address: '2001:db8::1' }, 'direct'],
    ['includeIPRanges', '::/0', {}, 'direct'],
    ['includeIPRanges', '10.0.0.0/8', {}, 'direct'],
    ['includeIPRanges', '', {}, 'direct'],
  ])('%s "%s"', (field, value, asked, outcome) => {
    const answers = [meshOf([], { [field]: value }), meshOf([pod(field, value)])].map((mesh) =>
      explain(mesh, { ...cnn, ...asked }),
    );
    expect(answers.map((answer) => answer.outcome)).toEqual([outcome, outcome]);
    const relies = answers.map(({ assumptions }) => assumptions.filter((text) => text.startsWith('no address')).length);
    expect(relies[0]).toBe(relies[1]);
  });
});

describe('The settings of the mesh', () => {
  test.each<[string, MeshSettings, Partial<Question>, Answer['outcome']]>([
    ['the private default of ServiceEntries', { defaultServiceExportTo: ['.'] }, {}, 'direct'],
    ['the private default of VirtualServices', { defaultVirtualServiceExportTo: ['.'] }, {}, 'direct'],
    ['the private default of DestinationRules', { defaultDestinationRuleExportTo: ['.'] }, {}, 'fails'],
  ])('decide: %s', (_title, settings, asked, outcome) => {
    expect(explain(meshOf([], settings), { ...cnn, ...asked }).outcome).toBe(outcome);
  });
  test('leave namespaces out that no discovery selector selects', () => {
    const namespace = '\n{ apiVersion: v1, kind: Namespace, metadata: { name: istio-egress, labels: { mesh: a } } }\n';
    const outcomes = ['a', 'b'].map((mesh) => {
      const discoverySelectors = [{ matchExpressions: [{ key: 'mesh', operator: 'In', values: [mesh] }] }];
      return explain(meshOf([namespace], { discoverySelectors }), cnn).outcome;
    });
    expect(outcomes).toEqual(['gateway', 'direct']);
  });
  test('have aliases of the trust domain in principals', () => {
    const alias = ALLOW.replace('cluster.local', 'old.example.org');
    const outcomes = [['old.example.org'], []].map(
      (trustDomainAliases) => explain(meshOf([alias], { trustDomain: 'example.org', trustDomainAliases }), cnn).outcome,
    );
    expect(outcomes).toEqual(['gateway', 'denied']);
  });
});
