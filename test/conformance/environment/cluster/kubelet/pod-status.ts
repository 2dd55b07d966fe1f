/** What a kubelet reports of a pod. */
import { NODE_ADDRESS } from '../../sandbox/network';
import { ContainerRun, isComplete, isInitialized, isReady, State } from './container-order';

/** The status of a pod that has its address. */
export function podStatus(runs: readonly ContainerRun[], address: string): object {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const ready = isReady(runs);
  const conditions = { PodScheduled: true, Initialized: isInitialized(runs), ContainersReady: ready, Ready: ready };
  const statuses = (main: boolean): object[] =>
    runs.filter(({ role }) => (role === 'main') === main).map((run) => containerStatus(run, now));
  return {
    phase: isComplete(runs) ? 'Succeeded' : isInitialized(runs) ? 'Running' : 'Pending',
    podIP: address,
    podIPs: [{ ip: address }],
    hostIP: NODE_ADDRESS,
    hostIPs: [{ ip: NODE_ADDRESS }],
    startTime: now,
    conditions: Object.entries(conditions).map(([type, status]) => ({
      type,
      status: status ? 'True' : 'False',
      lastTransitionTime: now,
    })),
    containerStatuses: statuses(true),
    initContainerStatuses: statuses(false),
  };
}

function containerStatus({ container: { name, image }, role, state, restarts }: ContainerRun, now: string): object {
  return {
    ...{ name, image, imageID: image, restartCount: restarts },
    ready: state === 'ready' || (role === 'init' && state === 'ended'),
    started: state === 'started' || state === 'ready',
    state: stateOf(state, now),
  };
}

function stateOf(state: State, now: string): object {
  if (state === 'waiting') return { waiting: { reason: 'PodInitializing' } };
  if (state === 'ended') return { terminated: { exitCode: 0, reason: 'Completed', finishedAt: now } };
  if (state === 'failed') return { terminated: { exitCode: 1, reason: 'Error', finishedAt: now } };
  return { running: { startedAt: now } };
}
