/** A request, repeated while something happens. */
import { Seen } from '../../environment/outside/server';
import { Cluster } from '../../environment/running/cluster';
import { pause } from '../../environment/sandbox/until';
import { attempt } from '../../environment/tools/command';
import { addressOf } from './observation';
import { Asked } from './probe';

/** What became of the repeated requests, by what the servers outside saw: also those count whose answer got lost. */
export interface LoopCount {
  readonly from: string;
  readonly url: string;
  readonly requests: number;
  /** A server saw the client's own address. */
  readonly direct: number;
  readonly viaGateway: number;
  /** No server saw them. */
  readonly unseen: number;
  /** The client got no answer, or the answer of a proxy: a status of 400 or more. */
  readonly lost: number;
}

/** No loop sends more. */
const MOST = 3000;
/** Requests of one curl, each over a connection of its own. A curl for each would need more time than the request. */
const BATCH = 10;
/** Seconds between two of them. */
const GAP = 0.01;

/** A request to repeat. */
export interface Looped extends Asked {
  /** Seconds that each may take. */
  readonly seconds: number;
}

let loops = 0;

/** Repeats the requests until the work is done, one after another for each of them. */
export async function whileWorking(
  cluster: Cluster,
  asked: readonly Looped[],
  work: () => Promise<void>,
): Promise<LoopCount[]> {
  let done = false;
  const running = asked.map((each) => loop(cluster, each, () => done));
  try {
    await work();
  } finally {
    done = true;
    await Promise.all(running);
  }
  return Promise.all(running);
}

async function loop(cluster: Cluster, { from, url, curl, seconds }: Looped, done: () => boolean): Promise<LoopCount> {
  const { address, namespace } = cluster.pod(from);
  const id = `loop=${(loops += 1)}-`;
  const marked = `${url}${url.includes('?') ? '&' : '?'}${id}`;
  const flags = ['--silent', '--fail', '--fail-early', '--max-time', String(seconds), '--header', 'connection: close'];
  const output = ['--output', '/dev/null', '--write-out', '%{exitcode}\\n'];
  const command = ['netns', 'exec', namespace, 'curl', ...flags, ...output, ...curl, `${marked}[1-${BATCH}]`];
  let requests = 0;
  let lost = 0;
  while (!done() && requests < MOST) {
    const { stdout } = await attempt('ip', command, { timeout: BATCH * (seconds + 5) });
    const count = countOf(stdout);
    requests += count.requests;
    lost += count.lost;
    await pause(GAP);
  }
  const lines = cluster.outside.output.split('\n').filter((line) => line.includes(id));
  const direct = lines.filter((line) => addressOf((JSON.parse(line) as Seen).peer) === address).length;
  return {
    from,
    url,
    requests,
    direct,
    viaGateway: lines.length - direct,
    unseen: Math.max(0, requests - lines.length),
    lost,
  };
}

/** Returns the count of the requests of one curl, which ends after the first that fails, from their exit statuses. */
export function countOf(output: string): Pick<LoopCount, 'requests' | 'lost'> {
  const statuses = output.split('\n').filter((line) => line !== '');
  // A curl without output was killed during its request.
  if (statuses.length === 0) return { requests: 1, lost: 1 };
  return { requests: statuses.length, lost: statuses.filter((status) => status !== '0').length };
}
