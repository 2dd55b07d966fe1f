/** What a kubelet reports of a pod. */
import { NODE_ADDRESS } from '../../sandbox/network';
import { Container, Pod } from '../objects';

/** The status of a pod that has its address; `ready` when all its containers are. */
export function podStatus(pod: Pod, address: string, ready: boolean): object {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const true_ = (type: string): boolean => ready || type === 'PodScheduled' || type === 'Initialized';
  return {
    phase: 'Running',
    podIP: address,
    podIPs: [{ ip: address }],
    hostIP: NODE_ADDRESS,
    hostIPs: [{ ip: NODE_ADDRESS }],
    startTime: now,
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
      type,
      status: true_(type) ? 'True' : 'False',
      lastTransitionTime: now,
    })),
    containerStatuses: pod.spec.containers.map((container) => containerStatus(container, ready, now, false)),
    initContainerStatuses: (pod.spec.initContainers ?? []).map((container) =>
      containerStatus(container, ready, now, container.restartPolicy !== 'Always'),
    ),
  };
}

function containerStatus({ name, image }: Container, ready: boolean, now: string, ended: boolean): object {
  const terminated = { exitCode: 0, reason: 'Completed', finishedAt: now };
  const state = ended ? { terminated } : { running: { startedAt: now } };
  return { name, image, imageID: image, restartCount: 0, ready: ended || ready, started: !ended && ready, state };
}
