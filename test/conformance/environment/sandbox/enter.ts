/**
 * Namespaces of the kernel in which everything runs: network (no way out of the machine), mounts (no file of the machine is
 * changed), processes (when the first one ends, however it ends, the kernel ends all others and every namespace with them).
 */
import { ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { run } from '../tools/command';

/** In the sandbox, a file system in memory over `/run`: sockets, namespaces and logs of a run, gone with it. */
export const RUN = '/run/conformance';

const UNSHARE = ['--net', '--mount', '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc', '--'];

/** Runs a TypeScript file as the first process of a new sandbox, with a channel for messages. */
export function enterSandbox(file: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const node = [process.execPath, '--import', 'tsx', file, ...args];
  return spawn('unshare', [...UNSHARE, ...node], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env });
}

/** In the sandbox: ends with the process that entered it, and with it everything in here. */
export function endWithParent(): void {
  // The channel closes when that process ends, also when it is killed.
  process.on('disconnect', () => process.exit(130));
}

/** In the sandbox: the file systems of its own. Folders of programs come to a place where every user may read them. */
export async function mountSandbox(folders: Readonly<Record<string, string>>): Promise<void> {
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', '/run']);
  mkdirSync('/etc/netns', { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', '/etc/netns']);
  for (const [name, folder] of Object.entries(folders)) {
    const place = programFolder(name);
    mkdirSync(place, { recursive: true });
    await run('mount', ['--bind', folder, place]);
  }
  await run('ip', ['link', 'set', 'lo', 'up']);
}

/** Where a folder of programs is in the sandbox. */
export function programFolder(name: string): string {
  return `${RUN}/programs/${name}`;
}
