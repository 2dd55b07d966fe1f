import fc from 'fast-check';
import { canonicalAddress } from '../../../lib/network/canonical-address';

test.each([
  ['203.0.113.10', '203.0.113.10'],
  ['2001:db8::1', '2001:db8::1'],
  ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
  // RFC 5952, 4.2: "::" replaces the longest row of zeros, the first of two equal rows, and never a single zero.
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['::', '::'],
  ['64:ff9b::10.20.0.16', '64:ff9b::a14:10'],
])('canonicalAddress returns for %s: %s', (given, canonical) => {
  expect(canonicalAddress(given)).toBe(canonical);
});

test('canonicalAddress returns the same text for every spelling of an address', () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(groups, (numbers) => {
      const short = numbers.map((group) => group.toString(16)).join(':');
      const long = numbers.map((group) => group.toString(16).padStart(4, '0').toUpperCase()).join(':');
      expect(canonicalAddress(long)).toBe(canonicalAddress(short));
      expect(canonicalAddress(canonicalAddress(short))).toBe(canonicalAddress(short));
    }),
  );
});
