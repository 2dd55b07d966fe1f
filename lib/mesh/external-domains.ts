import { Host } from '../host/host';
import { parseSet } from '../input/list';

/**
 * Parses the domains of the organization whose hosts are outside the mesh. Returns them sorted, since their order has no meaning.
 *
 * @throws EgressError for every malformed or repeated domain
 */
export function parseExternalDomains(values: readonly string[]): readonly string[] {
  return parseSet(values, {
    what: 'externalDomains',
    parse: (value, what) => Host.parse(value, what).name,
    example: '["corp.internal"]',
    allowed: 'a list of DNS names',
    mayBeEmpty: true,
  });
}
