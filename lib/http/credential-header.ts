import { EgressError } from '../input/egress-error';
import { assertLiteral } from '../input/token';
import { OVERRIDE_HEADERS } from './override-headers';
import { STRIPPED_HEADERS } from './stripped-headers';

/** Names that every server reads as one name: letters, digits and inner hyphens. */
const NAME = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;

/**
 * Headers of the connection and of the message (RFC 9110, sections 6 to 8), headers that browsers reserve, and headers that Envoy
 * reads or removes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-connection
 */
const RESERVED =
  /^((content|if|proxy|sec|x-envoy|x-forwarded)-.*|accept.*|connection|date|expect|forwarded|host|http2-settings|keep-alive|max-forwards|range|te|trailer|transfer-encoding|upgrade|via)$/;

/**
 * Parses the name of a request header that carries a credential, in any case. Returns the name in lower case.
 *
 * @throws EgressError for a malformed or reserved name, and for a header that the gateway removes from requests: the gateway removes
 * headers after it has set the credential
 */
export function parseCredentialHeader(what: string, value: string): string {
  assertLiteral(what, value);
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  const removed = STRIPPED_HEADERS.includes(name) || OVERRIDE_HEADERS.includes(name);
  if (NAME.test(name) && !RESERVED.test(name) && !removed) return name;
  throw EgressError.of({
    code: 'EGR0228',
    problem: `${what} must be a request header that can carry a credential`,
    got: value,
    allowed:
      'letters, digits and inner hyphens; no header of the connection or of Envoy, and none that the gateway removes',
    fix: `write the header that the API documents, such as ${what}: "authorization" or ${what}: "x-api-key"`,
  });
}
