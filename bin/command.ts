import { ParseArgsConfig, parseArgs } from 'node:util';
import { didYouMean } from '../lib/input/did-you-mean';

/** The exit codes of every command. */
export const EXIT = {
  success: 0,
  /** Mistakes in the input, or an answer that a pipeline must not accept. */
  mistakes: 1,
  /** Wrong arguments, or input that cannot be read. */
  unreadable: 2,
} as const;

/** The options of a command, as `parseArgs` of `node:util` reads them. `help` is an option of every command. */
export type Options = NonNullable<ParseArgsConfig['options']>;

/** The arguments of a command. */
export interface Arguments {
  /** The values of the options, by name. An option with `multiple` has a list. */
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/** A command: `cdk8s-istio-egress NAME ...`. */
export interface Command {
  /** The text of `--help`: the usage up to the first empty line, then options, exit codes and examples. */
  readonly help: string;
  readonly options: Options;
  /**
   * Runs the command.
   *
   * @returns the exit code
   * @throws UsageError for arguments that exclude each other
   */
  run(args: Arguments): number;
}

/** A mistake in the arguments of a command. The command ends with 2, and prints its usage. */
export class UsageError extends Error {}

/** Mistakes in the input. The command ends with 1. */
export class MistakesError extends Error {}

/** An input that cannot be read, or an output that cannot be written. The command ends with 2. */
export class UnreadableError extends Error {}

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError for an unknown option, which names the nearest option, for an option without its value, and for an option that is
 * written twice and has one value
 */
export function readArguments(args: readonly string[], options: Options): Arguments {
  try {
    const all = { ...options, help: { type: 'boolean', short: 'h' } } as const;
    const read = parseArgs({ args: [...args], options: all, allowPositionals: true, tokens: true });
    const named = read.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = named.find((name, index) => options[name]?.multiple !== true && named.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`--${twice} is written twice: write --${twice} once`);
    return { values: read.values, positionals: read.positionals };
  } catch (error) {
    throw new UsageError(withFix((error as Error).message, args, ['help', ...Object.keys(options)]));
  }
}

/** Returns the value of an option that is a text. */
export function textOf({ values }: Arguments, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Returns the values of an option that can be repeated. */
export function textsOf({ values }: Arguments, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/**
 * Returns the value of an option with closed choices.
 *
 * @throws UsageError for another value
 */
export function choiceOf<Choice extends string>(
  args: Arguments,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = textOf(args, name) ?? choices[0];
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  const near = didYouMean(value, choices);
  const fix = near === undefined ? '' : `; fix: write --${name} ${near}`;
  throw new UsageError(`--${name} must be one of ${[...new Set(choices)].join(', ')}: got "${value}"${fix}`);
}

/** Returns a message of `parseArgs` with what to write in place of general advice. */
function withFix(message: string, args: readonly string[], names: readonly string[]): string {
  const [, missing] = /^Option '(?:-\w, )?--([^ ']+) <value>' argument missing/.exec(message) ?? [];
  if (missing !== undefined) return `--${missing} must have a value: write --${missing} VALUE`;
  const [, flag] = /^Option '(?:-\w, )?--([^ ']+)' does not take an argument/.exec(message) ?? [];
  if (flag !== undefined) return `--${flag} has no value: write --${flag}`;
  const [start, name = ''] = /^Unknown option '(-{1,2}[^']+)'/.exec(message) ?? [];
  if (start === undefined) return message;
  // Of -from, parseArgs reads the letter f.
  const [long = name] = name.startsWith('--') ? [] : args.filter((arg) => arg.startsWith(name) && arg.length > 2);
  const near = didYouMean(long.replace(/^-+/, '').replace(/=.*/, ''), names);
  return `${start}: ${near === undefined ? `options: ${names.map((each) => `--${each}`).join(', ')}` : `write --${near}`}`;
}
