import { parseSidecarHosts } from '../../../lib/sidecar/parse-sidecar-hosts';
import { findingOf, findingsOf } from '../input/findings';

describe('parseSidecarHosts', () => {
  test('accepts hosts and wildcards of one namespace', () => {
    const valid = [
      'databases/*',
      './*',
      './api.example.com',
      'shared/api.shared.svc.cluster.local',
      'shared/*.shared.svc.cluster.local',
      '0/a.b',
      'shared/*.local',
    ];
    expect(parseSidecarHosts('additionalHosts', valid)).toEqual(valid);
  });

  test.each<[string, unknown]>([
    ['every namespace', '*/*'],
    ['every namespace for one host', '*/api.example.com'],
    ["Istio's ~, no namespace at all", '~/*'],
    ['a host without a namespace', 'api.example.com'],
    ['an empty namespace', '/*'],
    ['an empty host', 'databases/'],
    ['a third part', 'a/b/c'],
    ['an upper-case namespace', 'Databases/*'],
    ['an upper-case host', 'a/API.com'],
    ['a malformed namespace', '-a/*'],
    ['a * that is a part of a label', 'a/x*.com'],
    ['a * in the last label', 'a/com.*'],
    ['a trailing dot', 'a/b.com.'],
    ['a port', 'a/b.com:80'],
    ['a space', 'a/b .com'],
    ['a line break', 'a/*\n'],
    ['undefined', undefined],
    ['a number', 7],
  ])('rejects %s', (_, value) => {
    const { code, problem, got, fix } = findingOf(() => parseSidecarHosts('additionalHosts', ['a/*', value as string]));
    expect([code, problem]).toEqual(['EGR0601', 'additionalHosts[1] must be namespace/host']);
    expect(got).toBe(JSON.stringify(value) ?? 'undefined');
    expect(fix).toBe('write the namespace before the host, such as "databases/*" for every host of a namespace');
  });

  test.each([
    ['databases/pg', 'write "databases/pg.databases.svc.cluster.local"'],
    ['0/a', 'write "0/a.0.svc.cluster.local"'],
    ['./pg', 'remove additionalHosts[0]: Services of the own namespace are imported'],
  ])('rejects %s: Istio matches full names only', (value, expected) => {
    const { code, problem, fix } = findingOf(() => parseSidecarHosts('additionalHosts', [value]));
    expect([code, problem, fix]).toEqual(['EGR0601', 'additionalHosts[0] must have a full DNS name', expected]);
  });

  test('rejects all malformed hosts at once', () => {
    expect(findingsOf(() => parseSidecarHosts('hosts', ['*/*', 'a/*', 'x/y'])).map(({ problem }) => problem)).toEqual([
      'hosts[0] must be namespace/host',
      'hosts[2] must have a full DNS name',
    ]);
  });

  test('rejects a value that is not a list', () => {
    expect(findingOf(() => parseSidecarHosts('hosts', 'a/*' as never)).problem).toBe('hosts must be a list');
  });
});
