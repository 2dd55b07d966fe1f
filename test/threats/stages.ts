/** What the references of the data mean: stages of cases, their expectations, and the programs that are applied in them. */
import { Expectation, Request, Stage } from '../conformance/cases/case';
import { NamedCase } from '../conformance/cases/cases';
import { stillApplied } from '../conformance/cases/programs';
import { Evidence, InStage, OnTheMesh } from './evidence';

/** A stage, and all up to it. */
interface Reached {
  readonly stage: Stage;
  readonly upTo: readonly Stage[];
}

/** Of every case with the title, whatever the default of its mesh. */
function reached(examples: readonly NamedCase[], { example, title, stage }: InStage): Reached[] {
  const cases = examples.filter(({ name }) => name === example).flatMap((each) => each.cases);
  const titled = cases.filter((each) => each.title.replace(/, under (ALLOW_ANY|REGISTRY_ONLY)$/, '') === title);
  return titled.flatMap(({ stages }) =>
    stages.flatMap((each, index) => (each.title === stage ? [{ stage: each, upTo: stages.slice(0, index + 1) }] : [])),
  );
}

export function stagesOf(examples: readonly NamedCase[], reference: InStage): Stage[] {
  return reached(examples, reference).map(({ stage }) => stage);
}

/** The programs in force where the evidence comes from, as `example/program`; none of a test. */
export function programsOf(examples: readonly NamedCase[], evidence: Evidence): string[] {
  switch (evidence.how) {
    case 'mesh':
    case 'admission':
      return reached(examples, evidence).flatMap(({ upTo }) =>
        stillApplied(upTo).map((program) => `${evidence.example}/${program}`),
      );
    case 'evaluators':
      return [`${evidence.example}/${evidence.program}`];
    case 'object':
    case 'refusal':
      return [];
  }
}

/** An attempt of a stage: all that is said of it. */
export interface Attempt {
  /** `pod URL arguments`. */
  readonly text: string;
  /** None where it is only repeated while the stage happens. */
  readonly expected?: Expectation;
}

const textOf = ({ from, url, curl }: Expectation): string => [from, url, ...curl].join(' ');

/** What a reference means by an attempt, in each of its stages: what is called just so, else what has it in its text. */
export function attempted(examples: readonly NamedCase[], reference: OnTheMesh, attempt: string): Attempt[][] {
  const repeated = reference.outcome === 'never directly';
  return stagesOf(examples, reference).map((stage) => {
    const all = repeated ? (stage.neverDirectly ?? []).map(repeatedOf) : (stage.expect ?? []).map(expectedOf);
    const exact = all.filter(({ text }) => text === attempt);
    return exact.length > 0 ? exact : all.filter(({ text }) => text.includes(attempt));
  });
}

const expectedOf = (expected: Expectation): Attempt => ({ text: textOf(expected), expected });

const repeatedOf = (request: Request): Attempt => ({ text: textOf(request.isBlocked()) });
