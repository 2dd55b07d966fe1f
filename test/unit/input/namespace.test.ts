import { Lazy } from 'cdk8s';
import { parseDnsLabel, parseNamespaces, SYSTEM_NAMESPACES } from '../../../lib/input/namespace';
import { fixIn, messageOf } from '../help';

describe('parseNamespaces', () => {
  test.each([
    ['an empty list', [], /namespaces is empty.*got \[\]/, /write namespaces: \["payments"\]/],
    ['a namespace twice', ['b', 'a', 'b'], /namespace b stands in namespaces twice.*\["b","a","b"\]/, /remove one/],
    ['upper case', ['Payments'], /dns-1123 label.*got "Payments"/, /as kubectl shows it/],
    ['a dot', ['pay.ments'], /dns-1123 label.*got "pay\.ments"/, /as kubectl shows it/],
    ['an underscore', ['pay_ments'], /dns-1123 label.*got "pay_ments"/, /as kubectl shows it/],
    ['a hyphen before', ['-payments'], /dns-1123 label.*got "-payments"/, /as kubectl shows it/],
    ['a hyphen behind', ['payments-'], /dns-1123 label.*got "payments-"/, /as kubectl shows it/],
    ['a blank', ['pay ments'], /dns-1123 label.*got "pay ments"/, /as kubectl shows it/],
    ['a line break', ['payments\n'], /dns-1123 label.*got "payments\\n"/, /as kubectl shows it/],
    ['everything', ['*'], /dns-1123 label.*got "\*"/, /as kubectl shows it/],
    ['an empty name', [''], /dns-1123 label.*got ""/, /as kubectl shows it/],
    ['64 characters', ['a'.repeat(64)], /dns-1123 label.*got "a{64}"/, /as kubectl shows it/],
  ])('refuses %s', (_, values: string[], problem, fix) => {
    const message = messageOf(() => parseNamespaces(values));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each([
    ['a Lazy in place of the list', Lazy.any({ produce: () => ['a'] }) as unknown],
    ['a Lazy in the list', [Lazy.any({ produce: () => 'a' }) as unknown]],
    ['a token of the AWS CDK in the list', ['${Token[TOKEN.1]}']],
  ])('refuses %s', (_, values) => {
    expect(messageOf(() => parseNamespaces(values as string[]))).toMatch(/namespace is a token.*fix: resolve/);
  });

  test('refuses a bare string in place of a list', () => {
    expect(messageOf(() => parseNamespaces('payments' as unknown as string[]))).toMatch(/namespaces is not a list/);
  });

  test('sorts, since the order means nothing, and leaves the list that it was given alone', () => {
    const given = ['b', '0', 'a-1', 'a'.repeat(63)];
    expect(parseNamespaces(given)).toEqual(['0', 'a-1', 'a'.repeat(63), 'b']);
    expect(given[0]).toBe('b');
  });
});

describe('parseDnsLabel', () => {
  test('names what it reads', () => {
    expect(messageOf(() => parseDnsLabel('service name', 'A'))).toMatch(/^service name is not.*write the service name/);
  });

  test.each([undefined, null, 7])('refuses %p, which only JavaScript could pass', (value) => {
    expect(messageOf(() => parseDnsLabel('namespace', value as unknown as string))).toContain(`got ${value}`);
  });

  test('reads every system namespace', () => {
    expect(SYSTEM_NAMESPACES.map((namespace) => parseDnsLabel('namespace', namespace))).toEqual(SYSTEM_NAMESPACES);
  });
});
