/** Rows of an allow-list: what a row is for, and what each kind of caller gets. */
import { Expectation } from './case';
import { Group } from './group';

export interface Row {
  /** The purpose of the row, as an allow-list has it: `GitHub`. */
  readonly row: string;
  /** The protocol of the application. */
  readonly protocol: string;
  /** The construct and its properties, in Markdown. */
  readonly way: string;
  /** Requests of sources of the row. */
  readonly allowed: readonly Expectation[];
  /** The same requests of callers that are no source. */
  readonly denied: readonly Expectation[];
  /** The request of a pod without a sidecar in a locked-down namespace. */
  readonly plain: Expectation;
}

/** Returns what a stage expects of rows. */
export function ofRows(rows: readonly Row[]): Group<Expectation>[] {
  return [
    {
      because: 'The sources of a row reach the host of the row through the gateway.',
      expect: rows.flatMap(({ allowed }) => allowed),
    },
    {
      because: 'The gateway refuses callers that are no source of the row.',
      closes: ['B13'],
      expect: rows.flatMap(({ denied }) => denied),
    },
    {
      because: 'The lockdown blocks a pod without a sidecar, for every row.',
      closes: ['B1'],
      expect: rows.map(({ plain }) => plain),
    },
  ];
}
