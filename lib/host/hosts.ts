import { parseSet } from '../input/list';
import { Host } from './host';

/**
 * Parses the `hosts` of a route. Returns them sorted, since their order has no meaning. `API.x.com` and `api.x.com.` are the
 * same host.
 *
 * @param assertHost rejects a host for another reason than its form
 * @param parse parses a host; `what` names the host: `hosts[2]`
 * @throws EgressError if the list is empty, and for every malformed or repeated host
 */
export function parseHosts(
  values: readonly string[],
  assertHost: (host: Host) => void = () => undefined,
  parse: (value: string, what: string) => Host = (value, what) => Host.parsePattern(value, what),
): readonly Host[] {
  return parseSet(values, {
    what: 'hosts',
    parse: (value, what) => {
      const host = parse(value, what);
      assertHost(host);
      return host;
    },
    example: '["api.example.com"]',
    allowed: 'a list of one or more DNS names',
  });
}
