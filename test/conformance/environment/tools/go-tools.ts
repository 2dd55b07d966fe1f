/** Programs built from the Go modules in `go/`, each module's into a folder of the cache. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cached, contentOf, fill } from './cache';
import { attempt, run } from './command';
import { REPOSITORY } from './repository';
import { say } from './say';
import { kubernetesVersion } from './versions';

/** One of the modules. */
export interface GoModule {
  /** The folder in `go/`. */
  readonly name: string;
  /** What is built: `tool` directives of its go.mod, or packages of its own. */
  readonly packages: readonly string[];
  readonly ldflags?: string;
  /** Other modules in `go/` whose packages it imports. */
  readonly imports?: readonly string[];
  /** Minutes on two cores with nothing cached, to say beforehand; measured. */
  readonly minutes: number;
}

const GO = join(REPOSITORY, 'test', 'conformance', 'go');
export const KUBERNETES_VERSION = kubernetesVersion(readFileSync(join(GO, 'kubernetes', 'go.mod'), 'utf8'));
/** Seconds between two lines of progress. */
const PROGRESS = 20;

export const ISTIO: GoModule = {
  name: 'istio',
  packages: [
    ...['pilot/cmd/pilot-discovery', 'pilot/cmd/pilot-agent', 'istioctl/cmd/istioctl'].map(
      (path) => `istio.io/istio/${path}`,
    ),
    './cmd/routing-simulation',
  ],
  minutes: 9,
};

export const KUBERNETES: GoModule = {
  name: 'kubernetes',
  packages: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubectl'].map(
    (program) => `k8s.io/kubernetes/cmd/${program}`,
  ),
  ldflags: versionFlags(KUBERNETES_VERSION),
  minutes: 5,
};

export const COREDNS: GoModule = { name: 'coredns', packages: ['github.com/coredns/coredns'], minutes: 2 };

export const NETWORK_POLICY: GoModule = {
  name: 'network-policy',
  packages: ['./cmd/network-policy-verdicts'],
  minutes: 1,
};

/** A module of its own: an evaluator of the other needs an older API of policies of the cluster. */
export const ENFORCER: GoModule = {
  name: 'enforcer',
  packages: ['.', './cmd/cluster-verdicts'],
  imports: ['network-policy'],
  minutes: 1,
};

export const YAML: GoModule = { name: 'yaml', packages: ['./cmd/yaml-reader'], minutes: 1 };

/** Without it the programs call themselves v0.0.0, and clients of theirs take other ways. */
function versionFlags(version: string): string {
  const [major = '', minor = ''] = version.slice(1).split('.');
  const at = 'k8s.io/component-base/version';
  return `-X ${at}.gitVersion=${version} -X ${at}.gitMajor=${major} -X ${at}.gitMinor=${minor}`;
}

/** Where the module's programs are, or will be once it is built. */
export function folderOf(module: GoModule): string {
  const contents = [module.name, ...(module.imports ?? [])].map((name) => contentOf(join(GO, name)));
  return cached(module.name, contents.join('') + JSON.stringify(module));
}

/** Builds the module's programs where they are not there yet. */
export function buildGo(module: GoModule): Promise<string> {
  return fill(folderOf(module), async (into) => {
    for (const path of module.packages) await buildOne(module, path, into);
  });
}

/** The folder of a module's source, for the files that Istio ships beside its programs. */
export async function sourceOf(module: GoModule, path: string): Promise<string> {
  return (await run('go', ['list', '-m', '-f', '{{.Dir}}', path], { cwd: join(GO, module.name), timeout: 600 })).trim();
}

async function buildOne(module: GoModule, path: string, into: string): Promise<void> {
  const cwd = join(GO, module.name);
  const program = path === '.' ? module.name : basename(path);
  say(`building ${program} ...`);
  await download(cwd);
  const packages = (await run('go', ['list', '-deps', path], { cwd, timeout: 1800 })).split('\n').length - 1;
  const flags = ['-buildvcs=false', '-v', '-ldflags', `-s -w ${module.ldflags ?? ''}`];
  await watched(cwd, ['build', ...flags, '-o', join(into, program), path], (compiled) =>
    say(`  ${program}: ${compiled} packages compiled; it has ${packages}, those compiled earlier included`),
  );
}

/** All modules at once: a proxy that fails for a moment does not end the build. */
async function download(cwd: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { status, stderr } = await attempt('go', ['mod', 'download'], { cwd, timeout: 1800 });
    if (status === 0) return;
    if (tries === 3) throw new Error(`go mod download failed in go/${basename(cwd)}:\n${stderr.slice(-2000)}`);
    say('  the download failed, trying again');
  }
}

/** Runs `go build -v`, which names each package that it compiles, and tells how many, now and then. */
function watched(cwd: string, args: readonly string[], progress: (compiled: number) => void): Promise<void> {
  const child = spawn('go', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let compiled = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    compiled += chunk.filter((byte) => byte === 0x0a).length;
    said = (said + chunk.toString()).slice(-4000);
  });
  const timer = setInterval(() => progress(compiled), PROGRESS * 1000);
  return new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`go ${args.join(' ')} failed:\n${said}`))));
  }).finally(() => clearInterval(timer));
}
