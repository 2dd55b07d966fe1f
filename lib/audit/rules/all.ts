import { Rule } from './rule';

/** Every rule of the audit, in the order of the codes. */
export const RULES: readonly Rule[] = [];
