/** Compares the audit's reading of network policies with independent implementations on many drawn clusters. */
import { parseArgs } from 'node:util';
import { compareNetworks, describeNetworkAnswer } from '../checks/oracle/audit-network';
import { buildGo, ENFORCER, NETWORK_POLICY } from '../environment/tools/go-tools';
import { join } from 'node:path';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { worlds: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
  });
  const networkPolicyVerdicts = join(await buildGo(NETWORK_POLICY), 'network-policy-verdicts');
  const clusterVerdicts = join(await buildGo(ENFORCER), 'cluster-verdicts');
  const tools = { networkPolicyVerdicts, clusterVerdicts };
  const { worlds, questions, allowed, judged, disagreements } = await compareNetworks(
    tools,
    Number(values.worlds),
    Number(values.seed),
  );
  for (const disagreement of disagreements.slice(0, 3)) console.log(describeNetworkAnswer(disagreement));
  for (const [name, asked] of Object.entries(judged)) console.log(`${name}: ${asked} connections`);
  console.log(
    `${worlds} clusters, ${questions} connections, ${allowed} allowed, ${disagreements.length} disagreements`,
  );
  process.exitCode = disagreements.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
