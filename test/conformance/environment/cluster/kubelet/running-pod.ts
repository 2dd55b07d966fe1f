/** One pod on the machine: its network namespace, its files, its programs. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { connectPod, DNS_ADDRESS, makeNamespace, networkOf, podAddress, removeNamespace } from '../../sandbox/network';
import { RunningProcess } from '../../sandbox/process';
import { CommandFailed, attempt, run } from '../../tools/command';
import { Tools } from '../../tools/tools';
import { Api } from '../api';
import { Container, keyOf, Pod } from '../objects';
import { PKI } from '../pki';
import { environmentOf, expanded } from './downward';
import { PODS, programOf, PROXY_USER } from './programs';
import { filesOf } from './volumes';

/** Istio's proxies look for it below their working directory. */
const BOOTSTRAP = 'var/lib/istio/envoy/envoy_bootstrap_tmpl.json';

export class RunningPod {
  public readonly address: string;
  public readonly namespace: string;
  public readonly processes: RunningProcess[] = [];
  public started = false;
  public ready = false;
  private readonly root: string;
  private readonly probes: string[] = [];

  public constructor(
    public readonly pod: Pod,
    private readonly index: number,
    private readonly tools: Tools,
    private readonly api: Api,
  ) {
    this.address = podAddress(index);
    this.namespace = `pod${index}`;
    this.root = join(PODS, this.namespace);
  }

  public get key(): string {
    return keyOf(this.pod);
  }

  /** The log of the pod's proxy, where it has one. */
  public get proxyLog(): string | undefined {
    return this.processes.find(({ name }) => name.endsWith('_istio-proxy'))?.log;
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
   * Its files and programs.
   *
   * @throws {NotYet} before anything runs, while something that its volumes need is not there
   */
  public async start(): Promise<void> {
    const containers = [...(this.pod.spec.initContainers ?? []), ...this.pod.spec.containers];
    const volumes = new Map((this.pod.spec.volumes ?? []).map((volume) => [volume.name, volume]));
    for (const { name, mountPath } of containers.flatMap(({ volumeMounts = [] }) => volumeMounts)) {
      const volume = volumes.get(name);
      const files = volume === undefined ? {} : await filesOf(this.api, this.pod, volume, this.address);
      mkdirSync(join(this.root, mountPath), { recursive: true });
      for (const [file, text] of Object.entries(files)) this.write(join(mountPath, file), text);
    }
    this.write(BOOTSTRAP, readFileSync(this.tools.bootstrapTemplate, 'utf8'));
    await run('chown', ['-R', `${PROXY_USER}:${PROXY_USER}`, this.root]);
    chmodSync(this.root, 0o755);
    this.started = true;
    for (const container of containers) await this.startContainer(container);
  }

  private async startContainer(container: Container): Promise<void> {
    const environment = environmentOf(this.pod, container, this.address);
    const args = [...(container.command ?? []), ...(container.args ?? [])].map((arg) => expanded(arg, environment));
    const { how, command, user, env } = programOf(this.tools, container, args, environment);
    const options = {
      cwd: this.root,
      env: { PATH: process.env['PATH'], HOME: this.root, ...environment, ...env },
    };
    if (how === 'once') {
      const result = await attempt('ip', ['netns', 'exec', this.namespace, ...command], options);
      if (result.status !== 0) throw new CommandFailed(`${container.name} of ${this.key}`, result);
    }
    if (how !== 'running') return;
    const name = `${this.key.replace('/', '_')}_${container.name}`;
    this.processes.push(new RunningProcess({ name, command, namespace: this.namespace, user, ...options }));
    const probe = container.readinessProbe?.httpGet;
    if (probe) this.probes.push(`http://${this.address}:${probe.port}${probe.path ?? '/'}`);
  }

  /** Whether all readiness probes succeed now. */
  public async probe(): Promise<boolean> {
    const results = await Promise.all(this.probes.map(succeeds));
    return results.every(Boolean);
  }

  /** Runs a program inside the pod's network, with the files of the node. */
  public inside(command: readonly string[]): Promise<string> {
    return run('nsenter', [networkOf(this.namespace), ...command], { timeout: 30 });
  }

  public async stop(grace: number): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop(grace)));
    await removeNamespace(this.namespace);
    rmSync(this.root, { recursive: true, force: true });
  }

  private write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function succeeds(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = get(url, { timeout: 2000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode !== undefined && answer.statusCode < 400);
    });
    asked.on('error', () => resolve(false)).on('timeout', () => asked.destroy());
  });
}
