import { Reader } from '../input/shape';
import { assertLiteral } from '../input/token';

/** Returns a reader that rejects tokens: routes of one host are compared, and errors need the values. */
export function literal<T>(reader: Reader<T>): Reader<T> {
  return (what, value) => {
    assertLiteral(what, value);
    return reader(what, value);
  };
}
