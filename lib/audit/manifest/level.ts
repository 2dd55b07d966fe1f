/**
 * The levels of findings, the gravest first. After a problem of reading with the level `error`, a part of the input is not in the result.
 */
export const LEVELS = ['error', 'warning', 'note'] as const;

/** Severity of a finding, or of a problem of reading. */
export type Level = (typeof LEVELS)[number];
