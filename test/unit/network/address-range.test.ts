import { addressRange, canonicalText } from '../../../lib/network/address-range';

test.each([
  ['::FFFF:203.0.113.10', '203.0.113.10'],
  ['0:0:0:0:0:ffff:cb00:710a', '203.0.113.10'],
  ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
  ['::ffff:0:0/96', '0.0.0.0/0'],
  ['::ffff:0:0/95', '::ffff:0:0/95'],
  ['64:ff9b::203.0.113.10', '64:ff9b::cb00:710a'],
  ['2001:DB8:0::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['0203.000.113.010/032', '203.0.113.10/32'],
  ['0064:ff9b::1', '64:ff9b::1'],
  ['edition.cnn.com', 'edition.cnn.com'],
])('The canonical text of %s is %s', (text, canonical) => {
  expect(canonicalText(text)).toBe(canonical);
});

test('An address and its IPv4-mapped address are in the same ranges', () => {
  for (const address of ['203.0.113.10', '::ffff:203.0.113.10']) {
    for (const range of ['203.0.113.0/24', '::ffff:203.0.113.0/120']) {
      expect(addressRange(range)?.contains(address)).toBe(true);
    }
    expect(addressRange('::/0')?.contains(address)).toBe(false);
  }
});
