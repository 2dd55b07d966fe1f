import { sameGateway } from './gateway';
import { HostClaim } from './host-claim';
import { InputError } from '../input/input-error';

/** What two hosts may not share. */
export const ONE_HOST = 'an address and port of one host wherever it is seen: sidecars tell tcp hosts by nothing else';

/** The addresses and ports by which sidecars tell TCP hosts: each is of one host, as far as some proxy may see. */
export class AddressRegistry {
  private readonly claims = new Map<string, HostClaim[]>();

  /**
   * Adds the addresses of a claim.
   *
   * @throws InputError for one that another host has on the same port, where no sources could keep the two apart; the message names
   * both owners
   */
  public add(claim: HostClaim): void {
    for (const { number, addresses = [] } of claim.ports) {
      for (const address of addresses) this.addOne(address, number, claim);
    }
  }

  private addOne(address: string, port: number, mine: HostClaim): void {
    const key = `${address} ${port}`;
    const earlier = this.claims.get(key) ?? [];
    const theirs = earlier.find((other) => other.host.name !== mine.host.name && !mayBeKeptApart(other, mine));
    if (theirs !== undefined) {
      throw new InputError({
        problem: `hosts ${theirs.host.name} and ${mine.host.name} have one address, ${address}, on port ${port}`,
        got: [theirs.owner, mine.owner],
        allowed: ONE_HOST,
        fix: 'declare one of the two hosts, and call it by that name',
      });
    }
    this.claims.set(key, [...earlier, mine]);
  }
}

/** Whether it is for the sources to say that no proxy sees both (`address-problems.ts`): a gateway sees all that leaves through it. */
function mayBeKeptApart(a: HostClaim, b: HostClaim): boolean {
  return !sameGateway(a.gateway, b.gateway) && [a, b].every(({ visibility }) => visibility === 'sources');
}
