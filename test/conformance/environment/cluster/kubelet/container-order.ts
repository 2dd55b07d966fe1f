/** The order in which the kubelet starts and ends the containers of a pod. */
import { Container, Pod } from '../objects';

/** `init` runs to its end before the next; `sidecar` is an init container that keeps running. */
export type Role = 'init' | 'sidecar' | 'main';

/** A container is `started` when its startup probe succeeds, and `ready` when its readiness probe does, too. */
export type State = 'waiting' | 'running' | 'started' | 'ready' | 'ended' | 'failed';

export interface ContainerRun {
  readonly container: Container;
  readonly role: Role;
  state: State;
  restarts: number;
}

/** The containers of a pod in the order in which they start. */
export function runsOf({ spec }: Pod): ContainerRun[] {
  const run = (container: Container, role: Role): ContainerRun => ({ container, role, state: 'waiting', restarts: 0 });
  return [
    ...(spec.initContainers ?? []).map((each) => run(each, each.restartPolicy === 'Always' ? 'sidecar' : 'init')),
    ...spec.containers.map((each) => run(each, 'main')),
  ];
}

/** Returns whether a container no longer holds up those after it. */
function letsOthersStart({ role, state }: ContainerRun): boolean {
  if (role === 'init') return state === 'ended';
  return role === 'main' || state === 'started' || state === 'ready';
}

/** Returns the container that may start now. */
export function nextToStart(runs: readonly ContainerRun[]): ContainerRun | undefined {
  const index = runs.findIndex(({ state }) => state === 'waiting');
  return runs.slice(0, Math.max(index, 0)).every(letsOthersStart) ? runs[index] : undefined;
}

/** Returns whether the main containers may run. */
export function isInitialized(runs: readonly ContainerRun[]): boolean {
  return runs.every((run) => run.role === 'main' || letsOthersStart(run));
}

export function isReady(runs: readonly ContainerRun[]): boolean {
  return runs.every(({ role, state }) => state === (role === 'init' ? 'ended' : 'ready'));
}

/** Returns whether the main containers have ended, e.g. those of a Job: the sidecars end then. */
export function isComplete(runs: readonly ContainerRun[]): boolean {
  return runs.every(({ role, state }) => role !== 'main' || state === 'ended');
}

/** Returns the containers in groups that end together: sidecars after the main containers, the last first. */
export function inOrderOfEnd(runs: readonly ContainerRun[]): ContainerRun[][] {
  const sidecars = runs.filter(({ role }) => role === 'sidecar').reverse();
  return [runs.filter(({ role }) => role === 'main'), ...sidecars.map((run) => [run])];
}

/** Returns the state of a container whose program has ended: `waiting` if it starts again. */
export function afterItsEnd({ role }: ContainerRun, { spec }: Pod, status?: number): State {
  if (status !== 0) return 'failed';
  const restarts = role === 'sidecar' || (role === 'main' && (spec.restartPolicy ?? 'Always') === 'Always');
  return restarts ? 'waiting' : 'ended';
}
