import { Endpoint } from '../../../../lib/audit/policy/endpoint';
import { meshWith, outside, pod, verdictOf } from './support';

const api = pod('payments', { app: 'api' });
const shop = pod('shop', { app: 'api' });
const address = outside('192.0.2.1');

/** A ClusterNetworkPolicy of the Admin tier. */
function cluster(rest: string, tier = 'Admin', priority = 100): string {
  return `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: ${tier.toLowerCase()}-${priority} }
spec: { tier: ${tier}, priority: ${priority}, subject: { namespaces: {} }, ${rest} }
---`;
}

/** A NetworkPolicy of namespace payments. */
function own(egress: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: own, namespace: payments }
spec: { podSelector: {}, policyTypes: [Egress], egress: ${egress} }
---`;
}

const INTERNET = 'to: [{ networks: [0.0.0.0/0] }]';
const deny = cluster(`egress: [{ action: Deny, ${INTERNET} }]`);
const accept = cluster(`egress: [{ action: Accept, ${INTERNET} }]`);
const pass = cluster(`egress: [{ action: Pass, ${INTERNET} }]`);

type Row = readonly [title: string, policies: string, to: Endpoint, port: number, allowed: boolean];

test.each<Row>([
  ['Deny of the Admin tier decides before a NetworkPolicy', deny + own('[{}]'), address, 443, false],
  ['Accept of the Admin tier decides before a NetworkPolicy', accept + own('[]'), address, 443, true],
  ['Pass leaves the decision to a NetworkPolicy', pass + own('[]'), address, 443, false],
  [
    'Pass skips the further rules of the tier',
    pass + cluster(`egress: [{ action: Deny, ${INTERNET} }]`, 'Admin', 200),
    address,
    443,
    true,
  ],
  [
    'a lower priority decides first',
    deny + cluster(`egress: [{ action: Accept, ${INTERNET} }]`, 'Admin', 10),
    address,
    443,
    true,
  ],
  [
    'the first rule that matches decides',
    cluster(`egress: [{ action: Accept, ${INTERNET} }, { action: Deny, ${INTERNET} }]`),
    address,
    443,
    true,
  ],
  [
    'a rule that does not match leaves the decision',
    cluster(
      'egress: [{ action: Deny, to: [{ namespaces: { matchLabels: { kubernetes.io/metadata.name: databases } } }] }]',
    ),
    shop,
    80,
    true,
  ],
  [
    'the Baseline tier decides without a NetworkPolicy',
    cluster(`egress: [{ action: Deny, ${INTERNET} }]`, 'Baseline'),
    address,
    443,
    false,
  ],
  [
    'the Baseline tier decides after Pass',
    pass + cluster(`egress: [{ action: Deny, ${INTERNET} }]`, 'Baseline'),
    address,
    443,
    false,
  ],
  [
    'a NetworkPolicy decides before the Baseline tier',
    own('[{}]') + cluster(`egress: [{ action: Deny, ${INTERNET} }]`, 'Baseline'),
    address,
    443,
    true,
  ],
  [
    'protocols restrict a rule',
    cluster(
      `egress: [{ action: Deny, ${INTERNET}, protocols: [{ udp: {} }, { tcp: { destinationPort: { number: 80 } } }] }]`,
    ),
    address,
    443,
    true,
  ],
  [
    'a range of ports is inclusive',
    cluster(
      `egress: [{ action: Deny, ${INTERNET}, protocols: [{ tcp: { destinationPort: { range: { start: 400, end: 443 } } } }] }]`,
    ),
    address,
    443,
    false,
  ],
  ['namespaces are pods', cluster('egress: [{ action: Deny, to: [{ namespaces: {} }] }]'), shop, 80, false],
  ['namespaces are no addresses', cluster('egress: [{ action: Deny, to: [{ namespaces: {} }] }]'), address, 80, true],
  [
    'pods need both selectors',
    cluster(
      'egress: [{ action: Deny, to: [{ pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: db } } } }] }]',
    ),
    shop,
    80,
    true,
  ],
  [
    'ingress is a direction of its own',
    cluster(
      'ingress: [{ action: Deny, from: [{ namespaces: { matchLabels: { kubernetes.io/metadata.name: payments } } }] }]',
    ),
    shop,
    80,
    false,
  ],
])('In ClusterNetworkPolicies, %s', (_, policies, to, port, allowed) => {
  expect(verdictOf(meshWith(policies.replace(/---$/, '')), api, to, port)).toMatchObject({ allowed, assumptions: [] });
});

test.each([
  ['Deny of every address', 'Deny, to: [{ networks: [0.0.0.0/0, "::/0"] }]', false],
  ['Deny of a half of the addresses of IPv4', 'Deny, to: [{ networks: [0.0.0.0/1, "::/0"] }]', true],
  ['Deny of IPv4 alone', 'Deny, to: [{ networks: [0.0.0.0/0] }]', true],
])('%s decides about hosts without an address', (_, rule, allowed) => {
  const host: Endpoint = { kind: 'outside', host: 'edition.cnn.com' };
  const mesh = meshWith(cluster(`egress: [{ action: ${rule} }]`).replace(/---$/, ''));
  expect(verdictOf(mesh, api, host, 443).allowed).toBe(allowed);
});

test('Accept of a half of the addresses opens hosts without an address', () => {
  const half = cluster('egress: [{ action: Accept, to: [{ networks: [128.0.0.0/1] }] }]');
  const host: Endpoint = { kind: 'outside', host: 'edition.cnn.com' };
  expect(verdictOf(meshWith(half + own('[]').replace(/---$/, '')), api, host, 443).allowed).toBe(true);
});

test.each([
  ['Accept', 'contains'],
  ['Deny', 'does not contain'],
])('A pod without an address passes %s of a range that can contain the pod', (action, verb) => {
  const range = `egress: [{ action: ${action}, to: [{ networks: [10.244.0.0/16] }] }]`;
  const rules = [cluster(range), action === 'Accept' ? own('[]') : own('[{}]')].join('').replace(/---$/, '');
  expect(verdictOf(meshWith(rules), api, shop, 80)).toMatchObject({
    allowed: true,
    assumptions: [`10.244.0.0/16 ${verb} the addresses of the pods of namespace shop`],
  });
});

test('A subject with pods selects by both selectors', () => {
  const subject = '{ pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: api } } } }';
  const mesh = meshWith(deny.replace('{ namespaces: {} }', subject).replace(/---$/, ''));
  expect(verdictOf(mesh, api, address, 443).allowed).toBe(false);
  expect(verdictOf(mesh, pod('payments'), address, 443).allowed).toBe(true);
});

test('A domain name is an assumption about the network plugin', () => {
  const mesh = meshWith(
    cluster(
      `egress: [{ action: Accept, to: [{ domainNames: ['*.cnn.com'] }] }, { action: Deny, ${INTERNET} }]`,
    ).replace(/---$/, ''),
  );
  const cnn: Endpoint = { kind: 'outside', host: 'edition.cnn.com' };
  expect(verdictOf(mesh, api, cnn, 443)).toMatchObject({
    allowed: true,
    assumptions: ['the network plugin supports domain names'],
  });
});
