import { Lazy } from 'cdk8s';
import fc from 'fast-check';
import { parseHosts } from '../../../lib/host/hosts';
import { fixIn, messageOf } from '../help';
import { validHosts } from '../mesh/hosts';

const names = (values: readonly string[]): string[] => parseHosts(values).map((host) => host.name);

describe('parseHosts', () => {
  test.each([
    ['an empty list', [], /hosts is empty.*got \[\]/, /write hosts: \["api\.example\.com"\]/],
    ['a name twice', ['a.com', 'b.com', 'a.com'], /host a\.com stands in hosts twice.*got "a\.com"/, /remove one/],
    ['a name twice by case', ['api.x.com', 'API.x.com'], /host api\.x\.com .*twice.*got "API\.x\.com"/, /remove one/],
    ['a name twice by dot', ['api.x.com', 'api.x.com.'], /host api\.x\.com .*twice.*got "api\.x\.com\."/, /remove one/],
    ['one bad name among good ones', ['a.com', 'db'], /one label only.*got "db"/, /write the full name/],
  ])('refuses %s', (_, values: string[], problem, fix) => {
    const message = messageOf(() => parseHosts(values));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each([
    ['undefined', undefined],
    ['a bare string', 'api.example.com'],
    ['null', null],
  ])('refuses %s in place of a list', (_, values) => {
    expect(messageOf(() => parseHosts(values as unknown as string[]))).toMatch(/hosts is (empty|not a list)/);
  });

  test.each([
    ['a Lazy in place of the list', Lazy.any({ produce: () => ['a.com'] }) as unknown],
    ['a Lazy in the list', ['a.com', Lazy.any({ produce: () => 'b.com' }) as unknown]],
  ])('refuses %s', (_, values) => {
    expect(messageOf(() => parseHosts(values as string[]))).toMatch(/host is a token.*fix: resolve the value before/);
  });

  test('takes wildcards, and names below them: the more specific one decides', () => {
    expect(names(['b.a.com', '*.A.com', '*.b.a.com'])).toEqual(['*.a.com', '*.b.a.com', 'b.a.com']);
  });

  test('sorts, since the order means nothing', () => {
    expect(names(['b.com', 'A.com', 'a.b.com.'])).toEqual(['a.b.com', 'a.com', 'b.com']);
  });

  test('takes more hosts than one ServiceEntry could hold', () => {
    expect(names(Array.from({ length: 300 }, (_, index) => `h${index}.example.com`))).toHaveLength(300);
  });

  test('never refuses different valid hosts, and gives the same list whatever their order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(validHosts, { minLength: 1, maxLength: 8 }), (hosts) => {
        const reversed = [...hosts].reverse();
        expect(names(hosts)).toEqual([...hosts].sort());
        expect(names(reversed)).toEqual(names(hosts));
      }),
    );
  });
});
