import { Caller, mayUse } from '../../../../conformance/checks/oracle/reference-access';
import { DrawnRoute, DrawnSource } from '../../../../property/arbitraries';

const CALLER: Caller = { namespace: 'payments', account: 'api' };
const READ = { method: 'GET', path: '/v1/a' };

function route(sources: readonly DrawnSource[], over: Partial<DrawnRoute> = {}): DrawnRoute {
  return { host: 'a.com', protocol: 'http', sources, ...over };
}

it.each<[string, readonly DrawnSource[], boolean]>([
  ['everyone', [{}], true],
  ['its namespace', [{ namespace: 'payments' }], true],
  ['its account', [{ namespace: 'payments', account: 'api' }], true],
  ['one of several', [{ namespace: 'other' }, { namespace: 'payments' }], true],
  ['another namespace', [{ namespace: 'other' }], false],
  ['another account of its namespace', [{ namespace: 'payments', account: 'web' }], false],
  ['its account in another namespace', [{ namespace: 'other', account: 'api' }], false],
  ['nobody', [], false],
])('a caller and a route for %s', (_, sources, may) => {
  expect(mayUse(route(sources), CALLER, READ)).toBe(may);
});

it.each<[string, Partial<DrawnRoute>, boolean]>([
  ['its method', { method: 'GET' }, true],
  ['another method', { method: 'POST' }, false],
  ['its path', { below: '/v1/' }, true],
  ['another path', { below: '/v2/' }, false],
  ['its method on another path', { method: 'GET', below: '/v2/' }, false],
  ['TLS, inside which nothing is seen', { protocol: 'tls', method: 'POST' }, true],
])('a request and a route for %s', (_, over, may) => {
  expect(mayUse(route([{}], over), CALLER, READ)).toBe(may);
});
