/** The status of the sandbox's first process when the cluster did not come up: then no assertion has been made yet. */
export const CANNOT_START = 75;
