import { ApiObject, resolve } from 'cdk8s';
import { EgressError } from '../input/egress-error';
import { assertPlainData, notPlain } from '../input/plain-data';

/**
 * Returns data with all tokens resolved.
 *
 * @param what subject of the error: `spec`
 * @param object the object that the data is written to, whose app can have resolvers of its own
 * @throws EgressError if a token resolves to a value that is not plain data, or to a text that a manifest cannot contain
 */
export function resolved(what: string, data: unknown, object: ApiObject): unknown {
  const plain = resolveTokens(what, data, object);
  assertPlainData(what, plain);
  return plain;
}

/** A token that resolves to itself, or to an object that cdk8s cannot resolve, is an error of cdk8s. */
function resolveTokens(what: string, data: unknown, object: ApiObject): unknown {
  try {
    return resolve([what], data, object);
  } catch (error) {
    if (error instanceof EgressError || !(error instanceof RangeError || error instanceof TypeError)) throw error;
    throw notPlain(what, error.message);
  }
}
