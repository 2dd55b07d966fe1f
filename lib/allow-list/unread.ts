import { EgressFinding } from '../input/finding';

/** The text of a value that was not read. */
const TEXT = '<unread>';

/** The substitute of a value whose factory method reported an error. The route rejects the substitute, and is not written. */
export const UNREAD = { toString: () => TEXT };

/** Returns whether a finding is about a value that has an error of its own. */
export function isAboutUnread({ got }: EgressFinding): boolean {
  return got.includes(TEXT);
}
