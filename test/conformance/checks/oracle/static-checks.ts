/** All that is judged without traffic. */
import { NamedCase } from '../../cases/cases';
import { Cluster } from '../../environment/running/cluster';
import { during } from '../../environment/tools/phases';
import { Check } from '../check';
import { admitted } from './admission';
import { auditedNetworks } from './audit-network';
import { injectedPods } from './injected-pods';
import { analyzed, validated } from './istio';
import { truthTable } from './network-policy';
import { routed } from './routing';
import { readAlike } from './yaml';
import { drawnSamples, exampleSamples, tablesOf } from './samples';

/** How many apps are drawn. */
const DRAWN = 20;

/** How many clusters with network policies are drawn. */
const DRAWN_NETWORKS = 500;

export async function staticChecks(cluster: Cluster, examples: readonly NamedCase[], seed: number): Promise<Check[]> {
  const ours = await exampleSamples(examples.map(({ name }) => name));
  const drawn = drawnSamples(DRAWN, seed);
  const checks = [...(await during('static: admitted', () => admitted(cluster, [...ours, ...drawn])))];
  checks.push(...(await during('static: injected pods', () => injectedPods(cluster))));
  checks.push(
    ...(await during('static: validated', () =>
      Promise.all([...ours, ...drawn].map((sample) => validated(cluster, sample))),
    )),
  );
  // Those of the examples are analyzed by their cases, on the cluster.
  checks.push(
    ...(await during('static: analyzed', () => Promise.all(drawn.map((sample) => analyzed(cluster, sample))))),
  );
  checks.push(...(await during('static: read', () => readAlike(cluster.tools, [...ours, ...drawn]))));
  checks.push(...(await during('static: routed', () => routed(cluster.tools, drawn))));
  checks.push(await during('static: audited', () => auditedNetworks(cluster.tools, DRAWN_NETWORKS, seed)));
  const asked = [...ours.flatMap((sample) => tablesOf(sample, examples)), ...drawn.flatMap(({ tables }) => tables)];
  const tables = asked.map(({ name, table, manifests }) => truthTable(cluster.tools, name, table, manifests));
  return [...checks, ...(await during('static: tables', () => Promise.all(tables)))];
}
