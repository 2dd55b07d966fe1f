import { IConstruct } from 'constructs';
import { InputError } from '../input/input-error';

/**
 * Runs `read` and puts the construct's path in front of the error that it throws, so that a message names both the construct
 * and the value.
 */
export function atPath<T>(construct: IConstruct, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) error.message = `[${construct.node.path}] ${error.message}`;
    throw error;
  }
}
