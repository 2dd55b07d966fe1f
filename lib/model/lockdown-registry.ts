import { InputError } from './input-error';

/**
 * The namespaces that are locked down, each by one construct: NetworkPolicies add up, so a second policy could only open
 * what the first one closes, and would bear the same name.
 */
export class LockdownRegistry {
  private readonly owners = new Map<string, string>();

  /**
   * Adds a namespace.
   *
   * @throws InputError when another construct locks it down; the message names both
   */
  public register(namespace: string, owner: string): void {
    const other = this.owners.get(namespace);
    if (other !== undefined) {
      throw new InputError({
        problem: `namespace ${namespace} is locked down twice`,
        got: [other, owner],
        allowed: 'one lockdown per namespace',
        fix: 'remove it from one of the two, and open what else it needs with allow: [EgressPeer.gateway(...)]',
      });
    }
    this.owners.set(namespace, owner);
  }
}
