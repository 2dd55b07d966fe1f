/** `npm run differential -- --sets N --seed N`: the audit held against istiod's own configuration. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { buildGo, ISTIO } from '../environment/tools/go-tools';
import { differential, Differential } from './run';
import { auditSets } from './sets';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sets: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      program: { type: 'string' },
      output: { type: 'string' },
    },
  });
  const program = values.program ?? join(await buildGo(ISTIO), 'routing-simulation');
  const sets = auditSets(Number(values.sets), Number(values.seed));
  const found = await differential(program, sets, availableParallelism());
  const text = textOf(found);
  if (values.output === undefined) console.log(text);
  else writeFileSync(values.output, text);
  const { questions, undecided, disagreements, errors } = found;
  console.log(
    `${found.sets} sets, ${questions} questions, ${undecided} undecided, ` +
      `${disagreements.reduce((total, { count }) => total + count, 0)} disagreements of ${disagreements.length} kinds, ` +
      `${errors.length} sets with errors, ${found.seconds.toFixed(0)} s`,
  );
  return disagreements.length + errors.length + found.undecidedOfOurs.length === 0 ? 0 : 1;
}

/** Each kind of disagreement with the least manifests that show it. */
function textOf({ disagreements, errors, undecidedOfOurs }: Differential): string {
  const kinds = disagreements.map(({ set, asked, audit, istiod, why, count }, index) => {
    const { namespace, protocol, host, port } = asked;
    return [
      `## ${index + 1}. ${protocol}: the audit says ${audit}, istiod ${istiod} (${count} times)`,
      '',
      `${namespace} -> ${protocol}://${host}:${port}, ${set.outboundTrafficPolicy}${why === undefined ? '' : `; ${why}`}`,
      '',
      set.name,
      '',
      '```yaml',
      set.manifests
        .map((manifest) => stringify(manifest))
        .join('---\n')
        .trim(),
      '```',
      '',
    ].join('\n');
  });
  return [...kinds, ...errors.map((error) => `error: ${error}`), ...counted(undecidedOfOurs)].join('\n');
}

function counted(reasons: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `undecided ${count} times: ${reason}`);
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
