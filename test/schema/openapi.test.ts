/** The validator accepts what is right, and each layer of it but CEL is shown to refuse what is wrong. */
import { violations } from '../support/schema';
import { kinds } from '../support/schema/kinds';
import * as sample from './samples';
import { changed, type Sample } from './samples';

type Row = readonly [name: string, of: Sample, path: string, value: unknown, expected: string];

const {
  serviceEntry,
  gateway,
  destinationRule,
  virtualService,
  sidecar,
  envoyFilter,
  authorizationPolicy,
  telemetry,
  networkPolicy,
  namespace,
  serviceAccount,
  service,
  deployment,
  podDisruptionBudget,
  horizontalPodAutoscaler,
  role,
  roleBinding,
} = sample;

function refuses(rows: readonly Row[]): void {
  test.each(rows)('%s', (_name, of, path, value, expected) => {
    const found = violations(changed(of, path, value));
    expect(found).toEqual([expect.stringContaining(expected)]);
    expect(found[0]).toContain(of.kind);
  });
}

describe('valid manifests', () => {
  test.each(sample.samples)('a $kind passes', (manifest) => {
    expect(violations(manifest)).toEqual([]);
  });

  test('there is a sample of every kind with a schema', () => {
    expect(sample.samples.map(({ kind }) => kind).sort()).toEqual(kinds.map(({ kind }) => kind).sort());
  });

  test('checking a manifest leaves it as it was', () => {
    const manifest = structuredClone(deployment);
    violations(manifest);
    expect(manifest).toEqual(deployment);
  });
});

describe('a message', () => {
  test('names kind, namespace, name, path and fault', () => {
    expect(violations(changed(serviceEntry, 'spec.ports.1.port', 443))).toEqual([
      'ServiceEntry default/cnn: spec.ports[1].port: is not a known field',
    ]);
  });

  test('leaves out a namespace that is not there', () => {
    expect(violations(changed(namespace, 'spec', { a: 1 }))).toEqual([
      'Namespace istio-egress: spec.a: is not a known field',
    ]);
  });

  test('is given for each fault', () => {
    const broken = changed(changed(gateway, 'spec.a', 1), 'spec.servers.0.port.number', '443');
    expect(violations(broken)).toEqual([
      expect.stringContaining('spec.a: is not a known field'),
      expect.stringContaining('spec.servers[0].port.number: must be integer: got "443"'),
    ]);
  });
});

describe('an unknown kind', () => {
  refuses([
    ['a kind that does not exist is refused', gateway, 'kind', 'GatewayS', 'no such kind is known'],
    ['a version that is not ours is refused', gateway, 'apiVersion', 'networking.istio.io/v1beta1', 'v1beta1'],
    [
      'an EnvoyFilter is v1alpha3 and nothing else',
      envoyFilter,
      'apiVersion',
      'networking.istio.io/v1',
      'no such kind',
    ],
    ['a kind of another group is refused', networkPolicy, 'apiVersion', 'networking.istio.io/v1', 'no such kind'],
  ]);

  test('an object without kind is refused', () => {
    expect(violations({})).toEqual(['undefined (unnamed): no such kind is known in apiVersion undefined']);
  });
});

describe('an unknown field', () => {
  refuses([
    ['at the top', serviceEntry, 'specs', {}, 'specs: is not a known field'],
    ['in a ServiceEntry', serviceEntry, 'spec.ports.0.portName', 'x', 'spec.ports[0].portName: is not a known field'],
    ['in a Gateway', gateway, 'spec.servers.0.tls.modes', 'x', 'spec.servers[0].tls.modes'],
    ['in a DestinationRule', destinationRule, 'spec.subsets.0.label', {}, 'spec.subsets[0].label'],
    ['in a VirtualService', virtualService, 'spec.http.0.routes', [], 'spec.http[0].routes'],
    ['in a Sidecar', sidecar, 'spec.egress.0.host', [], 'spec.egress[0].host: is not a known field'],
    ['in an EnvoyFilter', envoyFilter, 'spec.configPatches.0.patch.values', {}, 'spec.configPatches[0].patch.values'],
    ['in an AuthorizationPolicy', authorizationPolicy, 'spec.rules.0.from.0.source.sni', [], 'source.sni'],
    ['in a Telemetry', telemetry, 'spec.accessLogging.0.provider', [], 'spec.accessLogging[0].provider'],
    ['in the metadata of an Istio kind', gateway, 'metadata.label', {}, 'metadata.label: is not a known field'],
    ['in a NetworkPolicy', networkPolicy, 'spec.egress.0.from', [], 'spec.egress[0].from'],
    ['in a Namespace', namespace, 'metadata.label', {}, 'metadata.label'],
    ['in a ServiceAccount', serviceAccount, 'spec', {}, 'spec: is not a known field'],
    ['in a Service', service, 'spec.ports.0.number', 1, 'spec.ports[0].number'],
    ['in a Deployment', deployment, 'spec.template.spec.containers.0.port', 1, 'spec.template.spec.containers[0].port'],
    ['in a PodDisruptionBudget', podDisruptionBudget, 'spec.min', 1, 'spec.min'],
    ['in a HorizontalPodAutoscaler', horizontalPodAutoscaler, 'spec.max', 1, 'spec.max'],
    ['in a Role', role, 'rules.0.resource', [], 'rules[0].resource: is not a known field'],
    ['in a RoleBinding', roleBinding, 'subjects.0.group', '', 'subjects[0].group: is not a known field'],
  ]);
});

describe('a wrong type', () => {
  refuses([
    ['in a ServiceEntry', serviceEntry, 'spec.ports.0.number', '80', 'must be integer: got "80"'],
    ['in a Gateway', gateway, 'spec.selector.istio', 1, 'spec.selector.istio: must be string'],
    ['in a DestinationRule', destinationRule, 'spec.subsets', {}, 'spec.subsets: must be array'],
    ['in a VirtualService', virtualService, 'spec.http.0.route.0.weight', 99.5, 'must be integer: got 99.5'],
    ['in a Sidecar', sidecar, 'spec.egress.0.hosts', '*/*', 'spec.egress[0].hosts: must be array'],
    ['in an EnvoyFilter', envoyFilter, 'spec.priority', '10', 'spec.priority: must be integer'],
    [
      'in an AuthorizationPolicy',
      authorizationPolicy,
      'spec.rules.0.to.0.operation.ports',
      [443],
      'must be string: got 443',
    ],
    ['in a Telemetry', telemetry, 'spec.tracing.0.randomSamplingPercentage', '1', 'must be number: got "1"'],
    [
      'in a NetworkPolicy',
      networkPolicy,
      'spec.egress.0.ports.0.port',
      true,
      'must match exactly one of: integer, string',
    ],
    ['in a Namespace', namespace, 'spec.finalizers', 'x', 'spec.finalizers: must be array'],
    ['in a ServiceAccount', serviceAccount, 'automountServiceAccountToken', 'no', 'must be boolean: got "no"'],
    ['in a Service', service, 'spec.ports.0.port', '443', 'must be integer'],
    ['in a Deployment', deployment, 'spec.replicas', '2', 'spec.replicas: must be integer'],
    ['in a Deployment, beyond 32 bits', deployment, 'spec.replicas', 2 ** 40, 'spec.replicas: must be int32'],
    ['in a PodDisruptionBudget', podDisruptionBudget, 'spec.selector', [], 'spec.selector: must be object'],
    [
      'in a HorizontalPodAutoscaler',
      horizontalPodAutoscaler,
      'spec.minReplicas',
      '2',
      'spec.minReplicas: must be integer',
    ],
    ['in a Role', role, 'rules.0.verbs', 'get', 'rules[0].verbs: must be array'],
    ['in a RoleBinding', roleBinding, 'subjects', {}, 'subjects: must be array'],
    ['a null where the schema has no place for it', serviceEntry, 'spec.location', null, 'spec.location'],
  ]);
});

describe('a wrong value of an enum', () => {
  refuses([
    ['in a ServiceEntry', serviceEntry, 'spec.resolution', 'dns', 'must be one of NONE, STATIC, DNS'],
    ['in a Gateway', gateway, 'spec.servers.0.tls.mode', 'MTLS', 'must be one of PASSTHROUGH'],
    [
      'in a DestinationRule',
      destinationRule,
      'spec.subsets.0.trafficPolicy.loadBalancer.simple',
      'RR',
      'must be one of',
    ],
    ['in a Sidecar', sidecar, 'spec.outboundTrafficPolicy.mode', 'ALLOW', 'must be one of REGISTRY_ONLY, ALLOW_ANY'],
    ['in an EnvoyFilter', envoyFilter, 'spec.configPatches.0.patch.operation', 'SET', 'must be one of INVALID, MERGE'],
    ['in an AuthorizationPolicy', authorizationPolicy, 'spec.action', 'REFUSE', 'must be one of ALLOW, DENY, AUDIT'],
    ['in a Telemetry', telemetry, 'spec.accessLogging.0.match.mode', 'BOTH', 'must be one of CLIENT_AND_SERVER'],
    [
      'in a NetworkPolicy',
      networkPolicy,
      'spec.policyTypes.0',
      'egress',
      'must be one of Egress, Ingress: got "egress"',
    ],
    [
      'in a NetworkPolicy port',
      networkPolicy,
      'spec.egress.0.ports.0.protocol',
      'HTTP',
      'must be one of SCTP, TCP, UDP',
    ],
    ['in a Service', service, 'spec.type', 'Cluster', 'must be one of ClusterIP'],
    ['in a Deployment', deployment, 'spec.strategy.type', 'Rolling', 'must be one of Recreate, RollingUpdate'],
  ]);
});

describe('a missing required field', () => {
  refuses([
    ['in a ServiceEntry', serviceEntry, 'spec.hosts', undefined, 'spec.hosts: is required'],
    ['in a ServiceEntry without spec', serviceEntry, 'spec', undefined, 'spec: is required'],
    ['in a Gateway', gateway, 'spec.servers.0.port.name', undefined, 'spec.servers[0].port.name: is required'],
    ['in a DestinationRule', destinationRule, 'spec.subsets.0.name', undefined, 'spec.subsets[0].name: is required'],
    ['in a VirtualService', virtualService, 'spec.tls.0.match.0.sniHosts', undefined, 'sniHosts: is required'],
    ['in a Sidecar', sidecar, 'spec.egress.0.hosts', undefined, 'spec.egress[0].hosts: is required'],
    [
      'in an AuthorizationPolicy',
      authorizationPolicy,
      'spec.rules.0.when.0.key',
      undefined,
      'when[0].key: is required',
    ],
    ['in a Telemetry', telemetry, 'spec.accessLogging.0.providers.0.name', undefined, 'providers[0].name: is required'],
    ['in a NetworkPolicy', networkPolicy, 'spec.egress.0.to.1.ipBlock', {}, 'ipBlock.cidr: is required'],
    ['in a Service', service, 'spec.ports.0.port', undefined, 'spec.ports[0].port: is required'],
    ['in a Deployment', deployment, 'spec.selector', undefined, 'spec.selector: is required'],
    ['in a HorizontalPodAutoscaler', horizontalPodAutoscaler, 'spec.maxReplicas', undefined, 'is required'],
    ['in a Role', role, 'rules.0.verbs', undefined, 'rules[0].verbs: is required'],
    ['in a RoleBinding', roleBinding, 'roleRef', undefined, 'roleRef: is required'],
  ]);
});

describe('a choice, a bound and a duplicate', () => {
  refuses([
    [
      'two load balancers at once are refused',
      destinationRule,
      'spec.subsets.0.trafficPolicy.loadBalancer.consistentHash',
      { useSourceIp: true },
      'loadBalancer: must match exactly one of: none, simple, consistentHash',
    ],
    [
      'a match of two sorts is refused',
      virtualService,
      'spec.http.0.match.0.uri.exact',
      '/',
      'must match exactly one of',
    ],
    [
      'a patch that matches a cluster and a listener is refused',
      envoyFilter,
      'spec.configPatches.0.match.listener',
      {},
      'match: must match exactly one of: none, listener, routeConfiguration, cluster, waypoint',
    ],
    [
      'a tag of two sorts is refused',
      telemetry,
      'spec.tracing.0.customTags.team.header',
      { name: 'team' },
      'customTags.team: must match exactly one of',
    ],
    ['more than all requests are refused', telemetry, 'spec.tracing.0.randomSamplingPercentage', 101, 'must be <= 100'],
    ['a port beyond 32 bits is refused', gateway, 'spec.servers.0.port.number', 2 ** 32, 'must be <= 4294967295'],
    ['a ServiceEntry without hosts is refused', serviceEntry, 'spec.hosts', [], 'must NOT have fewer than 1 items'],
    ['ports of one name are refused', serviceEntry, 'spec.ports.1.name', 'http', 'has two items of the same name'],
    [
      'containers of one name are refused',
      deployment,
      'spec.template.spec.containers.1',
      { name: 'istio-proxy' },
      'spec.template.spec.containers: has two items of the same name',
    ],
    ['finalizers given twice are refused', gateway, 'metadata.finalizers', ['a/b', 'a/b'], 'has the same item twice'],
  ]);
});

test('what an EnvoyFilter patches in is not looked into', () => {
  expect(violations(changed(envoyFilter, 'spec.configPatches.0.patch.value', { a: [{ b: 1 }] }))).toEqual([]);
});
