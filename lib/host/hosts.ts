import { Host } from './host';
import { InputError } from '../input/input-error';
import { refuseToken } from '../input/token';

/**
 * Reads the `hosts` of a route: at least one, no duplicates (compared as DNS does, so `API.x.com` equals `api.x.com.`).
 * The result is sorted: the order of hosts means nothing.
 *
 * @throws InputError
 */
export function parseHosts(values: readonly string[]): readonly Host[] {
  refuseToken('host', values);
  if (!Array.isArray(values) || values.length === 0) {
    throw new InputError({
      problem: Array.isArray(values) ? 'hosts is empty' : 'hosts is not a list',
      got: values,
      allowed: 'one dns name or more',
      fix: 'write hosts: ["api.example.com"], or remove the route',
    });
  }
  const hosts = new Map<string, Host>();
  for (const value of values as readonly string[]) {
    const host = Host.parsePattern(value);
    if (hosts.has(host.name)) {
      throw new InputError({
        problem: `host ${host.name} stands in hosts twice`,
        got: value,
        allowed: 'each host once; upper and lower case and a trailing dot make no difference',
        fix: 'remove one of the two',
      });
    }
    hosts.set(host.name, host);
  }
  return [...hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
