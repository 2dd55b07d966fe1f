import { Lazy } from 'cdk8s';
import { parseClusterDomain, parseTrustDomain } from '../../../lib/input/cluster-domain';
import { findingOf } from './findings';

const KUBELET = 'write the clusterDomain of the kubelet configuration, such as "cluster.local"';

test.each([
  ['', KUBELET],
  ['.', KUBELET],
  ['cluster.local.', 'write "cluster.local"'],
  ['.cluster.local', 'write "cluster.local"'],
  ['Cluster.Local', 'write "cluster.local"'],
  ['cluster..local', KUBELET],
  ['cluster_local', KUBELET],
  ['-cluster.local', KUBELET],
  ['*.local', KUBELET],
  [`${'a'.repeat(64)}.local`, KUBELET],
  [Array.from({ length: 64 }, () => 'abc').join('.'), KUBELET],
  [7, KUBELET],
])('parseClusterDomain rejects %p and names the domain or its source in the fix', (value, fix) => {
  expect(findingOf(() => parseClusterDomain(value as string))).toMatchObject({
    code: 'EGR0117',
    problem: 'clusterDomain must be a DNS domain in lower case',
    got: JSON.stringify(value),
    fix,
  });
});

test('parseClusterDomain rejects a token, because host names depend on the domain', () => {
  const lazy = Lazy.any({ produce: () => 'cluster.local' }) as string;
  expect(findingOf(() => parseClusterDomain(lazy)).problem).toBe('clusterDomain must be a literal');
});

test.each(['cluster.local', 'local', 'k8s-1.example.internal'])('parseClusterDomain accepts %s', (value) => {
  expect(parseClusterDomain(value)).toBe(value);
});

test('parseTrustDomain accepts a domain, and names the property and its source for other values', () => {
  expect(parseTrustDomain('prod')).toBe('prod');
  expect(findingOf(() => parseTrustDomain('a/b', 'trustDomainAliases[1]'))).toMatchObject({
    code: 'EGR0117',
    problem: 'trustDomainAliases[1] must be a DNS domain in lower case',
    fix: 'write the trustDomain of the mesh configuration, such as "cluster.local"',
  });
});
