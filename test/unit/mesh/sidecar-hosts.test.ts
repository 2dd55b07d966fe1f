import fc from 'fast-check';
import { Access } from '../../../lib/mesh/access';
import { ExternalHost, ExternalPort } from '../../../lib/mesh/external-host';
import { Host } from '../../../lib/host/host';
import { hostsOpenTo, parseSidecarHosts } from '../../../lib/mesh/sidecar-hosts';
import { Source } from '../../../lib/mesh/source';
import { externalHost, FACTS, fixIn, HTTP_80, messageOf, TLS_443 } from '../help';

const parseSidecarHost = (value: string): string => parseSidecarHosts([value])[0] as string;
const SERVICE = 'istio-system/istio-egressgateway.istio-system.svc.cluster.local';
const to = (...sources: Source[]): { readonly access: Access } => ({ access: { sources, operations: [] } });
const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });

/** `name`, routed from `at`. */
function host(name: string, ports: readonly ExternalPort[], at = 'default'): ExternalHost {
  return { ...externalHost(ports), host: Host.parse(name), namespace: at };
}

describe('hostsOpenTo', () => {
  test.each<[string, ExternalPort[], boolean]>([
    ['that is for whoever comes', [TLS_443], true],
    ['that is for anyone', [{ ...TLS_443, ...to({ kind: 'anyone' }) }], true],
    ['for the namespace', [{ ...TLS_443, ...to(namespace('payments')) }], true],
    [
      'for one account of it',
      [{ ...TLS_443, ...to({ kind: 'serviceAccount', namespace: 'payments', name: 'x' }) }],
      true,
    ],
    ['for another namespace', [{ ...TLS_443, ...to(namespace('orders')) }], false],
    [
      'of which one port is for it',
      [
        { ...HTTP_80, ...to(namespace('orders')) },
        { ...TLS_443, ...to(namespace('payments')) },
      ],
      true,
    ],
  ])('of a host %s: %p names it, and the Service of its gateway', (_, ports, open) => {
    expect(hostsOpenTo('payments', [host('a.com', ports)])).toEqual(open ? ['default/a.com', SERVICE] : []);
  });

  test('are each there once, sorted, with the namespace that each is declared in', () => {
    const gateway = { ...FACTS, namespace: 'istio-egress', serviceName: 'second', clusterDomain: 'k8s.internal' };
    const found = hostsOpenTo('payments', [
      host('b.com', [TLS_443], 'zoo'),
      { ...host('c.com', [TLS_443]), gateway },
      host('a.com', [HTTP_80, TLS_443], 'zoo'),
    ]);
    expect(found).toEqual([
      'default/c.com',
      'istio-egress/second.istio-egress.svc.k8s.internal',
      SERVICE,
      'zoo/a.com',
      'zoo/b.com',
    ]);
  });

  test('leave out what stands in the own namespace, which a sidecar knows anyway', () => {
    expect(hostsOpenTo('payments', [host('a.com', [TLS_443], 'payments')])).toEqual([SERVICE]);
    const beside = { ...host('a.com', [TLS_443]), gateway: { ...FACTS, namespace: 'payments' } };
    expect(hostsOpenTo('payments', [beside])).toEqual(['default/a.com']);
  });

  test('are none where no route is open: nor the gateway of those that are closed', () => {
    const closed = { ...TLS_443, ...to(namespace('orders')) };
    expect(hostsOpenTo('payments', [host('a.com', [closed]), host('b.com', [closed], 'payments')])).toEqual([]);
    expect(hostsOpenTo('payments', [])).toEqual([]);
  });

  test('are all such as a Sidecar may name', () => {
    const drawn = fc.tuple(fc.constantFrom('a.com', 'xn--p1ai.example', '1.b.c'), fc.constantFrom('default', 'x-1'));
    fc.assert(
      fc.property(fc.array(drawn), (all) => {
        const found = hostsOpenTo(
          'payments',
          all.map(([name, at]) => host(name, [TLS_443], at)),
        );
        expect(parseSidecarHosts(found)).toEqual(found);
      }),
    );
  });
});

describe('parseSidecarHosts', () => {
  test.each([
    'databases/*',
    './*',
    './api.example.com',
    'shared/api.shared.svc.cluster.local',
    'shared/*.shared.svc.cluster.local',
    '0/a.b',
    'shared/*.local',
  ])('reads %s', (value) => {
    expect(parseSidecarHost(value)).toBe(value);
  });

  test.each<[string, unknown, string]>([
    ['every namespace', '*/*', '"*/*"'],
    ['every namespace for one host', '*/api.example.com', '"*/api.example.com"'],
    ['no namespace at all, in Istio ~', '~/*', '"~/*"'],
    ['a host alone', 'api.example.com', '"api.example.com"'],
    ['a namespace alone', 'databases', '"databases"'],
    ['an empty namespace', '/*', '"/*"'],
    ['an empty host', 'databases/', '"databases/"'],
    ['a part too many', 'a/b/c', '"a/b/c"'],
    ['an upper case namespace', 'Databases/*', '"Databases/*"'],
    ['an upper case host', 'a/API.com', '"a/API.com"'],
    ['a malformed namespace', '-a/*', '"-a/*"'],
    ['a * that is not a whole first label', 'a/x*.com', '"a/x*.com"'],
    ['a * behind', 'a/com.*', '"a/com.*"'],
    ['a dot behind', 'a/b.com.', '"a/b.com."'],
    ['a port', 'a/b.com:80', '"a/b.com:80"'],
    ['a blank', 'a/b .com', '"a/b .com"'],
    ['a line break', 'a/*\n', '"a/*\\n"'],
    ['nothing', undefined, 'undefined'],
    ['a number', 7, '7'],
    ['a token of the AWS CDK', 'a/${Token[TOKEN.1]}', '"a/${Token[TOKEN.1]}"'],
  ])('refuses %s', (_, value, got) => {
    const message = messageOf(() => parseSidecarHost(value as string));
    expect(message).toContain(`host is not one of a sidecar: got ${got}; allowed: namespace/host`);
    expect(fixIn(message)).toBe('write the namespace, a slash and the host, or * for all hosts of that namespace');
  });

  test.each([
    ['databases/pg', 'write databases/pg.databases.svc.cluster.local'],
    ['0/a', 'write 0/a.0.svc.cluster.local'],
    ['./pg', 'remove it: the Services of the own namespace are known anyway'],
  ])('refuses %s: a Service goes by its full name there, and would be cut off', (value, fix) => {
    const message = messageOf(() => parseSidecarHost(value));
    expect(message).toContain(`host of a sidecar has one label only: got "${value}"; allowed: full names, `);
    expect(fixIn(message)).toBe(fix);
  });
});
