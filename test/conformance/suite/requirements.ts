/** What a machine must have. */
import { spawnSync } from 'node:child_process';

/** What is missing, in words; nothing on a machine that will do. */
export function unmet(): string[] {
  const linux = process.platform === 'linux';
  const root = process.getuid?.() === 0;
  return [
    ...(linux ? [] : [`Linux (this is ${process.platform})`]),
    ...(root ? [] : ['root, for network namespaces and iptables']),
    ...(runs('go', 'version') ? [] : ['Go 1.26 or later on the PATH']),
    ...(runs('apt-get', '--version') ? [] : ['apt-get, for etcd']),
    ...(runs('python3', '-m', 'pip', '--version') ? [] : ['Python 3 with pip, for Envoy']),
  ];
}

function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
