import { InputError } from '../../../lib/input/input-error';

describe('InputError', () => {
  const loop: { self?: unknown } = {};
  loop.self = loop;

  test.each([
    ['a string', 'a "b"', '"a \\"b\\""'],
    ['a list', ['a', 1], '["a",1]'],
    ['a number, unlike the text of it', 443, '443'],
    ['no number', NaN, 'NaN'],
    ['more than any number', -Infinity, '-Infinity'],
    ['what JSON has no number for, deeper down', { a: [NaN, 1] }, '{"a":["NaN",1]}'],
    ['undefined', undefined, 'undefined'],
    ['a function', Math.max, 'function'],
    ['what JSON cannot say', 10n, 'bigint'],
    ['what refers to itself', loop, 'object'],
  ])('shows %s', (_, got, shown) => {
    const error = new InputError({ problem: 'x is y', got, allowed: 'z', fix: 'write z' });
    expect(error.message).toContain(`x is y: got ${shown};`);
    expect(error.message).toMatch(/; allowed: z; fix: write z$/);
    expect(error.name).toBe('InputError');
  });
});
