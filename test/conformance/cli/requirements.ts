/** What a machine must have. */
import { spawnSync } from 'node:child_process';

/** What is missing, in words; nothing on a machine that will do. */
export function unmet(): string[] {
  const linux = process.platform === 'linux';
  const root = process.getuid?.() === 0;
  return [
    ...(linux ? [] : [`Linux (this is ${process.platform})`]),
    ...(root ? [] : ['root, for network namespaces and iptables']),
    ...(goMinor() >= GO_MINOR ? [] : [`Go 1.${GO_MINOR} or later on the PATH`]),
    ...(runs('apt-get', '--version') ? [] : ['apt-get, for etcd']),
    ...(runs('python3', '-m', 'pip', '--version') ? [] : ['Python 3 with pip, for Envoy']),
  ];
}

/** What `go.mod` of each module asks for. */
const GO_MINOR = 26;

/** The 26 of `go version go1.26.1 linux/amd64`; 0 where there is no Go. */
function goMinor(): number {
  const { stdout } = spawnSync('go', ['version'], { encoding: 'utf8' });
  return Number(/go1\.(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
