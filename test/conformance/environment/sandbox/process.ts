/** Long-running programs in the sandbox, each with a log of its own. */
import { ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { RUN } from './enter';

export const LOGS = `${RUN}/logs`;

export interface ProcessOptions {
  /** Names its log. */
  readonly name: string;
  readonly command: readonly string[];
  /** The network namespace; the node's without it. */
  readonly namespace?: string;
  /** Folders that a program in a network namespace finds at other paths, which are below `/run` or `/mnt`. */
  readonly binds?: readonly (readonly [folder: string, path: string])[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The user and group it runs as; root without it. */
  readonly user?: number;
}

/** The beginning of a command that mounts folders; `ip netns exec` gives the command mounts of its own. */
function bound(binds: readonly (readonly [folder: string, path: string])[]): readonly string[] {
  if (binds.length === 0) return [];
  // `/run` is of the sandbox, `/mnt` of the machine.
  const hidden = binds.some(([, path]) => path.startsWith('/mnt/')) ? ['mount -t tmpfs tmpfs /mnt'] : [];
  const bind = ([folder, path]: (typeof binds)[number]) => `mkdir -p '${path}' && mount --bind '${folder}' '${path}'`;
  const mounts = [...hidden, ...binds.map(bind)];
  return ['sh', '-c', `${mounts.join(' && ')} && exec "$@"`, 'sh'];
}

export class RunningProcess {
  public readonly log: string;
  private readonly child: ChildProcess;

  public constructor(private readonly options: ProcessOptions) {
    const { name, namespace, binds = [], cwd, env, user } = options;
    mkdirSync(LOGS, { recursive: true });
    this.log = `${LOGS}/${name}.log`;
    const output = openSync(this.log, 'a');
    // Envoy opens /dev/stdout anew.
    if (user !== undefined) chownSync(this.log, user, user);
    const as = user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--'];
    const where = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace, ...bound(binds)];
    const [program = '', ...args] = [...where, ...as, ...options.command];
    // A process group of its own, so that what it starts ends with it.
    this.child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', output, output] });
    this.child.on('error', () => undefined);
    closeSync(output);
  }

  public get name(): string {
    return this.options.name;
  }

  public get alive(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The exit status, of a program that has ended by itself. */
  public get status(): number | undefined {
    return this.child.exitCode ?? undefined;
  }

  public get output(): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : '';
  }

  /** Asks it to end, and after the grace period, in seconds, ends it with all that it started. */
  public async stop(grace: number): Promise<void> {
    // The program alone, as container runtimes do: pilot-agent drains Envoy, which a signal of its own would end.
    if (this.alive) this.child.kill('SIGTERM');
    const end = Date.now() + grace * 1000;
    while (this.alive && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // The whole group has ended already.
    }
  }
}
