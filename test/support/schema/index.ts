/** The validator of the tests: that of their environment, which all test files of a worker share. */
import type * as shared from './violations';

export const { violations } = globalThis as unknown as typeof shared;
