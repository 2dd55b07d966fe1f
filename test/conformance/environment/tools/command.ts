/** Other programs, run to their end. */
import { execFile } from 'node:child_process';

export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the program was killed because it needed too long. */
  readonly timedOut?: boolean;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Seconds until it is killed. */
  readonly timeout?: number;
}

/** A program that ended with another status than 0, with what it said. */
export class CommandFailed extends Error {
  public constructor(
    command: string,
    public readonly result: CommandResult,
  ) {
    super(`${command} ended with status ${result.status}\n${result.stdout.slice(-2000)}${result.stderr.slice(-4000)}`);
  }
}

/** Runs a program and gives what it said, whatever its status. */
export function attempt(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { cwd, env, input, timeout = 60 } = options;
  const limits = { maxBuffer: 256 * 1024 * 1024, timeout: timeout * 1000, killSignal: 'SIGKILL' as const };
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd, env, ...limits }, (error, stdout, stderr) => {
      // What could not be started or was killed has no number for a status.
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 255;
      const why = error !== null && typeof error.code !== 'number' ? error.message : '';
      const timedOut = error?.killed === true;
      resolve({ status: code, stdout, stderr: stderr + why, ...(timedOut && { timedOut }) });
    });
    // A program that ends without reading its input is no error of ours.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

/**
 * Runs a program and gives what it wrote to stdout.
 *
 * @throws {CommandFailed} when its status is not 0
 */
export async function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await attempt(command, args, options);
  if (result.status !== 0) throw new CommandFailed([command, ...args].join(' ').slice(0, 400), result);
  return result.stdout;
}
