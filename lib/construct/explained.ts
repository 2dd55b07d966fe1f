import { IConstruct } from 'constructs';
import { EgressFinding } from '../input/finding';

/** Returns a finding in the words of what a construct was made from, with its place there. */
export type Explain = (finding: EgressFinding) => EgressFinding;

const explanations = new WeakMap<IConstruct, Explain>();

/** Makes the findings about a construct name what the construct was made from, such as the row of a file. */
export function explain(construct: IConstruct, explanation: Explain): void {
  explanations.set(construct, explanation);
}

/** Returns a finding as its construct explains it. */
export function explained(construct: IConstruct, finding: EgressFinding): EgressFinding {
  return explanations.get(construct)?.(finding) ?? finding;
}
