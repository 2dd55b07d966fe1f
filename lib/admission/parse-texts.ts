import { assertThat } from '../input/assert-that';
import { parseSet } from '../input/list';
import { assertText } from '../input/text';

/** The form of the texts of a list. */
export interface TextForm {
  readonly form: RegExp;
  /** Rest of the sentence after the subject: `be the name of a CSI driver`. */
  readonly predicate: string;
  /** A text that is accepted, as source code. */
  readonly example: string;
}

/**
 * Parses a list of texts, which may be empty and whose order has no meaning. Returns the texts sorted.
 *
 * @param what name of the property: `allowedCsiDrivers`
 * @throws EgressError if the value is not a list, and for every malformed or repeated text
 */
export function parseTexts(
  what: string,
  values: readonly string[] | undefined,
  { form, predicate, example }: TextForm,
): readonly string[] {
  return parseSet(values ?? [], {
    what,
    parse: (value, path) => {
      assertThat(typeof value === 'string' && form.test(value), path, predicate, value, example);
      assertText(path, value);
      return value;
    },
    allowed: 'a list of texts',
    example: `[${example}]`,
    mayBeEmpty: true,
  });
}
