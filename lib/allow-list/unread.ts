import { EgressFinding } from '../input/finding';

/** The text of a value that was not read. */
const TEXT = '<unread>';

/** Stands for a value whose factory method reported an error: the route rejects it, so that the route is not written. */
export const UNREAD = { toString: () => TEXT };

/** Returns whether a finding is about a value that has an error of its own. */
export function isAboutUnread({ got }: EgressFinding): boolean {
  return got.includes(TEXT);
}
