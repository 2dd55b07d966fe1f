/** What turns red because of a mutant. */
import { truthTable } from '../checks/oracle/network-policy';
import { firstRed } from '../checks/proof/expectations';
import { firstUnmet } from '../checks/proof/wishes';
import { Expectation } from '../cases/case';
import { TruthTable } from '../cases/truth-table';
import { Wish } from '../cases/wish';
import { closeConnections } from '../environment/mesh/connections';
import { rejections } from '../environment/mesh/sync';
import { Cluster, NotSettled } from '../environment/running/cluster';
import { during } from '../environment/tools/phases';
import { Applied } from './applied';
import { Mutant } from './mutant';

/** What notices a mutant besides the expectations of a case. */
export const NOTICED_BY = [
  'the API server at admission',
  'a proxy that rejects it',
  'the mesh, which does not come to rest',
  'the truth table',
] as const;

export interface Red {
  readonly by: (typeof NOTICED_BY)[number] | 'an expectation';
  /** What is red, in words. */
  readonly says: string;
}

/** What is asked of a mutant. */
export interface Questions {
  /** The program, e.g. `ten-lines/main`. */
  readonly program: string;
  readonly expect: readonly Expectation[];
  readonly wishes: readonly Wish[];
  readonly tables: readonly TruthTable[];
  /** Whether proxies may go on waiting for a Secret that is not there. */
  readonly warming: boolean;
}

/** Seconds until a mutant has come to rest. */
const REST = 20;

/** Applies a mutant, and returns the first thing that is red; nothing where all is green. */
export async function redOf(
  cluster: Cluster,
  { warming, ...questions }: Questions,
  { manifests }: Mutant,
  applied: Applied,
): Promise<Red | undefined> {
  try {
    const before = await rejections(cluster.kubelet);
    const refused = await applied.become(manifests, { seconds: REST, warming });
    if (refused !== undefined) return { by: 'the API server at admission', says: refused };
    const rejected = [...(await rejections(cluster.kubelet))].filter((count) => !before.has(count));
    if (rejected.length > 0) return { by: 'a proxy that rejects it', says: rejected.join(', ') };
  } catch (error) {
    if (!(error instanceof NotSettled)) throw error;
    return { by: 'the mesh, which does not come to rest', says: error.message.slice(0, 300) };
  }
  await closeConnections(cluster.kubelet);
  return answerOf(cluster, questions, manifests);
}

async function answerOf(
  cluster: Cluster,
  { program, expect, wishes, tables }: Omit<Questions, 'warming'>,
  manifests: Mutant['manifests'],
): Promise<Red | undefined> {
  for (const table of tables) {
    const { passed, evidence = '' } = await truthTable(cluster.tools, program, table, manifests);
    if (!passed) return { by: 'the truth table', says: evidence.split('\n')[0] ?? '' };
  }
  const says =
    (await during('wishes', () => firstUnmet(cluster, wishes))) ??
    (await during('requests', () => firstRed(cluster, expect)));
  return says === undefined ? undefined : { by: 'an expectation', says };
}
