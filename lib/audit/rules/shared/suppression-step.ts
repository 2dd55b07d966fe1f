import { SUPPRESSION_PREFIX } from '../../../input/suppression';

/** Returns the step that suppresses the findings of a rule in an object. */
export function suppressionStep(code: string): string {
  return `write the reason in an annotation ${SUPPRESSION_PREFIX}${code}`;
}
