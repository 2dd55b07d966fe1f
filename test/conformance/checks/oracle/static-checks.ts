/** All that is judged without traffic. */
import { NamedCase } from '../../cases/cases';
import { Cluster } from '../../environment/running/cluster';
import { Check } from '../check';
import { admitted } from './admission';
import { analyzed, validated } from './istio';
import { truthTable } from './network-policy';
import { routed } from './routing';
import { drawnSamples, exampleSamples, tablesOf } from './samples';

/** How many apps are drawn. */
const DRAWN = 20;

export async function staticChecks(cluster: Cluster, examples: readonly NamedCase[], seed: number): Promise<Check[]> {
  const ours = await exampleSamples(examples.map(({ name }) => name));
  const drawn = drawnSamples(DRAWN, seed);
  const checks = [...(await admitted(cluster, [...ours, ...drawn]))];
  checks.push(...(await Promise.all([...ours, ...drawn].map((sample) => validated(cluster, sample)))));
  // Those of the examples are analyzed by their cases, on the cluster.
  checks.push(...(await Promise.all(drawn.map((sample) => analyzed(cluster, sample)))));
  checks.push(...(await routed(cluster.tools, drawn)));
  const asked = [...ours.flatMap((sample) => tablesOf(sample, examples)), ...drawn.flatMap(({ tables }) => tables)];
  const tables = asked.map(({ name, table, manifests }) => truthTable(cluster.tools, name, table, manifests));
  return [...checks, ...(await Promise.all(tables))];
}
