/** Which programs the stages of a case apply. */
import { Stage } from './case';

/** Those that some stage applies, each once. */
export function programsOf(stages: readonly Stage[]): string[] {
  return [...new Set(stages.flatMap(({ apply }) => apply ?? []))];
}

/** Those whose output no later stage deletes. */
export function stillApplied(stages: readonly Stage[]): string[] {
  const last = (program: string, verb: 'apply' | 'delete'): number =>
    stages.map((stage) => stage[verb]).lastIndexOf(program);
  return programsOf(stages).filter((program) => last(program, 'delete') < last(program, 'apply'));
}
