import { Level } from './level';

/** The problems of reading, by code. */
export const READING_CODES = {
  EGR3901: { level: 'error', title: 'A document is not valid YAML or JSON.' },
  EGR3902: { level: 'error', title: 'A document has several objects, without `---` between them.' },
  EGR3903: { level: 'warning', title: 'A key is repeated in a mapping. The last value applies.' },
  EGR3904: { level: 'error', title: 'A file is a template of Helm.' },
  EGR3905: { level: 'error', title: 'The type, the name or the metadata of an object are missing or malformed.' },
  EGR3906: { level: 'error', title: 'Two manifests describe one object differently. The last manifest applies.' },
  EGR3907: {
    level: 'error',
    title:
      'A file, or all files together, are larger than 64 MiB, or aliases expand a document to more than 1,000,000 values.',
  },
  EGR3908: { level: 'note', title: 'An object is a hook of Helm.' },
  EGR3909: { level: 'note', title: 'A file has a document without a Kubernetes object.' },
  EGR3910: { level: 'error', title: 'A path or a file with settings of the mesh cannot be read.' },
  EGR3911: {
    level: 'error',
    title: 'A value has a type or a form that the API server or Istio refuses, or a required field is missing.',
  },
  EGR3912: { level: 'warning', title: 'A field is unknown. The API server ignores the field.' },
} as const;

/** The code of a problem of reading. */
export type ReadingCode = keyof typeof READING_CODES;

/** A problem of reading, at a place of a file. */
export interface ReadingProblem {
  readonly code: ReadingCode;
  readonly level: Level;
  /** The problem, as a sentence without its end. */
  readonly message: string;
  /** An instruction that resolves the problem. */
  readonly fix: string;
  readonly file: string;
  /** The line of the file, counted from 1. Absent for the file as a whole. */
  readonly line?: number;
}

/** Returns a problem with the level of its code. */
export function readingProblem(code: ReadingCode, rest: Omit<ReadingProblem, 'code' | 'level'>): ReadingProblem {
  return { code, level: READING_CODES[code].level, ...rest };
}
