/** Returns the message of an assertion that must fail. */
export function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the assertion passed');
}

/** Runs a function whose warnings are not those of the test. */
export function silenced(run: () => void): void {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    run();
  } finally {
    stderr.mockRestore();
  }
}
