import { HttpOperation } from '../http/http-operation';
import { Operation, parseOperation } from '../http/operation';
import { readEach } from '../input/collect';
import { assertNonEmptyList } from '../input/list';

/**
 * Parses the operations that the sources of a route may perform.
 *
 * @throws EgressError for no operation, and for every malformed operation
 */
export function parseOperations(operations: readonly HttpOperation[]): readonly Operation[] {
  const allowed = 'one operation or more; without allowedOperations, every operation is allowed';
  assertNonEmptyList('allowedOperations', operations, '[{ methods: ["GET"] }]', allowed);
  return readEach(operations, (operation, index) => parseOperation(operation, `allowedOperations[${index}]`));
}
