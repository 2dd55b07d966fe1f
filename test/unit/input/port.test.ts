import { Lazy } from 'cdk8s';
import { parsePort, parseTrafficPort } from '../../../lib/input/port';
import { messageOf } from '../help';

describe('parsePort', () => {
  test.each([
    [0, '0'],
    [-1, '-1'],
    [65536, '65536'],
    [1.5, '1.5'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    ['443', '"443"'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('refuses %p', (value, got) => {
    const message = messageOf(() => parsePort('target port', value as number));
    expect(message).toMatch(/^target port is not a port number/);
    expect(message).toContain(`got ${got};`);
    expect(message).toMatch(/1 to 65535; fix: write the port/);
  });

  test('refuses a token, since ports decide which routes exclude each other', () => {
    const lazy = Lazy.any({ produce: () => 443 }) as number;
    expect(messageOf(() => parsePort('port', lazy))).toMatch(/port is a token.*fix: resolve/);
  });

  test.each([1, 80, 443, 8443, 65535])('reads %i', (port) => {
    expect(parsePort('port', port)).toBe(port);
  });

  test('a port of a proxy stands in the error as a number, too', () => {
    expect(messageOf(() => parseTrafficPort('port', 15000))).toContain("istio's proxies' own: got 15000; allowed: ");
  });
});
