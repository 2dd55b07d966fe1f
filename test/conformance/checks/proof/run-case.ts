/** A case from its first stage to the state before it. */
import { stringify } from 'yaml';
import { Cluster } from '../../environment/running/cluster';
import { changes, snapshot } from '../../environment/running/snapshot';
import { configureMesh } from '../../environment/running/mesh-config';
import { Check, nothingWrong, Section } from '../check';
import { say } from '../../environment/tools/say';
import { ConformanceCase, Stage } from '../../cases/case';
import { programsOf, stillApplied } from '../../cases/programs';
import { runStage } from './run-stage';
import { synth, Synthesized } from '../../cases/synth';

/** What runs after a stage whose checks pass. */
export type AfterStage = (stage: Stage) => Promise<readonly Section[]>;

/** Runs the case of the example in the folder `name`. */
export async function runCase(
  cluster: Cluster,
  name: string,
  { title, stages, ...each }: ConformanceCase,
  after?: AfterStage,
): Promise<Section[]> {
  await configureMesh(cluster, each);
  const before = await snapshot(cluster);
  const sections: Section[] = [];
  for (const [index, stage] of stages.entries()) {
    const section = await timed(`${name}, ${title}: ${stage.title}`, () => runStage(cluster, name, stage));
    const failed = section.checks.some(({ passed }) => !passed);
    sections.push(failed ? { ...section, manifests: await manifestsOf(name, stages.slice(0, index + 1)) } : section);
    if (!failed) sections.push(...((await after?.(stage)) ?? []));
  }
  const failed = sections.some(({ manifests }) => manifests !== undefined);
  const programs = failed ? programsOf(stages) : stillApplied(stages);
  const cleanup = async (): Promise<Check[]> => {
    for (const { folder } of await writtenBy(name, programs)) {
      await cluster.change(['delete', '--ignore-not-found', '-f', folder]);
    }
    return [nothingWrong('the API server', 'holds what it held before', changes(before, await snapshot(cluster)))];
  };
  sections.push(await timed(`${name}, ${title}: cleanup`, cleanup));
  return sections;
}

/** What programs wrote; one that failed has failed its stage already. */
async function writtenBy(name: string, programs: readonly string[]): Promise<Synthesized[]> {
  const all = await Promise.allSettled(programs.map((program) => synth(`${name}/${program}`)));
  return all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

/** What is applied after some stages, and what the last of them deletes. */
async function manifestsOf(name: string, stages: readonly Stage[]): Promise<string> {
  const programs = [...stillApplied(stages), stages.at(-1)?.delete].filter((program) => program !== undefined);
  const all = await writtenBy(name, programs);
  return all.flatMap(({ manifests }) => manifests.map((manifest) => stringify(manifest))).join('---\n');
}

/** Times the work and counts its checks. What it throws is a failed check. */
export async function timed(title: string, work: () => Promise<readonly Check[]>): Promise<Section> {
  const start = Date.now();
  const checks = await work().catch((error: unknown) => [
    nothingWrong('all of it', 'happens without an error', [String(error)]),
  ]);
  const failed = checks.filter(({ passed }) => !passed).length;
  say(`${title}: ${checks.length - failed} of ${checks.length}`);
  return { title, checks, seconds: (Date.now() - start) / 1000 };
}
