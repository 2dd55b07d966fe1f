import { Command, EXIT, UsageError } from '../command';
import { ALLOW_LIST_HELP, ALLOW_LIST_OPTIONS, readAllowList } from './allow-list';

const HELP = `Usage: cdk8s-istio-egress validate FILE [-n NAME]

Checks an allow-list, and writes nothing. FILE is YAML or JSON. The
form of FILE is in docs/guide/allow-lists.md of the package.

${ALLOW_LIST_HELP}
  2  wrong arguments, or a file that does not exist

Example:
  cdk8s-istio-egress validate egress.yaml
`;

/** Checks an allow-list in a file. */
export const validate: Command = {
  help: HELP,
  // An option of synth alone: the mistake has a sentence of its own.
  options: { ...ALLOW_LIST_OPTIONS, output: { type: 'string', short: 'o' } },
  run(args) {
    if (args.values['output'] !== undefined) throw new UsageError('validate writes nothing: remove --output');
    readAllowList('validate', args);
    return EXIT.success;
  },
};
