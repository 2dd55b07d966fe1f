import { Lazy } from 'cdk8s';
import { parsePort, parseTrafficPort } from '../../../lib/input/port';
import { findingOf } from './findings';

test.each([
  [0, '0', 'write a port, such as 443'],
  [65536, '65536', 'write a port, such as 443'],
  [1.5, '1.5', 'write a port, such as 443'],
  [NaN, 'NaN', 'write a port, such as 443'],
  ['8443', '"8443"', 'write 8443 without quotes'],
  ['https', '"https"', 'write a port, such as 443'],
  [undefined, 'undefined', 'write a port, such as 443'],
  [null, 'null', 'write a port, such as 443'],
])('parsePort rejects %p and writes a number in the fix', (value, got, fix) => {
  expect(findingOf(() => parsePort('targetPort', value as number))).toMatchObject({
    code: 'EGR0111',
    problem: 'targetPort must be a port number',
    got,
    fix,
  });
});

test('parsePort rejects a token, because conflicts between routes depend on the port', () => {
  const lazy = Lazy.any({ produce: () => 443 }) as number;
  expect(findingOf(() => parsePort('port', lazy)).problem).toBe('port must be a literal');
});

test.each([1, 80, 443, 8443, 65535])('parsePort accepts %i', (port) => {
  expect(parsePort('port', port)).toBe(port);
});

test('parseTrafficPort rejects the ports of the proxies of Istio and accepts other ports', () => {
  expect(findingOf(() => parseTrafficPort('port', 15000))).toMatchObject({
    code: 'EGR0112',
    problem: "port cannot be 15000, a port of Istio's proxies",
    got: '15000',
  });
  expect(parseTrafficPort('port', 15002)).toBe(15002);
  expect(findingOf(() => parseTrafficPort('port', 0)).code).toBe('EGR0111');
});
