import { InputError } from './input-error';

/**
 * Refuses a list in a method that takes its values one by one: types keep it out, but not in JavaScript and not behind `any`.
 *
 * @param method as it stands in code: `route.allowFrom`
 * @param example a value that it takes
 * @throws InputError
 */
export function refuseList(method: string, values: readonly unknown[], example: string): void {
  const list = values.find((value) => Array.isArray(value));
  if (list === undefined) return;
  throw new InputError({
    problem: `${method} got a list`,
    got: list,
    allowed: 'one or more, one by one',
    fix: `write ${method}(${example}), without brackets`,
  });
}
