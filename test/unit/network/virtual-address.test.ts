import fc from 'fast-check';
import { unroutableReason } from '../../../lib/network/unroutable-address';
import { virtualAddress } from '../../../lib/network/virtual-address';
import { host } from '../../property/arbitraries';

describe('virtualAddress', () => {
  it('keeps the address of a host, which is part of the contract', () => {
    expect(virtualAddress('db.example.com')).toBe('249.81.63.154');
  });

  it('returns a reserved address that is neither one of istiod nor of a broadcast', () => {
    fc.assert(
      fc.property(host, (name) => {
        const address = virtualAddress(name);
        const first = Number(address.split('.')[0]);
        expect([first >= 241 && first <= 254, unroutableReason(address)?.predicate]).toEqual([
          true,
          'cannot be a reserved address',
        ]);
      }),
    );
  });

  it('returns different addresses for the hosts of a large app', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `db-${index}.example.com`);
    expect(new Set(names.map(virtualAddress)).size).toBe(names.length);
  });
});
