import { EgressError } from './egress-error';
import { assignment } from './source-text';

/**
 * Rejects a value that fails a check.
 *
 * @param what name of the property
 * @param predicate rest of the sentence after "must": `be a list`
 * @param allowed a value that is accepted, as source code
 * @throws EgressError if the check failed
 */
export function assertThat(sound: boolean, what: string, predicate: string, got: unknown, allowed: string): void {
  if (sound) return;
  throw EgressError.of({
    code: 'EGR0103',
    problem: `${what} must ${predicate}`,
    got,
    allowed,
    fix: `write ${assignment(what, allowed)}`,
  });
}
