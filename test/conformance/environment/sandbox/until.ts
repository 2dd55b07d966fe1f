/** Waiting for something to become true. */

/** Pauses, in seconds. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/**
 * Asks until the answer is there, and gives it.
 *
 * @param ask gives `undefined` or false while the answer is not there; what it throws counts as that, and is told at the end
 * @throws {Error} after `seconds`, with what was waited for
 */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false> | Answer | undefined | false,
  seconds = 60,
): Promise<Answer> {
  const end = Date.now() + seconds * 1000;
  let last = '';
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = `; ${error instanceof Error ? error.message : String(error)}`;
    }
    await pause(0.1);
  }
  throw new Error(`${what}: not after ${seconds} s${last}`);
}
