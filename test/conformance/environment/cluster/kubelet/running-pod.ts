/** One pod on the machine: its network namespace, its files, its programs. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { connectPod, DNS_ADDRESS, makeNamespace, networkOf, podAddress, removeNamespace } from '../../sandbox/network';
import { RunningProcess } from '../../sandbox/process';
import { attempt, run } from '../../tools/command';
import { Tools } from '../../tools/tools';
import { Api } from '../api';
import { keyOf, Pod, Probe, Volume } from '../objects';
import { PKI } from '../pki';
import { afterItsEnd, ContainerRun, inOrderOfEnd, isReady, nextToStart, runsOf } from './container-order';
import { environmentOf, expanded } from './downward';
import { hookOf, PODS, programOf, PROXY_USER } from './programs';
import { replaceFiles } from './volume-files';
import { filesOf, hasSecret, unlessNotYet } from './volumes';

/** Istio's proxies look for it below their working directory. */
const BOOTSTRAP = 'var/lib/istio/envoy/envoy_bootstrap_tmpl.json';

/** Volumes that the objects of this library name by absolute paths are below them. */
const ABSOLUTE = ['/var/run/secrets/egress-', '/mnt/'];

export class RunningPod {
  public readonly address: string;
  public readonly namespace: string;
  public readonly runs: readonly ContainerRun[];
  /** Whether its files are written. */
  public prepared = false;
  private stopping = false;
  private refreshed = Promise.resolve();
  private readonly root: string;
  private readonly processes = new Map<ContainerRun, RunningProcess>();

  public constructor(
    public readonly pod: Pod,
    private readonly index: number,
    private readonly tools: Tools,
    private readonly api: Api,
  ) {
    this.address = podAddress(index);
    this.namespace = `pod${index}`;
    this.root = join(PODS, this.namespace);
    this.runs = runsOf(pod);
  }

  public get key(): string {
    return keyOf(this.pod);
  }

  /** The log of the pod's proxy, where it has one. */
  public get proxyLog(): string | undefined {
    const proxy = this.runs.find(({ container }) => container.name === 'istio-proxy');
    return proxy && this.processes.get(proxy)?.log;
  }

  public get ready(): boolean {
    return !this.stopping && isReady(this.runs);
  }

  /** The pod is a gateway: its proxy is no sidecar of an application. */
  public get isGateway(): boolean {
    return this.pod.spec.containers.some(({ args }) => args?.includes('router') === true);
  }

  /** A command of the application in the pod: in its network, as its user. */
  public command(...command: readonly string[]): string[] {
    const application = this.pod.spec.containers.find(({ name }) => name !== 'istio-proxy');
    const user = application?.securityContext?.runAsUser;
    const as = user === undefined ? [] : ['setpriv', `--reuid=${user}`, '--clear-groups', '--'];
    return ['netns', 'exec', this.namespace, ...as, ...command];
  }

  /** Its network: from here on the pod has its address. */
  public async connect(): Promise<void> {
    const { namespace } = this.pod.metadata;
    const domains = `${namespace}.svc.cluster.local svc.cluster.local cluster.local`;
    const resolver = `nameserver ${DNS_ADDRESS}\nsearch ${domains}\noptions ndots:5\n`;
    await makeNamespace(this.namespace, { 'resolv.conf': resolver });
    await connectPod(this.namespace, this.index);
    // Applications and proxies trust the authority of the servers outside, as they do public ones elsewhere.
    const trusted = `/etc/netns/${this.namespace}/ssl/certs`;
    mkdirSync(trusted, { recursive: true });
    copyFileSync(PKI.authority, join(trusted, 'ca-certificates.crt'));
    for (const { name, value } of this.pod.spec.securityContext?.sysctls ?? []) {
      await this.inside(['sysctl', '-qw', `${name}=${value}`]);
    }
  }

  /**
   * Writes its files.
   *
   * @throws {NotYet} while something that its volumes need is not there
   */
  public async prepare(): Promise<void> {
    for (const [path, volume] of this.mounts) await this.writeVolume(path, volume);
    this.write(BOOTSTRAP, readFileSync(this.tools.bootstrapTemplate, 'utf8'));
    await run('chown', ['-R', `${PROXY_USER}:${PROXY_USER}`, this.root]);
    chmodSync(this.root, 0o755);
    this.prepared = true;
  }

  /** Writes the files of its Secrets again, one change after the other. Files of a Secret that it needs and that is gone stay. */
  public refresh(): Promise<void> {
    this.refreshed = this.refreshed.then(async () => {
      for (const [path, volume] of this.mounts) {
        if (!this.prepared || this.stopping || !hasSecret(volume)) continue;
        await unlessNotYet(this.writeVolume(path, volume));
      }
    });
    return this.refreshed;
  }

  /**
   * Sees which programs have ended, asks the probes, and starts the containers whose turn it is.
   *
   * @throws {Error} when a program has ended with another status than 0
   */
  public async advance(): Promise<void> {
    for (const [each, process] of this.processes) {
      if (!process.alive) await this.end(each, process);
    }
    await Promise.all(this.runs.map((each) => this.probe(each)));
    for (let next = nextToStart(this.runs); next !== undefined; next = nextToStart(this.runs)) {
      this.startContainer(next);
      await this.probe(next);
    }
  }

  private async end(ended: ContainerRun, process: RunningProcess): Promise<void> {
    const { name, status, output } = process;
    this.processes.delete(ended);
    // What the program started ends with it.
    await process.stop(0);
    ended.state = afterItsEnd(ended, this.pod, status);
    if (ended.state === 'waiting') ended.restarts += 1;
    if (ended.state === 'failed') throw new Error(`${name} ended by itself:\n${output.slice(-2000)}`);
  }

  private async probe(run: ContainerRun): Promise<void> {
    const { startupProbe, readinessProbe } = run.container;
    if (run.state === 'running' && (await this.succeeds(startupProbe))) run.state = 'started';
    if (run.state === 'started' && (await this.succeeds(readinessProbe))) run.state = 'ready';
  }

  private async succeeds(probe?: Probe): Promise<boolean> {
    if (probe?.httpGet === undefined) return true;
    const { port, path = '/' } = probe.httpGet;
    return answers(`http://${this.address}:${port}${path}`);
  }

  private startContainer(started: ContainerRun): void {
    const { container, role } = started;
    const environment = environmentOf(this.pod, container, this.address);
    const args = [...(container.command ?? []), ...(container.args ?? [])].map((arg) => expanded(arg, environment));
    const { command, user, env } = programOf(this.tools, container, args, environment);
    if (command.length === 0) {
      started.state = role === 'init' ? 'ended' : 'running';
      return;
    }
    const name = `${this.key.replace('/', '_')}_${container.name}`;
    const options = {
      cwd: this.root,
      binds: this.binds,
      env: { PATH: process.env['PATH'], HOME: this.root, ...environment, ...env },
    };
    this.processes.set(started, new RunningProcess({ name, command, namespace: this.namespace, user, ...options }));
    started.state = 'running';
  }

  /** Runs a program inside the pod's network, with the files of the node. */
  public inside(command: readonly string[]): Promise<string> {
    return run('nsenter', [networkOf(this.namespace), ...command], { timeout: 30 });
  }

  /** Ends its programs in at most `grace` seconds. */
  public async stop(grace: number): Promise<void> {
    this.stopping = true;
    const end = Date.now() + grace * 1000;
    if (grace > 0) await Promise.all([...this.processes.keys()].map((each) => this.beforeItStops(each)));
    for (const group of inOrderOfEnd(this.runs)) {
      const left = Math.max(0, end - Date.now()) / 1000;
      await Promise.all(group.map(async (each) => this.processes.get(each)?.stop(left)));
    }
    await removeNamespace(this.namespace);
    rmSync(this.root, { recursive: true, force: true });
  }

  private async beforeItStops({ container }: ContainerRun): Promise<void> {
    const command = hookOf(this.tools, container.lifecycle?.preStop?.exec?.command ?? []);
    // As with the kubelet, a hook that fails stops nothing.
    if (command.length > 0) await attempt('ip', ['netns', 'exec', this.namespace, ...command], { timeout: 10 });
  }

  /** Its volumes, by the paths at which containers mount them. */
  private get mounts(): ReadonlyMap<string, Volume> {
    const volumes = this.pod.spec.volumes ?? [];
    const mounts = this.runs.flatMap(({ container: { volumeMounts = [] } }) => volumeMounts);
    return new Map(
      mounts.map(({ name, mountPath }) => [mountPath, volumes.find((volume) => volume.name === name) ?? { name }]),
    );
  }

  /** The folders of volumes that programs find at absolute paths; Istio's programs look below their working directory. */
  private get binds(): readonly (readonly [folder: string, path: string])[] {
    const absolute = [...this.mounts.keys()].filter((path) => ABSOLUTE.some((folder) => path.startsWith(folder)));
    return absolute.map((path) => [join(this.root, path), path.replace('/var/run', '/run')]);
  }

  private async writeVolume(path: string, volume: Volume): Promise<void> {
    await replaceFiles(join(this.root, path), await filesOf(this.api, this.pod, volume, this.address), PROXY_USER);
  }

  private write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get(url, { timeout: 2000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode !== undefined && answer.statusCode < 400);
    });
    asked.on('error', () => resolve(false)).on('timeout', () => asked.destroy());
  });
}
