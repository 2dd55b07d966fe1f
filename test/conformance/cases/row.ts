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
  return rows.flatMap(({ row, protocol, allowed, denied, plain }) => [
    { because: `${row} (${protocol}): the sources reach the host through the gateway.`, expect: allowed },
    {
      because: `${row} (${protocol}): the gateway refuses callers that are no source.`,
      closes: ['B13'],
      expect: denied,
    },
    { because: `${row} (${protocol}): the lockdown blocks a pod without a sidecar.`, closes: ['B1'], expect: [plain] },
  ]);
}
