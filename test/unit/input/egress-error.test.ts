import { EgressError, Problem, toFinding } from '../../../lib/input/egress-error';
import { FindingLevel } from '../../../lib/input/finding';

const HOST: Problem = {
  code: 'EGR0201',
  problem: 'host must be a DNS name',
  got: 'db',
  allowed: 'a full DNS name',
  fix: 'write "db.example.com"',
};
const PORT: Problem = {
  code: 'EGR0111',
  problem: 'port must be a port number',
  got: 0,
  allowed: 'a port',
  fix: 'write 443',
};

describe('an EgressError', () => {
  test('has the code and the four parts of its finding in its message', () => {
    expect(EgressError.of(HOST).message).toBe(
      'EGR0201: host must be a DNS name: got "db"; allowed: a full DNS name; fix: write "db.example.com"',
    );
  });

  test('has the parts of its first finding as own properties', () => {
    const error = EgressError.join([EgressError.of(HOST), EgressError.of(PORT)]);
    expect(error).toBeInstanceOf(Error);
    expect(Object.entries(error)).toEqual(
      expect.arrayContaining([
        ['name', 'EgressError'],
        ...Object.entries({ ...HOST, level: FindingLevel.ERROR, constructPath: '', got: '"db"' }),
      ]),
    );
  });

  test('has a line and a finding for every mistake', () => {
    const error = EgressError.join([
      EgressError.of(HOST),
      EgressError.join([EgressError.of(PORT), EgressError.of(HOST)]),
    ]);
    expect(error.findings.map(({ code }) => code)).toEqual(['EGR0201', 'EGR0111', 'EGR0201']);
    expect(error.message.split('\n').map((line) => line.slice(0, 12))).toEqual([
      'EGR0201: hos',
      'EGR0111: por',
      'EGR0201: hos',
    ]);
  });

  test('has the path of its construct on every line', () => {
    const error = EgressError.join([EgressError.of(HOST), EgressError.of(PORT)]).at('app/chart/route');
    expect(error.constructPath).toBe('app/chart/route');
    expect(error.message.split('\n').map((line) => line.slice(0, 26))).toEqual([
      'EGR0201: [app/chart/route]',
      'EGR0111: [app/chart/route]',
    ]);
  });

  test('keeps the first path that it gets', () => {
    expect(EgressError.of(HOST).at('app/route').at('app').constructPath).toBe('app/route');
  });

  const loop: { self?: unknown } = {};
  loop.self = loop;

  test.each([
    ['a text with quotes', 'a "b"', '"a \\"b\\""'],
    ['a list', ['a', 1], '["a",1]'],
    ['a number without quotes', 443, '443'],
    ['NaN', NaN, 'NaN'],
    ['an infinite number', -Infinity, '-Infinity'],
    ['a number inside an object that JSON has no form for', { a: [NaN, 1] }, '{"a":["NaN",1]}'],
    ['undefined', undefined, 'undefined'],
    ['a function by its type', Math.max, 'function'],
    ['a bigint by its type', 10n, 'bigint'],
    ['a cycle by its type', loop, 'object'],
    ['an instance of a class without a text form by its class', [new Map(), 1], '["Map",1]'],
    ['an object with a text form of its own as that text', { toString: () => 'dynamicDns()' }, 'dynamicDns()'],
  ])('shows %s', (_, got, shown) => {
    expect(EgressError.of({ ...HOST, got }).got).toBe(shown);
  });
});

test('toFinding returns a warning with the path of its construct', () => {
  expect(toFinding(PORT, 'app/route', FindingLevel.WARNING)).toEqual({
    ...PORT,
    got: '0',
    level: 'warning',
    constructPath: 'app/route',
  });
});
