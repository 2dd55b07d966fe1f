/** Mutants on the running mesh: each takes the place of what its program writes, and something must turn red. */
import { firstRed } from '../checks/proof/expectations';
import { firstUnmet } from '../checks/proof/wishes';
import { synth } from '../cases/synth';
import { undone } from '../cases/undone';
import { Cluster } from '../environment/running/cluster';
import { configureMesh } from '../environment/running/mesh-config';
import { closeConnections } from '../environment/mesh/connections';
import { say } from '../environment/tools/say';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { Applied } from './applied';
import { Mutant } from './mutant';
import { mutantsOf } from './mutants';
import { Proven } from './proven';
import { redOf } from './red';
import { sample } from './sample';
import { Outcome } from './survivors';

/** A mutant of a program, and where it turned red. */
export interface MutantOutcome extends Outcome {
  /** What turned red; nothing for a survivor. */
  readonly red?: string;
}

interface Example extends Mutant {
  readonly example: string;
}

/** Kinds whose mutants say nothing while pods from before still run: what was applied before them is deleted first. */
const FRESH: ReadonlySet<string> = new Set(['ServiceAccount', 'Deployment', 'HorizontalPodAutoscaler']);

/** Kinds for which istiod asks the API server, and keeps the answer for minutes: it starts anew before and after them. */
const REMEMBERED: ReadonlySet<string> = new Set(['Role', 'RoleBinding']);

/** Kinds that say what may be made. */
const OF_ADMISSION: ReadonlySet<string> = new Set(['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);

/** Which mutants are run. */
export interface Choice {
  readonly mutants: number;
  /** What their program, kind and operator hold. */
  readonly mutantsOf: string;
  readonly seed: number;
}

/**
 * Runs as many mutants as asked for, spread over the programs; the same for the same seed.
 *
 * @param of the programs whose mutants run here; all without it
 */
export async function runMutants(
  cluster: Cluster,
  programs: readonly Proven[],
  { mutants: size, mutantsOf: words, seed }: Choice,
  of: readonly Proven[] = programs,
): Promise<MutantOutcome[]> {
  const all = await Promise.all(
    programs.map(async ({ program: example, provenIn }) => {
      const { manifests } = await synth(example);
      const own = mutantsOf(manifests).filter(({ target }) => provenIn[target.kind] === undefined);
      return own.map((mutant): Example => ({ ...mutant, example }));
    }),
  );
  const wanted = all
    .flat()
    .filter(({ example, operator, target }) => `${example} ${target.kind} ${operator}`.includes(words));
  const chosen = sample(wanted, size, seed);
  const outcomes: MutantOutcome[] = [];
  for (const proven of of) {
    const mine = chosen.filter(({ example }) => example === proven.program);
    if (mine.length > 0) outcomes.push(...(await runProgram(cluster, proven, mine)));
  }
  return outcomes;
}

async function runProgram(cluster: Cluster, proven: Proven, mutants: readonly Example[]): Promise<MutantOutcome[]> {
  await configureMesh(cluster, proven.each);
  for (const command of proven.kubectl) await cluster.change(command.split(' '));
  const beside = new Applied(cluster);
  await beside.become((await Promise.all(proven.beside.map(synth))).flatMap((each) => each.manifests));
  const applied = new Applied(cluster);
  const { manifests } = await synth(proven.program);
  await expectGreen(cluster, proven, applied, manifests);
  const outcomes: MutantOutcome[] = [];
  for (const [index, mutant] of mutants.entries()) {
    await clear(cluster, applied, manifests, mutants[index - 1]?.target.kind, mutant.target.kind);
    const wishes = OF_ADMISSION.has(mutant.target.kind) ? proven.wishes : [];
    const found = await redOf(cluster, { ...proven, wishes }, mutant, applied);
    const red = found && `${found.by}: ${found.says}`;
    if (!cluster.outside.alive) throw new Error('the servers outside have ended');
    say(
      `${outcomes.length + 1} of ${mutants.length} of ${proven.program}: ${mutant.id}: ${red?.slice(0, 200) ?? 'SURVIVED'}`,
    );
    outcomes.push({ example: proven.program, mutant, survived: red === undefined, ...(red !== undefined && { red }) });
  }
  // What broke on the way would have killed every mutant after it.
  await clear(cluster, applied, manifests, mutants.at(-1)?.target.kind);
  await expectGreen(cluster, proven, applied, manifests);
  await applied.become([]);
  await beside.become([]);
  for (const command of proven.kubectl) await cluster.change(undone(command).split(' '));
  return outcomes;
}

/** @throws {Error} when something is red without any mutation */
async function expectGreen(
  cluster: Cluster,
  { program, expect, wishes, warming }: Proven,
  applied: Applied,
  original: readonly Manifest[],
): Promise<void> {
  await applied.become(original, { warming });
  await closeConnections(cluster.kubelet);
  const wrong = (await firstRed(cluster, expect)) ?? (await firstUnmet(cluster, wishes));
  if (wrong !== undefined) throw new Error(`${program} is red without any mutation: ${wrong}`);
}

function namespacesOf(manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter(({ kind }) => kind === 'Namespace');
}

/**
 * Takes away what a mutant left behind, and what would speak for the next.
 *
 * @param last the kind of the one that ran, where one did
 * @param next the kind of the one that comes; without it nothing of the last may be left
 */
async function clear(
  cluster: Cluster,
  applied: Applied,
  original: readonly Manifest[],
  last?: string,
  next?: string,
): Promise<void> {
  const either = (kinds: ReadonlySet<string>): boolean => kinds.has(last ?? '') || kinds.has(next ?? '');
  if (either(REMEMBERED) || next === undefined || FRESH.has(next)) await applied.become(namespacesOf(original));
  if (either(REMEMBERED)) await restartIstiod(cluster);
}

async function restartIstiod(cluster: Cluster): Promise<void> {
  await cluster.kubectl(['rollout', 'restart', '-n', 'istio-system', 'deployment/istiod']);
  await cluster.settle(0);
}
