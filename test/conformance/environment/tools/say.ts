/** Progress on stderr, so that stdout holds the report alone. */

/** Environment variables that the processes of one run share. */
const START = 'CONFORMANCE_START';
const CLUSTER = 'CONFORMANCE_CLUSTER';

const start = Number(process.env[START] ?? Date.now());

/** The number of the cluster that this process runs; empty outside a sandbox. */
export const cluster = process.env[CLUSTER] ?? '';

const speaker = cluster === '' ? '' : `cluster ${cluster}: `;

/** Returns the environment of the process of a cluster, whose lines have the time of this process and the cluster's number. */
export function environmentOf(cluster: number): NodeJS.ProcessEnv {
  return { [START]: String(start), [CLUSTER]: String(cluster) };
}

/** Returns the seconds since the command began. */
export function elapsed(): number {
  return (Date.now() - start) / 1000;
}

/** Writes one line with the time and the cluster in front. */
export function say(message: string): void {
  process.stderr.write(`[${elapsed().toFixed(1).padStart(6)}s] ${speaker}${message}\n`);
}
