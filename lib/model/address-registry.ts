import { HostClaim } from './host-claim';
import { InputError } from './input-error';

/** Who claims an address and port. */
interface Owner {
  readonly host: string;
  readonly owner: string;
}

/** The addresses and ports by which sidecars tell TCP hosts: each is of one host. */
export class AddressRegistry {
  private readonly owners = new Map<string, Owner>();

  /**
   * Adds the addresses of a claim.
   *
   * @throws InputError for one that another host has on the same port; the message names both owners
   */
  public add({ owner, host, ports }: HostClaim): void {
    for (const { number, addresses = [] } of ports) {
      for (const address of addresses) this.addOne(address, number, { owner, host: host.name });
    }
  }

  private addOne(address: string, port: number, mine: Owner): void {
    const key = `${address} ${port}`;
    const theirs = this.owners.get(key);
    if (theirs !== undefined && theirs.host !== mine.host) {
      throw new InputError({
        problem: `hosts ${theirs.host} and ${mine.host} have one address, ${address}, on port ${port}`,
        got: [theirs.owner, mine.owner],
        allowed: 'an address and port of one host: sidecars tell tcp hosts by nothing else',
        fix: 'declare one of the two hosts, and call it by that name',
      });
    }
    this.owners.set(key, mine);
  }
}
