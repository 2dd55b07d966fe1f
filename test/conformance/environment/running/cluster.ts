/** The whole: a cluster with Istio and the workloads, in the sandbox. */
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { BASE_NAMESPACES, istioManifests } from '../mesh/install';
import { changesIn, changesSeen, inSync, Patience } from '../mesh/sync';
import {
  ANY_OTHER_HOST,
  METADATA_ADDRESS,
  NAMELESS_ADDRESSES,
  OUTSIDE_DATAGRAM_PORTS,
  OUTSIDE_HOSTS,
  OUTSIDE_PORTS,
} from '../outside/hosts';
import { RUN } from '../sandbox/enter';
import { makeNode, makeOutside, OUTSIDE } from '../sandbox/network';
import { RunningProcess } from '../sandbox/process';
import { until } from '../sandbox/until';
import { REPOSITORY } from '../tools/repository';
import { attempt, CommandFailed, CommandResult } from '../tools/command';
import { during } from '../tools/phases';
import { say } from '../tools/say';
import { Tools } from '../tools/tools';
import { workloads } from '../workloads/workloads';
import { Api } from '../cluster/api';
import { kubectlArguments, startControlPlane } from '../cluster/control-plane';
import { NODE } from '../cluster/identities';
import { dnsConfig } from '../cluster/dns';
import { echo } from '../cluster/kubelet/programs';
import { Kubelet } from '../cluster/kubelet/kubelet';
import { RunningPod } from '../cluster/kubelet/running-pod';
import { networkPolicyInOrder, startNetworkPolicy } from '../cluster/network-policy';
import { makeNodes } from '../cluster/nodes';
import { Deployment, KubeObject, Pod } from '../cluster/objects';
import { makePki } from '../cluster/pki';

/** The cluster did not come to rest. */
export class NotSettled extends Error {}

export class Cluster {
  private constructor(
    public readonly tools: Tools,
    public readonly api: Api,
    public readonly kubelet: Kubelet,
    private readonly processes: readonly RunningProcess[],
    public readonly outside: RunningProcess,
  ) {}

  /** Starts everything, and returns when every pod is ready and every proxy in sync. */
  public static async start(tools: Tools): Promise<Cluster> {
    await makePki();
    await makeNode();
    await makeOutside([...Object.values(OUTSIDE_HOSTS), ...NAMELESS_ADDRESSES, ANY_OTHER_HOST, METADATA_ADDRESS]);
    const command = echo(OUTSIDE_PORTS, OUTSIDE_DATAGRAM_PORTS);
    const outside = new RunningProcess({ name: 'outside', command, namespace: OUTSIDE, cwd: RUN });
    const { api, processes } = await startControlPlane(tools);
    say('the API server is ready');
    await makeNodes(api);
    processes.push(await startNetworkPolicy(tools));
    const kubelet = new Kubelet(new Api(NODE.token), tools);
    const cluster = new Cluster(tools, api, kubelet, processes, outside);
    await cluster.install();
    return cluster;
  }

  private async install(): Promise<void> {
    const documents = parseAllDocuments(await istioManifests(this.tools)).map(
      (each) => each.toJS() as KubeObject | null,
    );
    const objects = documents.filter((each): each is KubeObject => each !== null);
    const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
    const namespaces = BASE_NAMESPACES.map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    }));
    await this.create([...namespaces, ...definitions]);
    await this.kubectl(['apply', '--server-side', '-f', this.tools.backendTlsPolicyCrd]);
    await this.kubectl(['wait', '--for=condition=established', 'crd', '--all', '--timeout=60s']);
    await this.create([...objects.filter((each) => !definitions.includes(each)), dnsConfig()]);
    await this.kubectl(['apply', '-f', join(__dirname, '..', 'cluster', 'dns.yaml')]);
    this.kubelet.start();
    await until('istiod, its gateway and DNS are ready', () => this.podsInOrder(), 120);
    await until('the webhooks have their certificates', () => this.webhooksReady(), 30);
    say('Istio is installed');
    await until('the workloads are accepted', () =>
      this.kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(workloads())),
    );
    await this.settle(0);
    say('the cluster is up');
  }

  /** The pod of a Deployment, named `namespace/deployment`, as in `kubectl exec deploy/curl`: one that is ready, else any. */
  public pod(name: string): RunningPod {
    const pods = this.kubelet.podsOf(name);
    const found = pods.find(({ ready }) => ready) ?? pods[0];
    const names = this.kubelet.pods.map(({ key }) => key).sort();
    if (found === undefined) throw new Error(`no pod of ${name} runs; there are ${names.join(', ')}`);
    return found;
  }

  /** kubectl, as users call it; what it says is given whatever its status. */
  public tryKubectl(args: readonly string[], input?: string): Promise<CommandResult> {
    return attempt(this.tools.kubernetes('kubectl'), kubectlArguments(args), { input, cwd: REPOSITORY, timeout: 120 });
  }

  /** @throws {CommandFailed} when kubectl fails */
  public async kubectl(args: readonly string[], input?: string): Promise<string> {
    const result = await this.tryKubectl(args, input);
    if (result.status !== 0) throw new CommandFailed(`kubectl ${args.join(' ')}`, result);
    return result.stdout;
  }

  /** What kubectl does with the mesh's objects, and waits until the mesh has taken it in. */
  public async change(args: readonly string[], input?: string, patience: Patience = {}): Promise<CommandResult> {
    const [result] = await this.changing(async () => [await this.tryKubectl(args, input)], patience);
    return result as CommandResult;
  }

  /**
   * Several calls of kubectl, and one wait.
   *
   * @throws {NotSettled} when that takes longer than it may
   */
  public async changing(work: () => Promise<CommandResult[]>, patience: Patience = {}): Promise<CommandResult[]> {
    const before = await changesSeen(this.kubelet);
    const results = await during('kubectl', work);
    const changes = results.reduce((sum, { stdout }) => sum + changesIn(stdout), 0);
    await this.settle(before + changes, patience);
    return results;
  }

  /**
   * Waits until pods, network policies and proxies are as the API server says.
   *
   * @param changes how many changes of configuration istiod must have seen since it started
   * @throws {NotSettled} when that takes longer than it may, or when a program failed
   */
  public async settle(changes: number, { seconds = 90, ...patience }: Patience = {}): Promise<void> {
    const inOrder = 'pods, deployments and network policies are in order';
    await during('wait for pods', () => until(inOrder, () => this.inOrder(), seconds)).catch((error: unknown) => {
      throw new NotSettled([String(error), ...this.kubelet.takeProblems()].join('\n'));
    });
    if (!(await during('wait for proxies', () => inSync(this.kubelet, changes, { seconds, ...patience }))))
      throw new NotSettled('the proxies are not in sync');
    const problems = this.kubelet.takeProblems();
    if (problems.length > 0) throw new NotSettled(`pods failed:\n${problems.join('\n')}`);
    const dead = this.processes
      .filter(({ alive }) => !alive)
      .map(({ name, output }) => `${name}: ${output.slice(-2000)}`);
    if (dead.length > 0) throw new Error(`programs ended by themselves:\n${dead.join('\n')}`);
  }

  private async inOrder(): Promise<boolean> {
    if (!(await this.podsInOrder())) return false;
    const namespaces = await this.api.list<KubeObject>('/api/v1/namespaces');
    const terminating = namespaces.some(({ metadata }) => metadata.deletionTimestamp !== undefined);
    return !terminating && (await networkPolicyInOrder(this.api));
  }

  /** Asks the API server only when the pods that run are ready. */
  private async podsInOrder(): Promise<boolean> {
    if (!this.kubelet.pods.every(({ ready }) => ready)) return false;
    const deployments = await this.api.list<Deployment>('/apis/apps/v1/deployments');
    const complete = deployments.every(({ metadata, spec, status }) => {
      const wanted = spec.replicas ?? 1;
      const { observedGeneration, replicas = 0, readyReplicas = 0, updatedReplicas = 0 } = status ?? {};
      const seen = observedGeneration === metadata.generation;
      return seen && replicas === wanted && readyReplicas === wanted && updatedReplicas === wanted;
    });
    return complete && this.kubelet.inOrder(await this.api.list<Pod>('/api/v1/pods'));
  }

  private async webhooksReady(): Promise<boolean> {
    const path = '/apis/admissionregistration.k8s.io/v1';
    interface Webhooks extends KubeObject {
      readonly webhooks: readonly { readonly clientConfig: { readonly caBundle?: string } }[];
    }
    const kinds = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];
    const all = (await Promise.all(kinds.map((kind) => this.api.list<Webhooks>(`${path}/${kind}`)))).flat();
    return all.length > 0 && all.every(({ webhooks }) => webhooks.every(({ clientConfig }) => clientConfig.caBundle));
  }

  private create(objects: readonly object[]): Promise<string> {
    const text = objects.map((object) => stringify(object)).join('---\n');
    return this.kubectl(['apply', '--server-side', '-f', '-'], text);
  }
}
