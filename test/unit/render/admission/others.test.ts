import { endpointPolicy } from '../../../../lib/render/admission/endpoints';
import { namespacePolicy } from '../../../../lib/render/admission/namespaces';
import { networkPolicy } from '../../../../lib/render/admission/networks';
import { proxyPolicy } from '../../../../lib/render/admission/proxies';
import { verdict } from '../../../support/admission';

const deployers = { users: ['ci'], groups: [] };

describe('endpoints', () => {
  const policy = endpointPolicy(deployers);

  it.each<[string, string, object, readonly RegExp[]]>([
    ['a Service', 'services', { spec: { type: 'ClusterIP' } }, []],
    ['a Service without a type', 'services', { spec: { externalIPs: [] } }, []],
    ['an ExternalName', 'services', { spec: { type: 'ExternalName' } }, [/ExternalName/]],
    ['external addresses', 'services', { spec: { externalIPs: ['203.0.113.1'] } }, [/externalIPs/]],
  ])('%s', (_, resource, object, messages) => {
    const expected = messages.map((message) => expect.stringMatching(message) as unknown);
    expect(verdict(policy, { resource, object })).toEqual(expected);
    const username = 'system:serviceaccount:kube-system:service-controller';
    expect(verdict(policy, { resource, object, username })).toBeUndefined();
    expect(verdict(policy, { resource, object, username: 'ci' })).toBeUndefined();
  });
});

it.each<[string, object | undefined, object | undefined, number]>([
  ['none', undefined, undefined, 0],
  ['the same', { a: 'b' }, { a: 'b' }, 0],
  ['one less', { 'istio-injection': 'enabled' }, undefined, 1],
  ['another value', { 'istio-injection': 'enabled' }, { 'istio-injection': 'disabled' }, 1],
  ['one more', {}, { 'istio.io/dataplane-mode': 'none' }, 1],
  ['another revision', { 'istio.io/rev': 'a' }, { 'istio.io/rev': 'b' }, 1],
  ['another standard', { 'pod-security.kubernetes.io/enforce': 'restricted' }, {}, 1],
  ['one by which peers are told', {}, { istio: 'system' }, 1],
  ['others, which decide nothing', { team: 'a', gone: 'x' }, { team: 'b', 'example.com/project': 'c' }, 0],
])('labels of a namespace, %s', (_, before, after, broken) => {
  const namespaceWith = (labels?: object): object => ({ metadata: { name: 'payments', ...(labels && { labels }) } });
  const asked = { resource: 'namespaces', object: namespaceWith(after), oldObject: namespaceWith(before) };
  expect(verdict(namespacePolicy(deployers), asked)).toHaveLength(broken);
  expect(verdict(namespacePolicy(deployers), { ...asked, username: 'ci' })).toBeUndefined();
});

describe('networks', () => {
  const policy = networkPolicy(deployers);
  const ingress = { spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [] } };
  const both = { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } };
  const egress = { spec: { podSelector: {}, egress: [{}] } };

  it.each<[string, object, number]>([
    ['makes one for what comes in', { object: ingress }, 0],
    ['deletes it', { oldObject: ingress }, 0],
    ['makes one for both', { object: both }, 1],
    ['makes one for what goes out', { object: egress }, 1],
    ['changes one into one for what goes out', { object: egress, oldObject: ingress }, 1],
    ['changes one for what goes out', { object: ingress, oldObject: both }, 1],
    ['deletes one for what goes out', { oldObject: both }, 1],
  ])('a tenant %s', (_, asked, broken) => {
    expect(verdict(policy, { group: 'networking.k8s.io', resource: 'networkpolicies', ...asked })).toHaveLength(broken);
  });
});

describe('proxies', () => {
  const policy = proxyPolicy(deployers);

  it.each<[string, object, number]>([
    ['the proxy', { container: 'istio-proxy' }, 1],
    ['what redirects', { container: 'istio-init' }, 1],
    ['what looks whether that is so', { container: 'istio-validation' }, 1],
    ['another container', { container: 'app' }, 0],
    // The API server takes the only container then, which may be the proxy's.
    ['no container by name', {}, 1],
  ])('a shell in %s', (_, object, broken) => {
    expect(verdict(policy, { object })).toHaveLength(broken);
    expect(verdict(policy, { object, username: 'ci' })).toBeUndefined();
  });
});
