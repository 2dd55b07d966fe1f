import { EgressError } from './egress-error';
import { assertArguments } from './instance';

/**
 * Rejects a list in a method that accepts its values one by one, and arguments that are not instances of the class of the example.
 * Types reject them too, but not in JavaScript and not behind `any`.
 *
 * @param method the method, as source code: `route.allowFrom`
 * @param example a value that is accepted, as source code
 * @throws EgressError if a value is a list, and for every value that is not an instance of the class
 */
export function assertVariadic(method: string, values: readonly unknown[], example: string): void {
  const list = values.find((value) => Array.isArray(value));
  if (list === undefined) return assertClass(method, values, example);
  throw EgressError.of({
    code: 'EGR0109',
    problem: `${method} cannot accept a list`,
    got: list,
    allowed: 'one or more values as separate arguments',
    fix: `write ${method}(${example}), or spread the list: ${method}(...values)`,
  });
}

function assertClass(method: string, values: readonly unknown[], example: string): void {
  const [, className] = /^([A-Z]\w*)\./.exec(example) ?? [];
  if (className === undefined) return;
  if (values.length === 0) {
    throw EgressError.of({
      code: 'EGR0105',
      problem: `${method} must have an argument`,
      got: values,
      allowed: 'one value or more as separate arguments',
      fix: `write ${method}(${example})`,
    });
  }
  assertArguments(method, values, className, example);
}
