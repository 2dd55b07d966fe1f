import { Lazy } from 'cdk8s';
import { parseClusterDomain } from '../../../lib/input/cluster-domain';
import { fixIn, messageOf } from '../help';

describe('parseClusterDomain', () => {
  test.each([
    '',
    '.',
    'cluster.local.',
    '.cluster.local',
    'Cluster.Local',
    'cluster..local',
    'cluster_local',
    '-cluster.local',
    '*.local',
    `${'a'.repeat(64)}.local`,
    Array.from({ length: 64 }, () => 'abc').join('.'),
  ])('refuses %p', (value) => {
    const message = messageOf(() => parseClusterDomain(value));
    expect(message).toMatch(/cluster domain is not a dns domain/);
    expect(message).toContain(`got ${JSON.stringify(value)}`);
    expect(fixIn(message)).toMatch(/clusterDomain, without a trailing dot/);
  });

  test('refuses a token, since names of hosts follow from it', () => {
    const lazy = Lazy.any({ produce: () => 'cluster.local' }) as string;
    expect(messageOf(() => parseClusterDomain(lazy))).toMatch(/cluster domain is a token.*fix: resolve/);
  });

  test.each(['cluster.local', 'local', 'k8s-1.example.internal'])('reads %s', (value) => {
    expect(parseClusterDomain(value)).toBe(value);
  });
});
