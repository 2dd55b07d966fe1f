/**
 * The audit held against istiod's own configuration: `npm run differential -- --sets N --seed N`; and against what the cases of the
 * examples expect of real proxies: `npm run differential -- --cases`.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildGo, ISTIO } from '../environment/tools/go-tools';
import { allCases } from '../cases/cases';
import { askCases } from '../differential/cases';
import { differential } from '../differential/run';
import { auditSets } from '../differential/sets';
import { figuresOf, mistakesOf } from '../differential/text';

const HELP = `Usage: npm run differential -- [OPTIONS]

Holds the audit against istiod's own configuration, for generated sets of manifests. The exit code is 1 after a disagreement.

  --sets N        the number of sets; default: 500
  --seed N        the seed of the sets; default: 1
  --from N        the number of the first set; default: 1
  --cases         holds the audit against the cases of the examples, which real proxies have answered
  --program FILE  the program that asks istiod; default: the program is built
  --output FILE   the file of the disagreements; default: standard output
  --help          prints this text`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      sets: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '1' },
      cases: { type: 'boolean', default: false },
      program: { type: 'string' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.cases) return cases();
  const program = values.program ?? join(await buildGo(ISTIO), 'routing-simulation');
  const sets = auditSets(Number(values.sets), Number(values.seed), Number(values.from));
  const found = await differential(program, sets, availableParallelism());
  const mistakes = mistakesOf(found);
  if (values.output === undefined) console.log(mistakes.join('\n'));
  else writeFileSync(values.output, mistakes.join('\n'));
  console.log(figuresOf(found));
  return mistakes.length === 0 ? 0 : 1;
}

async function cases(): Promise<number> {
  const { asked, skipped, undecided, disagreements } = await askCases(await allCases());
  const wrong = [...disagreements, ...undecided];
  if (wrong.length > 0) console.log(wrong.join('\n'));
  const figures = `${skipped.length} are no question, ${undecided.length} undecided, ${disagreements.length} disagreements`;
  console.log(`${asked} expectations; ${figures}`);
  return wrong.length === 0 ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(2);
  },
);
