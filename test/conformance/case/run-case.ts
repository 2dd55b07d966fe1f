/** A case from its first stage to the state before it. */
import { stringify } from 'yaml';
import { Cluster } from '../cluster/cluster';
import { changes, snapshot } from '../cluster/snapshot';
import { setOutboundTrafficPolicy } from '../mesh/mesh-config';
import { Check, nothingWrong, Section } from '../report/check';
import { say } from '../tools/say';
import { ConformanceCase, Stage } from './case';
import { runStage } from './run-stage';
import { synth } from './synth';

/** Runs the case of the example in the folder `name`. */
export async function runCase(cluster: Cluster, name: string, each: ConformanceCase): Promise<Section[]> {
  await setOutboundTrafficPolicy(cluster, each.outboundTrafficPolicy ?? 'ALLOW_ANY');
  const before = await snapshot(cluster);
  const sections: Section[] = [];
  for (const stage of each.stages)
    sections.push(await timed(`${name}, ${each.title}: ${stage.title}`, () => tried(cluster, name, stage)));
  const cleanup = async (): Promise<Check[]> => {
    for (const program of left(each)) {
      await cluster.change(['delete', '--ignore-not-found', '-f', (await synth(`${name}/${program}`)).folder]);
    }
    const after = changes(before, await snapshot(cluster));
    return [nothingWrong('the API server', 'holds what it held before', after)];
  };
  sections.push(await timed(`${name}, ${each.title}: cleanup`, cleanup));
  return sections;
}

/** What a stage throws is a failure of the stage, with the manifests that were applied. */
async function tried(cluster: Cluster, name: string, stage: Stage): Promise<Check[]> {
  try {
    return await runStage(cluster, name, stage);
  } catch (error) {
    const programs = [stage.apply, stage.delete].filter((program) => program !== undefined);
    const manifests = await Promise.all(programs.map((program) => synth(`${name}/${program}`)));
    const texts = manifests.flatMap((each) => each.manifests).map((manifest) => stringify(manifest));
    return [nothingWrong(stage.title, 'happens without an error', [String(error), texts.join('---\n')])];
  }
}

/** The programs whose output no stage deletes after it was applied. */
function left({ stages }: ConformanceCase): string[] {
  const programs = [...new Set(stages.flatMap(({ apply }) => (apply === undefined ? [] : [apply])))];
  const last = (program: string, verb: 'apply' | 'delete'): number =>
    stages.map((stage) => stage[verb]).lastIndexOf(program);
  return programs.filter((program) => last(program, 'delete') < last(program, 'apply'));
}

export async function timed(title: string, work: () => Promise<readonly Check[]>): Promise<Section> {
  const start = Date.now();
  const checks = await work();
  const failed = checks.filter(({ passed }) => !passed).length;
  say(`${title}: ${checks.length - failed} of ${checks.length}`);
  return { title, checks, seconds: (Date.now() - start) / 1000 };
}
