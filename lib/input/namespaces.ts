import { parseDnsLabel } from './kubernetes-name';
import { parseSet } from './list';

/**
 * Parses a list of namespaces. Returns the list sorted, since its order has no meaning.
 *
 * @param what name of the property: `namespaces`
 * @throws EgressError if the list is empty, and for every malformed or repeated namespace
 */
export function parseNamespaces(what: string, values: readonly string[]): readonly string[] {
  return parseSet(values, ruleOf(what));
}

/**
 * Parses a list of namespaces that may be undefined or empty.
 *
 * @param what name of the property: `clientNamespaces`
 * @throws EgressError for every malformed or repeated namespace
 */
export function parseOptionalNamespaces(what: string, values: readonly string[] | undefined): readonly string[] {
  return values === undefined ? [] : parseSet(values, { ...ruleOf(what), mayBeEmpty: true });
}

function ruleOf(what: string) {
  return {
    what,
    parse: (value: string, item: string) => parseDnsLabel(item, value),
    example: '["payments"]',
    allowed: 'a list of namespaces',
  };
}
