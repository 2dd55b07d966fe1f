import fc from 'fast-check';

const ALNUM = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const char = fc.constantFrom(...ALNUM);
const inner = fc.constantFrom(...ALNUM, '-', '-', '-');

/** Letters and digits, hyphens inside; up to 63 characters, often short. */
const label = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[ab]([ab-]{0,4}[ab])?$/) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(char, fc.array(inner, { maxLength: 61 }), char)
      .map(([first, middle, last]) => `${first}${middle.join('')}${last}`),
  },
);

const topLevel = fc.constantFrom('com', 'example', 'c', 'xn--p1ai', 'a-b');

/** Full DNS names in canonical form that every part of Istio accepts: short and similar names, and very long names. */
export const validHosts = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 8 }), topLevel)
  .map(([labels, last]) => [...labels, last].join('.'))
  .filter((name) => name.length <= 253);
