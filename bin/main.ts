import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean } from '../lib/input/did-you-mean';
import { Command, EXIT, MistakesError, readArguments, UnreadableError, UsageError } from './command';
import { COMMANDS } from './commands/all';
import { COMMAND_NAMES, USAGE } from './usage';

/** Runs the command. Returns the exit code. */
export function main(args: readonly string[]): number {
  const index = args.findIndex((arg) => COMMANDS.some(({ name }) => name === arg));
  if (args.includes('--version')) return print(`${version()}\n`);
  if (index < 0) return withoutCommand(args);
  if (args[0] === 'help') return main([...args.slice(1, 2), '--help']);
  const command = COMMANDS.find(({ name }) => name === args[index])?.load();
  return command === undefined
    ? withoutCommand(args)
    : run(
        command,
        args.filter((_, at) => at !== index),
      );
}

/** Runs a command, and prints mistakes of the user without a stack. */
function run(command: Command, args: readonly string[]): number {
  try {
    const read = readArguments(args, command.options);
    if (read.values['help'] === true) return print(command.help);
    return command.run(read);
  } catch (error) {
    const { message, stack } = error as Error;
    if (error instanceof UsageError) return refuse(message, command.help.slice(0, command.help.indexOf('\n\n') + 1));
    const isExpected = error instanceof MistakesError || error instanceof UnreadableError;
    process.stderr.write(`${isExpected ? message : `internal error: ${stack}`}\n`);
    return error instanceof MistakesError ? EXIT.mistakes : EXIT.unreadable;
  }
}

/** Prints the list of commands, or refuses arguments without a command. */
function withoutCommand(args: readonly string[]): number {
  if (args.includes('--help') || args.includes('-h') || args[0] === 'help') return print(USAGE);
  const name = args.find((arg) => !arg.startsWith('-'));
  if (name === undefined) return refuse(`write a command: ${COMMAND_NAMES}`, USAGE);
  const near = didYouMean(
    name,
    COMMANDS.map((each) => each.name),
  );
  return refuse(`unknown command ${name}${near === undefined ? '' : `: write ${near}`}`, USAGE);
}

function refuse(mistake: string, usage: string): number {
  process.stderr.write(`${mistake}\n\n${usage}`);
  return EXIT.unreadable;
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.success;
}

function version(): string {
  const text = readFileSync(join(__dirname, '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
