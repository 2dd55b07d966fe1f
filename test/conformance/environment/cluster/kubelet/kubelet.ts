/**
 * The stand-in for the kubelet: it runs the pods that the API server has and the scheduler has bound, reports their addresses and
 * readiness, and lets go of those that are deleted. Containers share the machine's file system: each program runs in the
 * network namespace of its pod, in the pod's folder.
 */
import { Tools } from '../../tools/tools';
import { say } from '../../tools/say';
import { Api, orNothing, WatchEvent } from '../api';
import { KubeObject, keyOf, Pod } from '../objects';
import { isComplete } from './container-order';
import { podStatus } from './pod-status';
import { RunningPod } from './running-pod';
import { NotYet } from './volumes';

/** Seconds between two looks at the pods. */
const INTERVAL = 0.1;

export class Kubelet {
  /** What the API server has. */
  private readonly wanted = new Map<string, Pod>();
  private readonly byUid = new Map<string, RunningPod>();
  /** Pods whose main containers have ended. */
  private readonly complete = new Set<string>();
  private readonly busy = new Set<string>();
  private readonly problems: string[] = [];
  private readonly said = new Set<string>();
  private next = 0;

  public constructor(
    private readonly api: Api,
    private readonly tools: Tools,
  ) {}

  /** The pods that run, by namespace and name. */
  public get pods(): readonly RunningPod[] {
    return [...this.byUid.values()];
  }

  /** The pods of a Deployment, named `namespace/deployment`: theirs is that name with two suffixes. */
  public podsOf(deployment: string): readonly RunningPod[] {
    return this.pods.filter(({ key }) => key.replace(/(-[a-z0-9]+){2}$/, '') === deployment);
  }

  /** Runs what the API server has from now on, as long as the process lives. */
  public start(): void {
    setInterval(() => this.look(), INTERVAL * 1000);
    this.watch();
    this.watchSecrets();
  }

  /** Writes the files of pods again when Secrets of their namespace change. */
  private watchSecrets(): void {
    const changed = ({ object: { metadata } }: WatchEvent<KubeObject>): void => {
      const pods = this.pods.filter(({ pod }) => pod.metadata.namespace === metadata.namespace);
      void Promise.all(pods.map((pod) => pod.refresh())).catch((error: unknown) => this.complain(String(error)));
    };
    void this.api
      .watch('/api/v1/secrets', () => undefined, changed)
      .catch((error: unknown) => this.complain(String(error)))
      .finally(() => setTimeout(() => this.watchSecrets(), INTERVAL * 1000));
  }

  private watch(): void {
    const listed = (pods: readonly Pod[]): void => {
      this.wanted.clear();
      for (const pod of pods) this.wanted.set(pod.metadata.uid, pod);
    };
    const changed = ({ type, object }: WatchEvent<Pod>): void => {
      if (type === 'DELETED') this.wanted.delete(object.metadata.uid);
      else this.wanted.set(object.metadata.uid, object);
    };
    void this.api
      .watch('/api/v1/pods', listed, changed)
      .catch((error: unknown) => this.complain(String(error)))
      .finally(() => setTimeout(() => this.watch(), INTERVAL * 1000));
  }

  /** What went wrong since it was asked last. */
  public takeProblems(): readonly string[] {
    return this.problems.splice(0);
  }

  /** The pods that the API server has all run and are ready, and none else. */
  public inOrder(pods: readonly Pod[]): boolean {
    const running = pods.filter(({ status }) => status?.phase !== 'Succeeded');
    const wanted = running.every(({ metadata }) => {
      return metadata.deletionTimestamp === undefined && this.byUid.get(metadata.uid)?.ready === true;
    });
    return wanted && running.length === this.byUid.size;
  }

  /** A problem is told when it comes up, and fails whatever waits for the pods. */
  private complain(problem: string): void {
    if (this.said.has(problem)) return;
    this.said.add(problem);
    this.problems.push(problem);
    say(problem);
  }

  private look(): void {
    for (const [uid, running] of this.byUid) {
      if (!this.wanted.has(uid)) this.work(uid, () => this.forget(uid, running, 0));
    }
    for (const [uid, pod] of this.wanted) this.work(uid, () => this.reconcile(pod));
  }

  /** One task per pod at a time; pods do not wait for each other. */
  private work(uid: string, task: () => Promise<void>): void {
    if (this.busy.has(uid)) return;
    this.busy.add(uid);
    task()
      .catch((error: unknown) => {
        if (!(error instanceof NotYet)) this.complain(error instanceof Error ? error.message : String(error));
      })
      .finally(() => this.busy.delete(uid));
  }

  private async reconcile(pod: Pod): Promise<void> {
    const { uid, deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    const running = this.byUid.get(uid);
    if (deletionTimestamp !== undefined) {
      if (running !== undefined) await this.forget(uid, running, deletionGracePeriodSeconds ?? 30);
      await orNothing(this.api.delete(pathOf(pod), { gracePeriodSeconds: 0 }));
    } else if (pod.spec.nodeName === undefined || this.complete.has(uid)) {
      return;
    } else if (running === undefined) {
      await this.run(pod);
    } else {
      await this.attend(pod, running);
    }
  }

  private async run(pod: Pod): Promise<void> {
    const running = new RunningPod(pod, (this.next += 1), this.tools, this.api);
    await running.connect();
    this.byUid.set(pod.metadata.uid, running);
    await this.report(pod, running);
  }

  private async attend(pod: Pod, running: RunningPod): Promise<void> {
    if (!running.prepared) await running.prepare();
    const before = JSON.stringify(running.runs);
    await running.advance();
    if (JSON.stringify(running.runs) === before) return;
    if (isComplete(running.runs)) {
      this.complete.add(pod.metadata.uid);
      await this.forget(pod.metadata.uid, running, pod.spec.terminationGracePeriodSeconds ?? 30);
    }
    await this.report(pod, running);
    if (running.ready) say(`pod ${keyOf(pod)} is ready at ${running.address}`);
  }

  private async forget(uid: string, running: RunningPod, grace: number): Promise<void> {
    await running.stop(grace);
    this.byUid.delete(uid);
  }

  private report(pod: Pod, { runs, address }: RunningPod): Promise<unknown> {
    return orNothing(this.api.patch(`${pathOf(pod)}/status`, { status: podStatus(runs, address) }));
  }
}

function pathOf({ metadata }: Pod): string {
  return `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
}
