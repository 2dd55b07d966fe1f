/** Runs one unit of work on a cluster. */
import { NamedCase } from '../cases/cases';
import { drawnAccess } from '../checks/proof/drawn-access';
import { runCase, timed } from '../checks/proof/run-case';
import { staticChecks } from '../checks/oracle/static-checks';
import { auditedCases, auditedSets } from '../differential/check';
import { Cluster } from '../environment/running/cluster';
import { provenPrograms } from '../mutation/proven';
import { MutantOutcome, runMutants } from '../mutation/run-mutants';
import { namedMutants } from '../mutation/run-named';
import { Found } from './dispatch';
import { Options } from './options';
import { titleOf, Unit } from './unit';

export async function runUnit(
  cluster: Cluster,
  examples: readonly NamedCase[],
  options: Options,
  unit: Unit,
): Promise<Found> {
  switch (unit.kind) {
    case 'static oracles':
      return checked([await timed(titleOf(unit), () => staticChecks(cluster, examples, options.seed))]);
    case 'who may leave, drawn':
      return checked([await timed(titleOf(unit), () => drawnAccess(cluster, options.seed))]);
    case 'the audit beside istiod':
      return checked([
        await timed(titleOf(unit), async () => [
          ...(await auditedSets(cluster.tools, options.seed)),
          ...(await auditedCases(examples)),
        ]),
      ]);
    case 'case':
      return checked(await sectionsOf(cluster, examples, options, unit));
    case 'mutants':
      return mutantsOf(cluster, examples, options, unit);
  }
}

function checked(sections: Found['sections']): Found {
  return { sections, outcomes: [] };
}

async function sectionsOf(
  cluster: Cluster,
  examples: readonly NamedCase[],
  { named }: Options,
  unit: Unit & { kind: 'case' },
): Promise<Found['sections']> {
  const example = examples.find(({ name }) => name === unit.example);
  const each = example?.cases[unit.index];
  if (example === undefined || each === undefined) throw new Error(`there is no case '${titleOf(unit)}'`);
  return runCase(cluster, unit.example, each, named ? namedMutants(cluster, example, each) : undefined);
}

async function mutantsOf(
  cluster: Cluster,
  examples: readonly NamedCase[],
  options: Options,
  unit: Unit & { kind: 'mutants' },
): Promise<Found> {
  const programs = provenPrograms(examples);
  const own = programs.filter(({ program }) => program === unit.program);
  const outcomes: MutantOutcome[] = [];
  const section = await timed(titleOf(unit), async () => {
    outcomes.push(...(await runMutants(cluster, programs, options, own)));
    return [];
  });
  // The report needs the id of a mutant, not all its objects.
  const slim = outcomes.map((outcome) => ({ ...outcome, mutant: { ...outcome.mutant, manifests: [] } }));
  return { sections: section.checks.length === 0 ? [] : [section], outcomes: slim };
}
