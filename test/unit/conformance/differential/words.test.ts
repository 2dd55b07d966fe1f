import { Way } from '../../../../lib/audit/way/types';
import {
  auditInWords,
  isBeyondSimulation,
  mostDangerous,
  simulatedInWords,
} from '../../../conformance/differential/words';
import { AuditQuestion, AuditSet } from '../../../conformance/differential/world';

const HTTP: AuditQuestion = { namespace: 'default', protocol: 'http', host: 'a.com', port: 80 };
const TLS: AuditQuestion = { ...HTTP, protocol: 'tls', port: 443 };
const ENTRY = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name: 'a' },
  spec: {
    hosts: ['a.com'],
    ports: [
      { number: 80, protocol: 'HTTP' },
      { number: 443, protocol: 'TLS' },
    ],
  },
};
const SET: AuditSet = { name: '', manifests: [ENTRY], gateways: [], outboundTrafficPolicy: 'ALLOW_ANY' };

const POD = { address: '10.244.7.1', port: 8080, tls: 'ISTIO_MUTUAL', sni: 'a.com' } as const;
const CLIENT = { cluster: 'outbound|80|a|egress.istio-egress.svc.cluster.local', upstream: POD };
const EXIT = { cluster: 'outbound|80||a.com', upstream: { address: 'a.com.', port: 80, tls: 'DISABLE' } } as const;
const LOOP = {
  cluster: 'outbound|9000||self.invalid',
  upstream: { address: '127.0.0.1', port: 9000, tls: 'SIMPLE' },
} as const;
const GATEWAY: Way = {
  kind: 'gateway',
  gateway: 'istio-egress/a',
  serverPort: 80,
  entries: [],
  connectsTo: [{ host: 'a.com', port: 80 }],
  service: 'istio-egress/egress',
  clientTls: 'ISTIO_MUTUAL',
  origination: 'NONE',
  destination: { host: 'a.com', port: 80 },
  hops: [],
  connections: [],
  assumptions: [],
  doubts: [],
};
const THROUGH = 'gateway istio-egress/egress with TLS ISTIO_MUTUAL, then a.com:80 with TLS NONE';

it.each<[string, Partial<Way>, string | undefined]>([
  ['a gateway', {}, THROUGH],
  ['the Host that was asked for', { authority: 'a.com:80' }, THROUGH],
  ['another Host', { authority: 'b.com' }, `${THROUGH} as b.com`],
  ['a direct way', { kind: 'direct', destination: { host: 'a.com', port: 443 } }, 'direct to a.com:443'],
  ['a failure', { kind: 'broken', cause: { kind: 'loop' }, decidedBy: [] }, 'fails'],
  ['what the manifests leave open', { kind: 'unevaluated' }, undefined],
])('the audit reports %s', (_, way, words) => {
  expect(auditInWords({ ...GATEWAY, ...way } as Way, HTTP)).toBe(words);
});

it.each<[string, AuditQuestion, Parameters<typeof simulatedInWords>[2], string]>([
  ['a gateway', HTTP, { client: CLIENT, gateway: EXIT }, THROUGH],
  [
    'TLS that the gateway starts before it connects to itself',
    HTTP,
    { client: CLIENT, gateway: LOOP, further: [EXIT], layers: ['SIMPLE'] },
    THROUGH.replace('NONE', 'SIMPLE'),
  ],
  [
    'a tunnel',
    HTTP,
    { client: CLIENT, gateway: { ...EXIT, tunnel: 'b.com:8443' } },
    THROUGH.replace('a.com:80', 'b.com:8443'),
  ],
  [
    'a declared host',
    TLS,
    { client: { cluster: 'outbound|443||a.com', upstream: { ...EXIT.upstream, port: 8443 } }, layers: ['application'] },
    'direct to a.com:8443',
  ],
  ['what is bound for anywhere', TLS, { client: { cluster: 'outbound|443||*.com' } }, 'direct to a.com:443'],
  ['an unknown host', HTTP, { client: { cluster: 'PassthroughCluster' } }, 'PassthroughCluster'],
  [
    'a blocked one',
    HTTP,
    { client: { error: 'no cluster: virtual host block_all answers itself' } },
    'BlackHoleCluster',
  ],
  ['a failure of the client', HTTP, { client: { error: 'no route matched' } }, 'fails'],
  ['a failure of a gateway', HTTP, { client: CLIENT, gateway: { error: 'no route matched' } }, 'fails'],
  ['a failure of a later leg', HTTP, { client: CLIENT, gateway: LOOP, further: [{ error: 'loop' }] }, 'fails'],
  ['mesh mTLS that leaves', HTTP, { client: CLIENT, gateway: EXIT, layers: ['ISTIO_MUTUAL'] }, 'fails'],
  ['TLS in TLS', TLS, { client: CLIENT, gateway: EXIT, layers: ['application', 'SIMPLE'] }, 'fails'],
  [
    'plain HTTP for a port of TLS',
    HTTP,
    { client: CLIENT, gateway: { ...EXIT, cluster: 'outbound|443||a.com' } },
    'fails',
  ],
  ['TLS for a port of HTTP', TLS, { client: CLIENT, gateway: EXIT, layers: ['application'] }, THROUGH],
])('istiod reports %s', (_, asked, result, words) => {
  expect(simulatedInWords(SET, asked, result)).toBe(words);
});

test('Simulation cannot follow a connection that the gateway chooses a filter chain for by the address in a PROXY protocol header', () => {
  const gateway = { error: 'no filter chains matched' };
  const sender = { ...CLIENT, upstream: { ...POD, header: true } };
  expect(isBeyondSimulation({ client: sender, gateway })).toBe(true);
  expect(isBeyondSimulation({ client: CLIENT, gateway })).toBe(false);
  expect(isBeyondSimulation({ client: sender, gateway: EXIT })).toBe(false);
});

test('Simulation cannot follow a CONNECT request of a gateway to a listener of its own', () => {
  expect(isBeyondSimulation({ client: CLIENT, gateway: { ...LOOP, tunnel: 'a.com:443' } })).toBe(true);
  expect(isBeyondSimulation({ client: CLIENT, gateway: LOOP, further: [EXIT] })).toBe(false);
});

test.each([
  ['a direct one', ['gateway a', 'fails', 'direct to a'], ['direct to a']],
  ['one through a gateway', ['gateway a', 'fails', 'BlackHoleCluster'], ['gateway a']],
  ['a failing one', ['fails', 'BlackHoleCluster'], ['fails']],
  ['all that are alike', ['direct to a', 'PassthroughCluster', 'direct to a'], ['direct to a', 'PassthroughCluster']],
])('the most dangerous way of several is %s', (_, all, most) => {
  expect(mostDangerous(all.map((words) => ({ words, isCopy: false })))).toEqual(most);
});

test('a copy of a request that gets lost is no way', () => {
  const ways = [
    { words: 'gateway a', isCopy: false },
    { words: 'fails', isCopy: true },
  ];
  expect(mostDangerous(ways)).toEqual(['gateway a']);
});
