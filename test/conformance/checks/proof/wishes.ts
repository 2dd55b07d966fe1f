/** Wishes, put to the API server. */
import { allOf, Group } from '../../cases/group';
import { Wish } from '../../cases/wish';
import { Check } from '../check';
import { Cluster } from '../../environment/running/cluster';
import { pause } from '../../environment/sandbox/until';
import { CommandResult } from '../../environment/tools/command';

/** Seconds until the API server goes by a policy that it was given: it looks for them once a second. */
const IN_FORCE = 3;

/** Whoever denies something, in the API server's words: admission policies, Pod Security, and RBAC when a role would grant more, or of no namespace. */
const DENIED: readonly string[] = [
  'ValidatingAdmissionPolicy',
  'violates PodSecurity',
  'attempting to grant RBAC permissions',
  'at the cluster scope',
];

/** Checks of all wishes, each with its reason. */
export async function wishChecks(cluster: Cluster, groups: readonly Group<Wish>[]): Promise<Check[]> {
  if (allOf(groups).length > 0) await pause(IN_FORCE);
  const checks: Check[] = [];
  for (const { because, expect } of groups) {
    for (const wish of expect) checks.push({ ...(await check(cluster, wish)), because });
  }
  return checks;
}

async function check(cluster: Cluster, wish: Wish): Promise<Check> {
  const seen = await ask(cluster, wish);
  const words = isMet(wish, seen) ? expectedOf(wish) : seen.stderr.trim() || 'admitted';
  return { what: nameOf(wish), expected: expectedOf(wish), seen: words, passed: isMet(wish, seen) };
}

/** The first wish that is not met, in words. */
export async function firstUnmet(cluster: Cluster, wishes: readonly Wish[]): Promise<string | undefined> {
  if (wishes.length > 0) await pause(IN_FORCE);
  for (const wish of wishes) {
    const seen = await ask(cluster, wish);
    if (!isMet(wish, seen)) return `${nameOf(wish)}: ${seen.stderr.trim() || 'admitted'}, not ${expectedOf(wish)}`;
  }
  return undefined;
}

/** Whether what kubectl says is as it must be. */
export function isMet(
  { refused, unfinished }: Wish,
  { status, stderr }: Pick<CommandResult, 'status' | 'stderr'>,
): boolean {
  const denied = DENIED.some((words) => stderr.includes(words));
  if (refused !== undefined) return status !== 0 && denied && stderr.includes(refused);
  return !denied && (status === 0 || unfinished === true);
}

function ask(cluster: Cluster, { as, kubectl, input }: Wish): Promise<CommandResult> {
  const user = as === undefined ? [] : [`--as=${as}`];
  const words = kubectl.map((word) => word.replace(/^\{pod:(.+)\}$/, (_, name: string) => podOf(cluster, name)));
  return cluster.tryKubectl([...user, ...words], input && JSON.stringify(input));
}

/** The name of the running pod of a Deployment. */
function podOf(cluster: Cluster, name: string): string {
  const { key } = cluster.pod(name);
  return key.slice(key.indexOf('/') + 1);
}

/** The words that name a wish. */
export function nameOf({ what, as = 'administrator' }: Wish): string {
  return `${as}: ${what}`;
}

function expectedOf({ refused }: Wish): string {
  return refused === undefined ? 'admitted' : 'refused by policy';
}
