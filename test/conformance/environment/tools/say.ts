/** Progress on stderr, so that stdout holds the report alone. */

const start = Date.now();

/** Seconds since the command began. */
export function elapsed(): number {
  return (Date.now() - start) / 1000;
}

/** One line with the time in front of it. */
export function say(message: string): void {
  process.stderr.write(`[${elapsed().toFixed(1).padStart(6)}s] ${message}\n`);
}
