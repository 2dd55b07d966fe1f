import {
  afterItsEnd,
  ContainerRun,
  inOrderOfEnd,
  isComplete,
  isInitialized,
  isReady,
  nextToStart,
  Role,
  runsOf,
  State,
} from '../../../../conformance/environment/cluster/kubelet/container-order';
import { podStatus } from '../../../../conformance/environment/cluster/kubelet/pod-status';
import { Pod } from '../../../../conformance/environment/cluster/objects';

const container = (name: string, restartPolicy?: string) => ({ name, image: 'x', restartPolicy });
const pod = (restartPolicy?: string): Pod => ({
  metadata: { name: 'api', uid: 'u', resourceVersion: '1' },
  spec: {
    initContainers: [container('istio-init'), container('istio-proxy', 'Always'), container('migrate')],
    containers: [container('api'), container('helper')],
    restartPolicy,
  },
});

const namesOf = (runs: readonly ContainerRun[]): string[] => runs.map(({ container: { name } }) => name);
/** The containers of the pod in the states, in their order. */
const inStates = (...states: State[]): ContainerRun[] =>
  runsOf(pod()).map((run, index) => ({ ...run, state: states[index] ?? 'waiting' }));

it('an init container with restartPolicy Always is a sidecar', () => {
  const roles = runsOf(pod()).map(({ container: { name }, role }): [string, Role] => [name, role]);
  expect(roles).toEqual([
    ['istio-init', 'init'],
    ['istio-proxy', 'sidecar'],
    ['migrate', 'init'],
    ['api', 'main'],
    ['helper', 'main'],
  ]);
});

it.each<[string | undefined, State[]]>([
  ['istio-init', []],
  [undefined, ['running']],
  ['istio-proxy', ['ended']],
  [undefined, ['ended', 'running']],
  ['migrate', ['ended', 'started']],
  [undefined, ['ended', 'ready', 'running']],
  ['api', ['ended', 'ready', 'ended']],
  ['helper', ['ended', 'ready', 'ended', 'running']],
  [undefined, ['ended', 'ready', 'ended', 'ready', 'ready']],
  // The sidecar has ended by itself.
  ['istio-proxy', ['ended', 'waiting', 'ended', 'ready', 'ready']],
])('%s starts next after %j', (name, states) => {
  expect(nextToStart(inStates(...states))?.container.name).toBe(name);
});

it.each<[string, State[], string, string]>([
  ['starts', ['ended', 'running'], 'Pending', 'False'],
  ['runs its main containers', ['ended', 'started', 'ended', 'running', 'running'], 'Running', 'False'],
  ['waits for its sidecar alone', ['ended', 'started', 'ended', 'ready', 'ready'], 'Running', 'False'],
  ['is ready', ['ended', 'ready', 'ended', 'ready', 'ready'], 'Running', 'True'],
  ['has ended', ['ended', 'ready', 'ended', 'ended', 'ended'], 'Succeeded', 'False'],
])('the status of a pod that %s', (_, states, phase, ready) => {
  const runs = inStates(...states);
  const status = podStatus(runs, '10.244.0.9') as {
    conditions: { type: string; status: string }[];
    initContainerStatuses: object[];
    containerStatuses: { name: string }[];
  };
  const conditions = Object.fromEntries(status.conditions.map((each) => [each.type, each.status]));
  expect(conditions).toEqual({
    PodScheduled: 'True',
    Initialized: isInitialized(runs) ? 'True' : 'False',
    ContainersReady: ready,
    Ready: ready,
  });
  expect(isReady(runs)).toBe(ready === 'True');
  expect(isComplete(runs)).toBe(phase === 'Succeeded');
  expect(status).toMatchObject({ phase, podIP: '10.244.0.9' });
  expect(status.containerStatuses.map(({ name }) => name)).toEqual(['api', 'helper']);
  expect(status.initContainerStatuses).toEqual([
    expect.objectContaining({ name: 'istio-init', ready: true, started: false }),
    expect.objectContaining({
      name: 'istio-proxy',
      ready: states[1] === 'ready',
      started: states[1] !== 'running',
      state: { running: expect.anything() as unknown },
    }),
    expect.objectContaining({ name: 'migrate', ready: states[2] === 'ended' }),
  ]);
});

it('sidecars end after the main containers, the last first', () => {
  const runs = runsOf({
    ...pod(),
    spec: { initContainers: [container('a', 'Always'), container('b', 'Always')], containers: [container('api')] },
  });
  expect(inOrderOfEnd(runs).map(namesOf)).toEqual([['api'], ['b'], ['a']]);
});

it.each<[string, string | undefined, number | undefined, State]>([
  ['api', undefined, 0, 'waiting'],
  ['api', 'Always', 0, 'waiting'],
  ['api', 'Never', 0, 'ended'],
  ['api', 'OnFailure', 0, 'ended'],
  ['istio-proxy', 'Never', 0, 'waiting'],
  ['istio-init', 'Always', 0, 'ended'],
  ['api', 'Never', 1, 'failed'],
  ['istio-proxy', 'Always', undefined, 'failed'],
])('%s in a pod with restartPolicy %s, ended with status %s, is %s', (name, restartPolicy, status, state) => {
  const [run] = runsOf(pod(restartPolicy)).filter((each) => each.container.name === name);
  expect(run && afterItsEnd(run, pod(restartPolicy), status)).toBe(state);
});

it('a container that failed holds up its pod', () => {
  expect(nextToStart(inStates('failed'))).toBeUndefined();
  expect(isReady(inStates('ended', 'ready', 'ended', 'ready', 'failed'))).toBe(false);
  expect(isComplete(inStates('ended', 'ready', 'ended', 'ended', 'failed'))).toBe(false);
});
