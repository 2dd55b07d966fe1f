/** A request, repeated while something happens. */
import { Cluster } from '../running/cluster';
import { Seen } from '../outside/server';
import { pause } from '../sandbox/until';
import { attempt } from '../tools/command';
import { addressOf } from './observation';
import { Asked } from './probe';

/** What became of the repeated requests. */
export interface LoopCount {
  readonly from: string;
  readonly url: string;
  readonly requests: number;
  /** Answered, and the server saw the client's own address. */
  readonly direct: number;
  readonly viaGateway: number;
  readonly unanswered: number;
}

/** No loop sends more. */
const MOST = 3000;
/** Seconds between two requests of one loop. */
const GAP = 0.01;

/** Repeats the requests until the work is done, one after another for each of them. */
export async function whileWorking<Result>(
  cluster: Cluster,
  asked: readonly Asked[],
  work: () => Promise<Result>,
): Promise<{ result: Result; counts: LoopCount[] }> {
  let done = false;
  const loops = asked.map((each) => loop(cluster, each, () => done));
  try {
    const result = await work();
    return { result, counts: await finished() };
  } finally {
    await finished();
  }
  function finished(): Promise<LoopCount[]> {
    done = true;
    return Promise.all(loops);
  }
}

async function loop(cluster: Cluster, { from, url, curl }: Asked, done: () => boolean): Promise<LoopCount> {
  const client = cluster.pod(from);
  const count = { from, url, requests: 0, direct: 0, viaGateway: 0, unanswered: 0 };
  const flags = ['--silent', '--max-time', '2', ...curl, url];
  while (!done() && count.requests < MOST) {
    const { stdout } = await attempt('ip', ['netns', 'exec', client.namespace, 'curl', ...flags], { timeout: 5 });
    count.requests += 1;
    const peer = stdout.startsWith('{') ? addressOf((JSON.parse(stdout) as Seen).peer) : undefined;
    if (peer === undefined) count.unanswered += 1;
    else if (peer === client.address) count.direct += 1;
    else count.viaGateway += 1;
    await pause(GAP);
  }
  return count;
}
