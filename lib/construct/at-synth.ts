import { IConstruct } from 'constructs';

/**
 * Runs `look` once when the app is synthesized, for facts that are known only then. cdk8s calls validations once per chart
 * and once more (`App.synth` and `Chart.toJson`), hence the guard. It reports on standard error and never fails the app:
 * what is an error is thrown where it enters.
 */
export function atSynth(construct: IConstruct, look: () => void): void {
  let done = false;
  construct.node.addValidation({
    validate: () => {
      if (!done) look();
      done = true;
      return [];
    },
  });
}
