/** `npm run differential -- --sets N --seed N`: the audit held against istiod's own configuration. */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildGo, ISTIO } from '../environment/tools/go-tools';
import { differential } from '../differential/run';
import { auditSets } from '../differential/sets';
import { figuresOf, mistakesOf } from '../differential/text';

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
  const mistakes = mistakesOf(found);
  if (values.output === undefined) console.log(mistakes.join('\n'));
  else writeFileSync(values.output, mistakes.join('\n'));
  console.log(figuresOf(found));
  return mistakes.length === 0 ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
