/**
 * The CEL rules of the CustomResourceDefinitions: all are found and parsed, and each is shown to refuse a manifest that
 * the plain schema accepts. A rule that is skipped in silence would be a check that nobody misses.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from '../support/schema';
import { type CelCheck, compileCel } from '../support/schema/cel';
import { kinds } from '../support/schema/kinds';
import { compileOpenApi } from '../support/schema/openapi';
import { formatPath, type Schema } from '../support/schema/schema';
import {
  authorizationPolicy,
  changed,
  clusterNetworkPolicy,
  destinationRule,
  envoyFilter,
  gateway,
  type Sample,
  serviceEntry,
  sidecar,
  telemetry,
  virtualService,
} from './samples';

const custom = kinds.filter((kind) => kind.custom);
const checks = new Map<string, CelCheck>(custom.map(({ kind, schema }) => [kind, compileCel(schema)]));

function rulesOf(kind: string): CelCheck['rules'] {
  return checks.get(kind)?.rules ?? [];
}

/** Counts without walking the schema, so that a place that the walk does not reach is noticed. */
function rulesInText(kind: string): number {
  const files = ['imports/crds.yaml', 'test/fixtures/cluster-network-policy-crd.yaml'];
  const text = files.map((file) => readFileSync(join(__dirname, '../..', file), 'utf8')).join('\n---\n');
  const document = text.split('\n---\n').find((part) => part.includes(`\n    kind: ${kind}\n`)) ?? '';
  return document.match(/^ +(?:- )?rule: /gm)?.length ?? 0;
}

describe('the rules', () => {
  test.each([
    ['DestinationRule', 47],
    ['Gateway', 3],
    ['ServiceEntry', 15],
    ['VirtualService', 6],
    ['Sidecar', 18],
    ['EnvoyFilter', 5],
    ['AuthorizationPolicy', 7],
    ['Telemetry', 9],
    ['ClusterNetworkPolicy', 7],
  ])('of a %s are all found and parsed: %i', (kind, count) => {
    expect(rulesOf(kind)).toHaveLength(count);
    expect(rulesInText(kind)).toBe(count);
  });

  test('all have a message', () => {
    expect(custom.flatMap(({ kind }) => rulesOf(kind)).filter(({ message }) => !message)).toEqual([]);
  });

  test('that compare with an old object, and are skipped, are these: none', () => {
    expect(custom.flatMap(({ kind }) => rulesOf(kind)).filter(({ skippedOnCreate }) => skippedOnCreate)).toEqual([]);
  });
});

type Row = readonly [message: string, of: Sample, path: string, value: unknown];

const endpoints = changed(serviceEntry, 'spec', {
  hosts: ['edition.cnn.com'],
  ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  resolution: 'STATIC',
  endpoints: [{ address: '192.0.2.1', ports: { tls: 443 } }],
});
const workloads = changed(endpoints, 'spec.endpoints', undefined);
const targeted = {
  envoyFilter: changed(envoyFilter, 'spec.workloadSelector', undefined),
  authorizationPolicy: changed(authorizationPolicy, 'spec.selector', undefined),
  telemetry: changed(telemetry, 'spec.selector', undefined),
};
const TARGET = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'egress' };
const ELSEWHERE = { ...TARGET, namespace: 'istio-egress' };
const PORT_RANGE = 'port must be between 1-65535';
const DURATION = 'must be a valid duration greater than 1ms';
const CROSS_NAMESPACE = 'cross namespace referencing is not currently supported';
const WAYPOINT_ONLY = 'only support waypointMatch when context is WAYPOINT';

const broken: readonly Row[] = [
  [
    'only one of WorkloadSelector or Endpoints can be set',
    endpoints,
    'spec.workloadSelector',
    { labels: { app: 'a' } },
  ],
  ['CIDR addresses are allowed only for NONE/STATIC', serviceEntry, 'spec.addresses', ['192.0.2.0/24']],
  ['NONE mode cannot set endpoints', endpoints, 'spec.resolution', 'NONE'],
  ['NONE mode cannot set endpoints', endpoints, 'spec.resolution', undefined],
  [
    'DNS_ROUND_ROBIN mode cannot have multiple endpoints',
    changed(endpoints, 'spec.resolution', 'DNS_ROUND_ROBIN'),
    'spec.endpoints.1',
    { address: 'a.io' },
  ],
  ['Address is required', endpoints, 'spec.endpoints.0', { weight: 1 }],
  ['UDS may not include ports', endpoints, 'spec.endpoints.0.address', 'unix:///var/run/a'],
  ['UDS must be an absolute path or abstract socket', endpoints, 'spec.endpoints.0', { address: 'unix://a' }],
  ['UDS may not be a dir', endpoints, 'spec.endpoints.0', { address: 'unix:///var/' }],
  ['port name must be valid', endpoints, 'spec.endpoints.0.ports', { '-tls': 443 }],
  [PORT_RANGE, endpoints, 'spec.endpoints.0.ports.tls', 0],
  ['hostname cannot be wildcard', serviceEntry, 'spec.hosts', ['edition.cnn.com', '*']],
  ['port number cannot be duplicated', serviceEntry, 'spec.ports.1.number', 80],
  [PORT_RANGE, serviceEntry, 'spec.ports.0.number', 0],
  [PORT_RANGE, serviceEntry, 'spec.ports.0.number', 65536],
  [PORT_RANGE, serviceEntry, 'spec.ports.0.targetPort', 65536],
  ['wildcard is not supported in selector', workloads, 'spec.workloadSelector', { labels: { app: 'a*' } }],
  [
    'only one of credentialName or credentialNames',
    gateway,
    'spec.servers.0.tls',
    { credentialName: 'a', credentialNames: ['b'] },
  ],
  [
    'only one of credentialName or tlsCertificates',
    gateway,
    'spec.servers.0.tls',
    { credentialNames: ['b'], tlsCertificates: [{}] },
  ],
  [
    'only one of credentialNames or tlsCertificates',
    gateway,
    'spec.servers.0.tls',
    { credentialNames: ['b'], tlsCertificates: [{}] },
  ],
  ['wildcard not allowed in label key match', destinationRule, 'spec.workloadSelector', { matchLabels: { 'a*': 'b' } }],
  ['key must not be empty', destinationRule, 'spec.workloadSelector', { matchLabels: { '': 'b' } }],
  ['wildcard not allowed in label value match', destinationRule, 'spec.workloadSelector', { matchLabels: { a: '*' } }],
  [DURATION, destinationRule, 'spec.trafficPolicy.connectionPool.tcp.connectTimeout', '0s'],
  [DURATION, virtualService, 'spec.http.0.timeout', '10us'],
  [DURATION, virtualService, 'spec.http.0.timeout', 'soon'],
  [DURATION, sidecar, 'spec.inboundConnectionPool.tcp.connectTimeout', '0s'],
  [DURATION, sidecar, 'spec.ingress.0.connectionPool.http.idleTimeout', '1us'],
  [
    'only one of credentialName or credentialNames',
    sidecar,
    'spec.ingress.0.tls',
    { credentialName: 'a', credentialNames: ['b'] },
  ],
  [
    'only one of credentialName or tlsCertificates',
    sidecar,
    'spec.ingress.0.tls',
    { credentialNames: ['b'], tlsCertificates: [{}] },
  ],
  [
    'only one of credentialNames or tlsCertificates',
    sidecar,
    'spec.ingress.0.tls',
    { credentialNames: ['b'], tlsCertificates: [{}] },
  ],
  ['wildcard is not supported in selector', sidecar, 'spec.workloadSelector.labels.app', 'a*'],
  ['only one of targetRefs or workloadSelector can be set', envoyFilter, 'spec.targetRefs', [TARGET]],
  [CROSS_NAMESPACE, targeted.envoyFilter, 'spec.targetRefs', [ELSEWHERE]],
  ['wildcard is not supported in selector', envoyFilter, 'spec.workloadSelector.labels.istio', '*'],
  [WAYPOINT_ONLY, envoyFilter, 'spec.configPatches.0.match', { context: 'GATEWAY', waypoint: {} }],
  [WAYPOINT_ONLY, envoyFilter, 'spec.configPatches.0.match', { context: 'WAYPOINT' }],
  [WAYPOINT_ONLY, envoyFilter, 'spec.configPatches.0.match', { waypoint: {} }],
  [PORT_RANGE, envoyFilter, 'spec.configPatches.0.match', { context: 'WAYPOINT', waypoint: { portNumber: 65536 } }],
  ['only one of targetRefs or selector can be set', authorizationPolicy, 'spec.targetRef', TARGET],
  ['only one of targetRefs or selector can be set', authorizationPolicy, 'spec.targetRefs', [TARGET]],
  [CROSS_NAMESPACE, targeted.authorizationPolicy, 'spec.targetRef', ELSEWHERE],
  [CROSS_NAMESPACE, targeted.authorizationPolicy, 'spec.targetRefs', [ELSEWHERE]],
  [
    'Cannot set serviceAccounts with namespaces or principals',
    authorizationPolicy,
    'spec.rules.0.from.0.source.serviceAccounts',
    ['default/curl'],
  ],
  [
    'Cannot set serviceAccounts with namespaces or principals',
    authorizationPolicy,
    'spec.rules.0.from.0.source',
    { notServiceAccounts: ['default/curl'], namespaces: ['default'] },
  ],
  ['wildcard not allowed in label key match', authorizationPolicy, 'spec.selector.matchLabels', { 'a*': 'b' }],
  ['key must not be empty', authorizationPolicy, 'spec.selector.matchLabels', { '': 'b' }],
  ['wildcard not allowed in label value match', authorizationPolicy, 'spec.selector.matchLabels', { a: '*' }],
  ['only one of targetRefs or selector can be set', telemetry, 'spec.targetRef', TARGET],
  ['only one of targetRefs or selector can be set', telemetry, 'spec.targetRefs', [TARGET]],
  [CROSS_NAMESPACE, targeted.telemetry, 'spec.targetRef', ELSEWHERE],
  [CROSS_NAMESPACE, targeted.telemetry, 'spec.targetRefs', [ELSEWHERE]],
  ['wildcard not allowed in label key match', telemetry, 'spec.selector.matchLabels', { 'a*': 'b' }],
  ['key must not be empty', telemetry, 'spec.selector.matchLabels', { '': 'b' }],
  ['wildcard not allowed in label value match', telemetry, 'spec.selector.matchLabels', { a: '*' }],
  [DURATION, telemetry, 'spec.metrics.0.reportingInterval', '0s'],
  [
    'value must be set when operation is UPSERT',
    telemetry,
    'spec.metrics.0.overrides.0.tagOverrides.host',
    { operation: 'UPSERT', value: '' },
  ],
  [
    'value must be set when operation is UPSERT',
    telemetry,
    'spec.metrics.0.overrides.0.tagOverrides.host',
    { operation: 'UPSERT' },
  ],
  [
    'value must not be set when operation is REMOVE',
    telemetry,
    'spec.metrics.0.overrides.0.tagOverrides.host',
    { operation: 'REMOVE', value: 'request.host' },
  ],
  ['Invalid CIDR format provided', clusterNetworkPolicy, 'spec.egress.0.to.0.networks', ['10.0.0.1/8']],
  [
    'Start port must be less than End port',
    clusterNetworkPolicy,
    'spec.egress.0.protocols.0.tcp.destinationPort',
    { range: { start: 443, end: 80 } },
  ],
];

describe('a manifest that the plain schema accepts', () => {
  test.each(broken)('is refused: %s (%#)', (message, of, path, value) => {
    const manifest = changed(of, path, value);
    const kind = kinds.find((candidate) => candidate.kind === of.kind);
    expect(kind && compileOpenApi(kind)(manifest)).toEqual([]);
    expect(violations(manifest)).toContainEqual(expect.stringContaining(message));
  });

  test('is refused at the place of the rule, with the rule', () => {
    expect(violations(changed(serviceEntry, 'spec.ports.1.number', 65536))).toEqual([
      'ServiceEntry default/cnn: spec.ports[1].number: port must be between 1-65535 (rule: 0 < self && self <= 65535)',
    ]);
  });

  test('is refused by every message that there is', () => {
    const messages = custom.flatMap(({ kind }) => rulesOf(kind).map(({ message = '' }) => `${kind}: ${message}`));
    const missed = [...new Set(messages)].filter((message) => {
      return !broken.some(([part, { kind }]) => message.startsWith(`${kind}: ${part}`));
    });
    expect(missed).toEqual([]);
  });

  test.each([
    workloads,
    endpoints,
    changed(targeted.envoyFilter, 'spec.targetRefs', [TARGET]),
    changed(envoyFilter, 'spec.configPatches.0.match', { context: 'WAYPOINT', waypoint: { portNumber: 443 } }),
    changed(targeted.authorizationPolicy, 'spec.targetRefs', [{ ...TARGET, namespace: '' }]),
    changed(authorizationPolicy, 'spec.rules.0.from.0.source', { serviceAccounts: ['default/curl'] }),
    changed(targeted.telemetry, 'spec.targetRef', TARGET),
  ])('passes when it keeps to the rules (%#)', (manifest) => {
    expect(violations(manifest)).toEqual([]);
  });
});

describe('the rule of durations', () => {
  const places = custom.flatMap(({ kind }) =>
    rulesOf(kind)
      .filter(({ rule }) => rule.includes('duration(self)'))
      .map(({ path }) => ({ kind, path })),
  );

  /** An object with a value at a place such as `spec.http[*].timeout`. */
  function objectWith(path: string, value: unknown): Record<string, unknown> {
    const [first = '', ...rest] = path.split('.');
    const inner = rest.length > 0 ? objectWith(rest.join('.'), value) : value;
    return first.endsWith('[*]') ? { [first.slice(0, -3)]: [inner] } : { [first]: inner };
  }

  test.each(places)('holds in a $kind at $path', ({ kind, path }) => {
    const at = (value: string) =>
      checks
        .get(kind)
        ?.check(objectWith(path, value))
        .map((f) => formatPath(f.path));
    expect(at('0s')).toEqual([path.replaceAll('[*]', '[0]')]);
    expect(at('1h2m3.5s')).toEqual([]);
  });
});

describe('compiling', () => {
  const withRule = (rule: object): Schema =>
    ({ properties: { a: { type: 'integer', 'x-kubernetes-validations': [rule] } } }) as Schema;

  test('a rule on oldSelf is named and skipped', () => {
    const check = compileCel(withRule({ rule: 'self == oldSelf' }));
    expect(check.rules).toEqual([{ path: 'a', rule: 'self == oldSelf', skippedOnCreate: true }]);
    expect(check.check({ a: 1 })).toEqual([]);
  });

  test.each([
    ['a rule that cannot be parsed', { rule: 'self ==' }],
    ['a rule on an optional old object', { rule: 'self == 1', optionalOldSelf: true }],
    ['a rule with an escaped field name', { rule: 'self.__namespace__ == 1' }],
  ])('%s is refused', (_, rule) => {
    expect(() => compileCel(withRule(rule))).toThrow();
  });

  test('a rule that cannot be evaluated refuses the object', () => {
    const [finding] = compileCel(withRule({ rule: 'unknown(self)' })).check({ a: 1 });
    expect(finding?.problem).toContain('breaks the rule: unknown(self): ');
  });

  test('integers and doubles have the types of the schema', () => {
    const rule = 'type(self.i) == int && type(self.d) == double && type(self.u) == int && type(self.f) == double';
    const properties = { i: { type: 'integer' }, d: { type: 'number' } };
    const check = compileCel({ properties, 'x-kubernetes-validations': [{ rule }] });
    expect(check.check({ i: 1, d: 1, u: 1, f: 1.5 })).toEqual([]);
  });
});
