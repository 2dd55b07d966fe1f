/** External hosts to which nobody connects: what their servers accepted, seen from outside the mesh. */
import { Stage } from '../../cases/case';
import { NAMES_INSIDE, OUTSIDE_HOSTS } from '../../environment/outside/hosts';
import { Accepted } from '../../environment/outside/server';
import { Cluster } from '../../environment/running/cluster';
import { Check } from '../check';

/** Makes requests, and checks that no host of the stage's `unreached` accepted a connection meanwhile. */
export async function unreached(
  { outside }: Pick<Cluster, 'outside'>,
  { unreached: hosts }: Stage,
  requests: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  const before = outside.output.length;
  const checks = await requests();
  if (hosts === undefined) return checks;
  const accepted = acceptedIn(outside.output.slice(before));
  return [...checks, ...hosts.expect.map((host) => ({ because: hosts.because, ...unreachedCheck(host, accepted) }))];
}

/** The connections in a part of the server's log. */
export function acceptedIn(log: string): readonly Accepted[] {
  return log.split('\n').flatMap((line) => (line.startsWith('{"accepted"') ? [JSON.parse(line) as Accepted] : []));
}

function unreachedCheck(host: string, all: readonly Accepted[]): Check {
  const address = OUTSIDE_HOSTS[host] ?? NAMES_INSIDE[host]?.[0];
  if (address === undefined) throw new Error(`${host} is no external host of the suite`);
  const ofHost = all.filter(({ accepted }) => accepted.startsWith(`${address}:`));
  const seen = ofHost.length === 0 ? 'no connection' : `connections from ${ofHost.map(({ from }) => from).join(', ')}`;
  return { what: `the server of ${host}`, expected: 'no connection', seen, passed: ofHost.length === 0 };
}
