import { main } from '../../bin/main';

/** Exit code and output of the command. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command. */
export function run(...args: string[]): Run {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    }),
  );
  try {
    return { status: main(args), ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}
