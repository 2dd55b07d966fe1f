import { EgressError } from '../../../lib/input/egress-error';
import type { EgressFinding } from '../../../lib/input/finding';

/** Returns the findings of the EgressError that `run` throws. */
export function findingsOf(run: () => unknown): readonly EgressFinding[] {
  try {
    run();
  } catch (error) {
    if (error instanceof EgressError) return error.findings;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** Returns the single finding of the EgressError that `run` throws. */
export function findingOf(run: () => unknown): EgressFinding {
  const findings = findingsOf(run);
  expect(findings).toHaveLength(1);
  return findings[0] as EgressFinding;
}

/** Returns the text that a fix asks to write: `api.example.com` of `write "api.example.com"`. */
export function writtenBy(fix: string): string {
  const text = /write ("(?:[^"\\]|\\.)*")/.exec(fix)?.[1];
  if (text === undefined) throw new Error(`no text to write: ${fix}`);
  return JSON.parse(text) as string;
}
