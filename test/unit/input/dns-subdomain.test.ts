import { Lazy } from 'cdk8s';
import { parseDnsSubdomain } from '../../../lib/input/dns-subdomain';
import { fixIn, messageOf } from '../help';

describe('parseDnsSubdomain', () => {
  test.each([
    ['an empty name', '', '""'],
    ['upper case', 'Nightly', '"Nightly"'],
    ['an underscore', 'night_ly', '"night_ly"'],
    ['a blank', 'night ly', '"night ly"'],
    ['a line break', 'nightly\n', '"nightly\\n"'],
    ['a slash, as before a namespace', 'reports/nightly', '"reports/nightly"'],
    ['a hyphen before', '-nightly', '"-nightly"'],
    ['a hyphen behind', 'nightly-', '"nightly-"'],
    ['a hyphen before a dot', 'a-.b', '"a-.b"'],
    ['a dot before', '.nightly', '".nightly"'],
    ['a dot behind', 'nightly.', '"nightly."'],
    ['two dots', 'a..b', '"a..b"'],
    ['everything', '*', '"*"'],
    ['254 characters', 'a'.repeat(254), `"${'a'.repeat(254)}"`],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 7, '7'],
  ])('refuses %s', (_, value, got) => {
    const message = messageOf(() => parseDnsSubdomain('service account', value as string));
    expect(message).toContain(`service account is not a dns-1123 subdomain: got ${got}; allowed: lower case`);
    expect(fixIn(message)).toBe('write the service account as kubectl shows it, without its namespace');
  });

  test('names what it reads', () => {
    expect(messageOf(() => parseDnsSubdomain('credentialName', 'A'))).toMatch(
      /^credentialName is not .*write the credentialName as/,
    );
  });

  test.each([
    ['a Lazy', Lazy.any({ produce: () => 'x' }) as unknown],
    ['a token of the AWS CDK', '${Token[TOKEN.1]}'],
  ])('refuses %s', (_, value) => {
    const message = messageOf(() => parseDnsSubdomain('service account', value as string));
    expect(message).toMatch(/^service account is a token/);
    expect(fixIn(message)).toMatch(/^resolve the value before/);
  });

  test.each(['default', '0', 'a', 'a-b', 'nightly.v2', 'a.b.c', 'x--y', 'a'.repeat(253), `${'a'.repeat(100)}.b`])(
    'reads %s',
    (value) => {
      expect(parseDnsSubdomain('service account', value)).toBe(value);
    },
  );

  test('refuses what is long and almost right without taking long', () => {
    const start = Date.now();
    expect(() => parseDnsSubdomain('service account', `${'a-'.repeat(100_000)}!`)).toThrow(/subdomain/);
    expect(() => parseDnsSubdomain('service account', `${'a-'.repeat(126)}!`)).toThrow(/subdomain/);
    expect(Date.now() - start).toBeLessThan(1000);
  });
});
