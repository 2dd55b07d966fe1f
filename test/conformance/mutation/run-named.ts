/** Named mutants on the running mesh, after the stage of a case that applied their program. */
import { ConformanceCase, Stage } from '../cases/case';
import { NamedCase } from '../cases/cases';
import { Group } from '../cases/group';
import { synth } from '../cases/synth';
import { Section } from '../checks/check';
import { checksOf } from '../checks/proof/expectations';
import { AfterStage, timed } from '../checks/proof/run-case';
import { wishChecks } from '../checks/proof/wishes';
import { closeConnections } from '../environment/mesh/connections';
import { Cluster } from '../environment/running/cluster';
import { during } from '../environment/tools/phases';
import { Applied } from './applied';
import { mutantsOf } from './mutants';
import { NAMED } from './named';
import { checkOf, NamedMutant, placeOf, questionsOf } from './named-mutant';
import { Questions, Red, redOf } from './red';

/** Returns what runs after each stage of a case: its named mutants, and then what they turned red, which must be green again. */
export function namedMutants(cluster: Cluster, example: NamedCase, each: ConformanceCase): AfterStage {
  return async (stage) => {
    const mine = NAMED.filter((named) => {
      const place = placeOf(named, example);
      return place?.each === each && place.stage === stage;
    });
    const sections: Section[] = [];
    for (const named of mine) {
      const asked = questionsOf(named, example, stage);
      const title = `${named.program}, mutant ${named.change}`;
      sections.push(await timed(title, async () => [checkOf(named, await fateOf(cluster, named, asked))]));
    }
    return mine.length === 0 ? [] : [...sections, await greenAgain(cluster, mine, stage, example)];
  };
}

async function fateOf(cluster: Cluster, named: NamedMutant, asked: Questions): Promise<Red | undefined> {
  const { manifests } = await synth(named.program);
  const mutant = mutantsOf(manifests).find(({ id }) => id === named.change);
  if (mutant === undefined) throw new Error(`${named.program} has no mutant '${named.change}'`);
  const applied = new Applied(cluster, manifests);
  try {
    return await redOf(cluster, asked, mutant, applied);
  } finally {
    await applied.become(manifests, { warming: asked.warming });
    await closeConnections(cluster.kubelet);
  }
}

function greenAgain(
  cluster: Cluster,
  mine: readonly NamedMutant[],
  stage: Stage,
  example: NamedCase,
): Promise<Section> {
  const asked = mine.map((named) => questionsOf(named, example, stage));
  const expect = those(stage.expect, new Set(asked.flatMap((each) => each.expect)));
  const wishes = those(stage.wishes, new Set(asked.flatMap((each) => each.wishes)));
  return timed(`${example.name}, ${stage.title}: without a mutant`, async () => [
    ...(await during('requests', () => checksOf(cluster, expect))),
    ...(await during('wishes', () => wishChecks(cluster, wishes))),
  ]);
}

/** Returns the groups with these expectations alone. */
function those<T>(groups: readonly Group<T>[] = [], wanted: ReadonlySet<T>): Group<T>[] {
  return groups.map((group) => ({ ...group, expect: group.expect.filter((expected) => wanted.has(expected)) }));
}
