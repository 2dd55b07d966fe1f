import { COMMANDS } from './commands/all';

const WIDTH = Math.max(...COMMANDS.map(({ name }) => name.length));

/** The text of `cdk8s-istio-egress --help`. */
export const USAGE = `Usage: cdk8s-istio-egress COMMAND [OPTIONS] [PATH...]

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(WIDTH)}  ${summary}`).join('\n')}

  -h, --help     prints this text; after a command, the text of the command
      --version  prints the version of the package

Exit codes:
  0  success
  1  mistakes in the input
  2  wrong arguments, or input that cannot be read
`;

/** The names of the commands: `synth, validate, explain or audit`. */
export const COMMAND_NAMES = new Intl.ListFormat('en', { type: 'disjunction' }).format(
  COMMANDS.map(({ name }) => name),
);
