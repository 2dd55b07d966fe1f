/** What the API server of Kubernetes checks in code, and its published schemas do not tell. */
import { violations } from '../support/schema';
import { isStrictlyWithin } from '../support/schema/formats';
import { withAdditions } from '../support/schema/kubernetes';
import {
  changed,
  deployment,
  horizontalPodAutoscaler,
  networkPolicy,
  podDisruptionBudget,
  role,
  roleBinding,
  service,
} from './samples';

describe('the ports of a NetworkPolicy', () => {
  test.each([
    ['port 0', { port: 0 }, 'port: must be >= 1'],
    ['a port beyond 65535', { port: 65536 }, 'port: must be <= 65535'],
    ['a name that is too long', { port: 'a-very-long-name' }, 'port: must be a port name'],
    ['a name without a letter', { port: '80' }, 'port: must be a port name'],
    ['an end without a beginning', { endPort: 80 }, 'ports[0].port: is required with endPort'],
    ['an end before the beginning', { port: 80, endPort: 79 }, 'endPort: must be >= 80'],
    ['an end after a name', { port: 'http', endPort: 80 }, 'endPort: '],
    ['an end beyond 65535', { port: 80, endPort: 65536 }, 'endPort: must be <= 65535'],
  ])('%s is refused', (_, port, expected) => {
    const found = violations(changed(networkPolicy, 'spec.egress.0.ports.0', port));
    expect(found.join('\n')).toContain(expected);
  });
});

describe('the peers of a NetworkPolicy', () => {
  test.each([
    ['no selector and no block', {}],
    ['a block and a selector', { ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }],
    ['an address in place of a block', { ipBlock: { cidr: '10.0.0.1' } }],
    ['a prefix that is too long', { ipBlock: { cidr: '10.0.0.0/33' } }],
    ['an exception outside of its block', { ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }],
    ['an exception as large as its block', { ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }],
    ['an exception of the other family', { ipBlock: { cidr: '::/0', except: ['10.0.0.0/8'] } }],
  ])('%s is refused', (_, peer) => {
    expect(violations(changed(networkPolicy, 'spec.egress.0.to.0', peer))).not.toEqual([]);
  });

  test.each([
    { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.169.254/32'] } },
    { ipBlock: { cidr: '::/0', except: ['fd00::/8'] } },
    { podSelector: {}, namespaceSelector: {} },
  ])('%j passes', (peer) => {
    expect(violations(changed(networkPolicy, 'spec.egress.0.to.0', peer))).toEqual([]);
  });

  test('a block that is no block lies within nothing', () => {
    expect(isStrictlyWithin('10.0.0.0', '10.0.0.0/8')).toBe(false);
  });
});

describe('the subject of a RoleBinding', () => {
  test.each([
    { kind: 'ServiceAccount', name: 'egress' },
    { kind: 'User', name: 'jane@example.com' },
    { kind: 'Group', name: 'system:masters', apiGroup: 'rbac.authorization.k8s.io' },
  ])('%j passes', (subject) => {
    expect(violations(changed(roleBinding, 'subjects.0', subject))).toEqual([]);
  });

  test.each([
    ['a kind that is none', { kind: 'Pod', name: 'egress' }, 'kind: must be one of Group, ServiceAccount, User'],
    ['no name', { kind: 'User', name: '' }, 'name: must NOT have fewer than 1 characters'],
    ['the wrong API group', { kind: 'User', name: 'jane', apiGroup: 'rbac' }, 'apiGroup: must be one of rbac.auth'],
    [
      'a service account of an API group',
      { kind: 'ServiceAccount', name: 'egress', apiGroup: 'rbac.authorization.k8s.io' },
      'kind: must be one of Group, User: got "ServiceAccount"',
    ],
  ])('%s is refused', (_, subject, expected) => {
    expect(violations(changed(roleBinding, 'subjects.0', subject))).toEqual([
      expect.stringContaining(`subjects[0].${expected}`),
    ]);
  });
});

test.each([
  ['a selector with an unknown operator', networkPolicy, 'spec.podSelector.matchExpressions.0.operator', 'Not'],
  ['a policy type given twice', networkPolicy, 'spec.policyTypes', ['Egress', 'Egress']],
  ['a Service on port 0', service, 'spec.ports.0.port', 0],
  ['a target port beyond 65535', service, 'spec.ports.0.targetPort', 70000],
  ['a container port 0', deployment, 'spec.template.spec.containers.0.ports.0.containerPort', 0],
  ['a container whose name is no label', deployment, 'spec.template.spec.containers.0.name', 'a_b'],
  ['a budget with both bounds', podDisruptionBudget, 'spec.maxUnavailable', 1],
  ['an autoscaler with more replicas at least than at most', horizontalPodAutoscaler, 'spec.minReplicas', 6],
  ['a rule without a verb', role, 'rules.0.verbs', []],
  ['a rule without an API group', role, 'rules.0.apiGroups', undefined],
  ['a rule with an empty list of API groups', role, 'rules.0.apiGroups', []],
  ['a rule without resources', role, 'rules.0.resources', undefined],
  ['a rule with an empty list of resources', role, 'rules.0.resources', []],
  ['a rule of a Role about URLs', role, 'rules.0.nonResourceURLs', ['/healthz']],
  ['a role that is an object of another kind', roleBinding, 'roleRef.kind', 'Secret'],
  ['a role of another API group', roleBinding, 'roleRef.apiGroup', 'rbac'],
  ['a role without a name', roleBinding, 'roleRef.name', ''],
  ['a role whose name has a slash', roleBinding, 'roleRef.name', 'a/b'],
])('%s is refused', (_, sample, path, value) => {
  expect(violations(changed(sample, path, value))).toHaveLength(1);
});

describe('an addition that answers to nothing', () => {
  test('is refused for a definition that is not there', () => {
    expect(() => withAdditions({})).toThrow('which is no definition');
  });

  test('is refused for a property that is not there', () => {
    const definitions = { 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': { properties: { labels: {} } } };
    expect(() => withAdditions(definitions)).toThrow('ObjectMeta.annotations, which is no property');
  });
});
