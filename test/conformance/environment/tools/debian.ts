/** What comes from Debian: etcd, unpacked into the cache, and small programs that the system must have. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cached, fill } from './cache';
import { attempt, run } from './command';
import { say } from './say';

/** Programs that are called, and the package that has each. */
const PROGRAMS: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  iptables: 'iptables',
  nft: 'nftables',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  sysctl: 'procps',
  openssl: 'openssl',
  curl: 'curl',
  python3: 'python3',
};

/** Unpacked rather than installed: Debian's package would start a service. */
export const ETCD_FOLDER = cached('etcd', 'etcd-server of Debian');
export const ETCD_PROGRAM = join('usr', 'bin', 'etcd');

/** Installs the packages whose programs are missing. */
export async function installPrograms(): Promise<void> {
  const missing = [...new Set(Object.keys(PROGRAMS).filter((name) => !onPath(name)))];
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((name) => PROGRAMS[name] as string))];
  say(`installing ${packages.join(' ')} (apt-get) ...`);
  await aptGet(['install', '--yes', '--no-install-recommends', ...packages]);
}

/** Downloads Debian's etcd and unpacks it. */
export function fetchEtcd(): Promise<string> {
  return fill(ETCD_FOLDER, async (into) => {
    say('fetching etcd ...');
    await aptGet(['download', 'etcd-server'], into);
    const archive = readdirSync(into).find((file) => file.endsWith('.deb'));
    if (archive === undefined) throw new Error('apt-get downloaded no package etcd-server');
    await run('dpkg-deb', ['--extract', join(into, archive), into]);
  });
}

/** A fresh machine has no lists of packages, and an old one stale lists. */
async function aptGet(args: readonly string[], cwd?: string): Promise<void> {
  const options = { cwd, timeout: 600, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  if ((await attempt('apt-get', ['-qq', ...args], options)).status === 0) return;
  await run('apt-get', ['-qq', 'update'], options);
  await run('apt-get', ['-qq', ...args], options);
}

function onPath(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}
