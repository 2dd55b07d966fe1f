import { Names } from 'cdk8s';
import { join } from 'node:path';
import { Command, EXIT, textOf, UnreadableError } from '../command';
import { ALLOW_LIST_HELP, ALLOW_LIST_OPTIONS, readAllowList } from './allow-list';

const HELP = `Usage: cdk8s-istio-egress synth FILE [-o FOLDER] [-n NAME]

Writes the manifests of an allow-list. FILE is YAML or JSON. The form of
FILE is in docs/guide/allow-lists.md of the package.

  -o, --output FOLDER    folder of the manifests; default: dist
${ALLOW_LIST_HELP}
  2  wrong arguments, a file that does not exist, or a folder that cannot be
     written

Example:
  cdk8s-istio-egress synth egress.yaml -o dist
`;

/** Writes the manifests of an allow-list in a file. */
export const synth: Command = {
  help: HELP,
  options: { ...ALLOW_LIST_OPTIONS, output: { type: 'string', short: 'o' } },
  run(args) {
    const output = textOf(args, 'output') ?? 'dist';
    const { app, chart } = readAllowList('synth', args, output);
    try {
      app.synth();
    } catch (error) {
      throw new UnreadableError(`--output: cannot write to ${output}: ${(error as Error).message}`);
    }
    process.stdout.write(`${join(output, `${Names.toDnsLabel(chart)}${app.outputFileExtension}`)}\n`);
    return EXIT.success;
  },
};
