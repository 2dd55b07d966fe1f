import { ExportTo } from '../../../lib/mesh/export-to';
import { HTTP_80, TLS_443 } from '../help';
import { expectFound, found, namespace, Route } from './meshes';

const route = (host: string, sources: readonly string[], over: Partial<Route> = {}): Route => ({
  owner: `chart/${host}`,
  host,
  ports: [HTTP_80],
  sources: sources.map(namespace),
  ...over,
});
const narrow = { exportTo: ExportTo.SOURCES };
const tls = { ports: [TLS_443] };
const WILDCARD = route('*.a.com', ['orders']);

describe('EGR1009 finds a host below a wildcard', () => {
  test.each<[string, Route, Route]>([
    ['that clients of a visible wildcard cannot see', WILDCARD, route('b.a.com', ['payments'], narrow)],
    [
      'of TLS that they cannot see',
      route('*.a.com', ['orders'], tls),
      route('b.a.com', ['payments'], { ...narrow, ...tls }),
    ],
    [
      'that one of the sources of the wildcard cannot see',
      route('*.a.com', ['orders', 'payments'], narrow),
      route('b.a.com', ['payments'], narrow),
    ],
    ['that is a wildcard itself', WILDCARD, route('*.b.a.com', ['payments'], narrow)],
  ])('%s', (_, wildcard, below) => {
    expectFound(
      'EGR1009',
      { routes: [wildcard, below] },
      {
        at: below.owner,
        problem:
          /b\.a\.com cannot be hidden from namespaces that see \*\.a\.com, whose proxies would route it as the wildcard$/,
        fix: /^remove exportTo from the routes to \S*b\.a\.com, or write the same namespaces in allowFrom of both$/,
      },
    );
  });
});

describe('EGR1009 does not find', () => {
  test.each<[string, Route, Route]>([
    ['a host that all namespaces see', WILDCARD, route('b.a.com', ['payments'])],
    [
      'a host that all sources of the wildcard see, and more',
      route('*.a.com', ['orders'], narrow),
      route('b.a.com', ['orders', 'payments'], narrow),
    ],
    ['a TLS host below an HTTP wildcard', WILDCARD, route('b.a.com', ['payments'], { ...narrow, ...tls })],
    [
      'a host on another port',
      WILDCARD,
      route('b.a.com', ['payments'], { ...narrow, ports: [{ ...HTTP_80, number: 8080 }] }),
    ],
    ['the domain of the wildcard itself', WILDCARD, route('a.com', ['payments'], narrow)],
    ['a host in another domain', WILDCARD, route('b.aa.com', ['payments'], narrow)],
  ])('%s', (_, wildcard, below) => {
    expect(found('EGR1009', { routes: [wildcard, below] })).toEqual([]);
  });
});
