import { nameOf } from '../../../../lib/audit/manifest/manifest';
import { Arrival } from '../../../../lib/audit/policy/attributes';
import { AuthorizationVerdict, authorizationVerdicts } from '../../../../lib/audit/policy/authorization';
import { MeshSettings } from '../../../../lib/audit/model/settings';
import { meshWith } from './support';

const WORKLOAD = { namespace: 'istio-egress', labels: { istio: 'egressgateway' } };
const API = 'cluster.local/ns/payments/sa/api';

/** A request to the gateway by mesh mTLS. */
const http: Arrival = {
  identity: API,
  sni: 'edition.cnn.com',
  port: 8080,
  http: { host: 'edition.cnn.com', method: 'GET', path: '/politics' },
};

/** TLS of the application inside mesh mTLS. */
const bytes: Arrival = { identity: API, sni: 'edition.cnn.com', port: 8443 };

function policy(spec: string, rest = 'name: policy, namespace: istio-egress'): string {
  return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { ${rest} }
spec: { selector: { matchLabels: { istio: egressgateway } }, ${spec} }
---`;
}

function verdict(policies: string, arrival: Arrival, settings?: MeshSettings): AuthorizationVerdict {
  const mesh = meshWith(policies.replace(/---$/, ''), settings);
  const { refusals, allowed } = authorizationVerdicts(mesh, WORKLOAD, arrival);
  return refusals[0] ?? allowed;
}

const rule = (text: string) => policy(`rules: [${text}]`);
const deny = (text: string) => policy(`action: DENY, rules: [${text}]`, 'name: deny, namespace: istio-egress');
const source = (text: string) => rule(`{ from: [{ source: { ${text} } }] }`);
const operation = (text: string) => rule(`{ to: [{ operation: { ${text} } }] }`);
const when = (text: string) => rule(`{ when: [{ ${text} }] }`);

type Row = readonly [title: string, policies: string, arrival: Arrival, allowed: boolean];

test.each<Row>([
  ['a policy without rules denies', policy('action: ALLOW'), http, false],
  ['an empty rule allows', rule('{}'), http, true],
  ['an empty rule of DENY denies', deny('{}'), http, false],
  ['DENY decides before ALLOW', rule('{}') + deny('{}'), http, false],
  ['AUDIT decides nothing', policy('action: AUDIT, rules: [{}]'), http, true],
  [
    'a dry run decides nothing',
    policy('action: ALLOW', "name: policy, namespace: istio-egress, annotations: { istio.io/dry-run: 'true' }"),
    http,
    true,
  ],
  [
    'a dry run in a spelling of Go decides nothing',
    policy('action: ALLOW', "name: policy, namespace: istio-egress, annotations: { istio.io/dry-run: 'True' }"),
    http,
    true,
  ],
  [
    'an annotation that turns the dry run off leaves the decision to the policy',
    policy('action: ALLOW', "name: policy, namespace: istio-egress, annotations: { istio.io/dry-run: 'false' }"),
    http,
    false,
  ],
  [
    'a policy of another namespace decides nothing',
    policy('action: ALLOW', 'name: policy, namespace: payments'),
    http,
    true,
  ],
  [
    'a policy of the root namespace decides',
    policy('action: ALLOW', 'name: policy, namespace: istio-system'),
    http,
    false,
  ],
  [
    'a policy of other pods decides nothing',
    policy('action: ALLOW').replace('egressgateway', 'ingressgateway'),
    http,
    true,
  ],
  [
    'a policy of a Gateway of the Gateway API decides nothing',
    policy('targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: egress }]'),
    http,
    true,
  ],
  ['a principal is a whole text', source('principals: [cluster.local/ns/payments/sa/api]'), http, true],
  ['another principal is not', source('principals: [cluster.local/ns/payments/sa/ap]'), http, false],
  ['a principal ends in any text', source("principals: ['cluster.local/ns/payments/sa/*']"), http, true],
  ['a principal begins with any text', source("principals: ['*/sa/api']"), http, true],
  ['any principal is an identity', source("principals: ['*']"), { ...http, identity: undefined }, false],
  [
    'an excluded principal is no identity',
    source('notPrincipals: [cluster.local/ns/payments/sa/api]'),
    { ...http, identity: undefined },
    true,
  ],
  ['a namespace has every account', source('namespaces: [payments]'), http, true],
  ['a namespace has a prefix', source("namespaces: ['pay*']"), http, true],
  ['a namespace is a whole name', source('namespaces: [pay]'), http, false],
  ['a namespace needs an identity', source('namespaces: [payments]'), { ...http, identity: undefined }, false],
  ['a service account has a namespace', source('serviceAccounts: [payments/api]'), http, true],
  ['a service account without a namespace is of the policy', source('serviceAccounts: [api]'), http, false],
  [
    'all fields of a source count',
    source('namespaces: [payments], notPrincipals: [cluster.local/ns/payments/sa/api]'),
    http,
    false,
  ],
  [
    'one of several sources counts',
    rule('{ from: [{ source: { namespaces: [shop] } }, { source: { namespaces: [payments] } }] }'),
    http,
    true,
  ],
  ['a range has the address of the caller', source('ipBlocks: [10.0.0.0/8]'), { ...http, address: '10.1.1.1' }, true],
  ['a range has no other address', source('ipBlocks: [127.0.0.1]'), { ...http, address: '10.1.1.1' }, false],
  ['a host has any case', operation('hosts: [Edition.CNN.com]'), http, true],
  [
    'a host has no port',
    operation('hosts: [edition.cnn.com]'),
    { ...http, http: { host: 'edition.cnn.com:80' } },
    false,
  ],
  ['a host ends with a suffix', operation("hosts: ['*.cnn.com']"), http, true],
  ['a port is the port of the pod', operation("ports: ['8080']"), http, true],
  ['a port is not the port of the Service', operation("ports: ['80']"), http, false],
  ['a method is a whole word', operation('methods: [GE]'), http, false],
  ['a path has a prefix', operation("paths: ['/pol*']"), http, true],
  [
    'a path has no query',
    operation('paths: [/politics]'),
    { ...http, http: { host: 'h', method: 'GET', path: '/politics?q' } },
    true,
  ],
  ['a segment of a template is one segment', operation("paths: ['/{*}']"), http, true],
  [
    'a segment of a template is no two segments',
    operation("paths: ['/{*}']"),
    { ...http, http: { host: 'h', method: 'GET', path: '/a/b' } },
    false,
  ],
  ['an excluded path is not allowed', operation("notPaths: ['/pol*']"), http, false],
  ['the SNI is the outer one', when('key: connection.sni, values: [edition.cnn.com]'), http, true],
  ['another SNI is not', when('key: connection.sni, values: [other]'), http, false],
  ['the port is a condition', when("key: destination.port, values: ['8080']"), http, true],
  ['the namespace is a condition', when('key: source.namespace, notValues: [payments]'), http, false],
  ['ALLOW with a host matches no bytes', operation('hosts: [edition.cnn.com]'), bytes, false],
  [
    'ALLOW with one host among operations matches no bytes',
    rule("{ to: [{ operation: { hosts: [a] } }, { operation: { ports: ['8443'] } }] }"),
    bytes,
    false,
  ],
  ['ALLOW with an excluded method matches no bytes', operation('notMethods: [TRACE]'), bytes, false],
  ['DENY with a host denies all bytes', deny('{ to: [{ operation: { hosts: [other] } }] }'), bytes, false],
  [
    'DENY with a host and a port denies the bytes of the port',
    deny("{ to: [{ operation: { hosts: [other], ports: ['80'] } }] }"),
    bytes,
    true,
  ],
  ['DENY with a header denies all bytes', deny('{ when: [{ key: "request.headers[x]", values: [a] }] }'), bytes, false],
])('In an AuthorizationPolicy, %s', (_, policies, arrival, allowed) => {
  expect(verdict(policies, arrival)).toMatchObject({ allowed, assumptions: [] });
});

test('cluster.local is the trust domain of the mesh', () => {
  const policies = source('principals: [cluster.local/ns/payments/sa/api]');
  const settings = { trustDomain: 'prod.example' };
  expect(verdict(policies, { ...http, identity: 'prod.example/ns/payments/sa/api' }, settings).allowed).toBe(true);
  expect(verdict(policies, http, settings).allowed).toBe(false);
});

test.each([
  [
    'an unknown method is one that ALLOW names',
    operation('methods: [GET]'),
    { ...http, http: { host: 'h' } },
    true,
    'the method of the request is GET',
  ],
  [
    'an unknown method is none that ALLOW excludes',
    operation('notMethods: [TRACE]'),
    { ...http, http: { host: 'h' } },
    true,
    'the method of the request is not TRACE',
  ],
  [
    'an unknown path is none that DENY names',
    deny('{ to: [{ operation: { paths: [/admin] } }] }'),
    { ...http, http: { host: 'h' } },
    true,
    'the path of the request does not match /admin',
  ],
  [
    'an unknown header is absent for notValues',
    when("key: 'request.headers[upgrade]', notValues: ['*']"),
    http,
    true,
    'request.headers[upgrade] does not match *',
  ],
  [
    'an unknown address of the caller is in the range of ALLOW',
    source('ipBlocks: [10.0.0.0/8]'),
    http,
    true,
    'the address of the caller is in 10.0.0.0/8',
  ],
  [
    'an unknown address of the caller is not in the range of DENY',
    deny('{ from: [{ source: { ipBlocks: [10.0.0.0/8] } }] }'),
    http,
    true,
    'the address of the caller is not in 10.0.0.0/8',
  ],
  [
    'an external authorizer allows',
    policy('action: CUSTOM, provider: { name: opa }, rules: [{}]'),
    http,
    true,
    'the external authorizer opa allows the request',
  ],
])('As an assumption, %s', (_, policies, arrival, allowed, assumption) => {
  expect(verdict(policies, arrival)).toMatchObject({ allowed, assumptions: [assumption] });
});

test('The evidence of a request that no rule allows is the rule for other callers', () => {
  const other = source('principals: [cluster.local/ns/shop/sa/web]');
  const unrelated = when('key: connection.sni, values: [example.org]').replace('name: policy', 'name: unrelated');
  const { denies, decidedBy } = verdict(unrelated + other, http);
  expect([denies, decidedBy.map(({ manifest, path }) => [nameOf(manifest), path])]).toEqual([
    'ALLOW',
    [['AuthorizationPolicy istio-egress/policy', ['spec', 'rules', 0]]],
  ]);
});

test('The evidence of a host without a rule is the policy without rules', () => {
  const closed = policy('action: ALLOW').replace('name: policy', 'name: deny');
  const { decidedBy } = verdict(when('key: connection.sni, values: [example.org]') + closed, http);
  expect(decidedBy.map(({ manifest }) => nameOf(manifest))).toEqual(['AuthorizationPolicy istio-egress/deny']);
});
