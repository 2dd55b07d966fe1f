/** The differential run as a check of the suite. */
import { availableParallelism } from 'node:os';
import { Check, nothingWrong } from '../checks/check';
import { say } from '../environment/tools/say';
import { Tools } from '../environment/tools/tools';
import { NamedCase } from '../cases/cases';
import { askCases } from './cases';
import { unexpected } from './known-differences';
import { differential } from './run';
import { auditSets } from './sets';
import { figuresOf, mistakesOf } from './text';

/** How many sets a run of the suite compares. */
const SETS = 500;

/** The audit and istiod's configuration give every request of every set the same way. */
export async function auditedSets(tools: Tools, seed: number): Promise<Check[]> {
  const found = await differential(tools.istio('routing-simulation'), auditSets(SETS, seed), availableParallelism());
  say(figuresOf(found));
  return [nothingWrong(`${SETS} sets`, 'the audit and istiod agree on every way', mistakesOf(found))];
}

/** The audit answers as real proxies do, which the cases of the examples ask. */
export async function auditedCases(examples: readonly NamedCase[]): Promise<Check[]> {
  const { asked, undecided, disagreements } = await askCases(examples);
  return [
    nothingWrong(`${asked} expectations of cases`, 'the audit gives the answer of real proxies', [
      ...unexpected(
        disagreements,
        examples.map(({ name }) => name),
      ),
      ...undecided,
    ]),
  ];
}
