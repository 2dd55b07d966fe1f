/**
 * NetworkPolicies and ClusterNetworkPolicies, enforced by the engine of kube-network-policies: new connections between pods, the node and the outside wait in
 * a queue of the kernel for its verdict. What it refuses is rejected with an answer rather than dropped, so that a blocked
 * client fails at once; on other networks it may time out.
 */
import { RUN } from '../sandbox/enter';
import { RunningProcess } from '../sandbox/process';
import { run } from '../tools/command';
import { Tools } from '../tools/tools';
import { Api, KUBECONFIG } from './api';
import { kubectlArguments } from './control-plane';
import { keyOf, KubeObject } from './objects';

const QUEUE = '100';
const REFUSED = '0x1';
const STATE = '127.0.0.1:9095';

/** What the engine has seen of each kind: resource versions by key. */
type State = Readonly<
  Record<'clusterNetworkPolicies' | 'networkPolicies' | 'pods' | 'namespaces', Readonly<Record<string, string>>>
>;

const LISTS = {
  clusterNetworkPolicies: '/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies',
  networkPolicies: '/apis/networking.k8s.io/v1/networkpolicies',
  pods: '/api/v1/pods',
  namespaces: '/api/v1/namespaces',
} as const;

/** Starts the engine. Without it nothing passes: the queue has no bypass. */
export async function startNetworkPolicy(tools: Tools): Promise<RunningProcess> {
  const kubectl = (...args: string[]): Promise<string> => run(tools.kubernetes('kubectl'), kubectlArguments(args));
  await kubectl('apply', '--server-side', '-f', tools.clusterNetworkPolicyCrd);
  await kubectl('wait', '--for=condition=established', 'crd', '--all', '--timeout=60s');
  // What pods send to the node is for the API server, which elsewhere is another machine.
  for (const chain of [['FORWARD'], ['INPUT', '--in-interface', 'pod+']]) await queue(chain);
  const flags = ['--kubeconfig', KUBECONFIG, '--queue', QUEUE, '--node', 'worker', '--state-address', STATE];
  return new RunningProcess({
    name: 'enforcer',
    command: [tools.enforcer, ...flags],
    cwd: RUN,
  });
}

/** Whether the engine knows all that the API server has, as it is now. */
export async function networkPolicyInOrder(api: Api): Promise<boolean> {
  const state = (await (await fetch(`http://${STATE}/state`)).json()) as State;
  const kinds = Object.keys(LISTS) as (keyof State)[];
  const known = await Promise.all(
    kinds.map(async (kind) => {
      const objects = await api.list<KubeObject>(LISTS[kind]);
      const seen = state[kind];
      const current = objects.every((object) => seen[keyOf(object)] === object.metadata.resourceVersion);
      return current && Object.keys(seen).length === objects.length;
    }),
  );
  return known.every(Boolean);
}

/** New connections of a chain wait for the verdict in its mangle table; what has the mark of a refusal goes no further. */
async function queue(chain: readonly string[]): Promise<void> {
  const add = (table: string, ...rule: readonly string[]): Promise<string> =>
    run('iptables', ['--wait', '-t', table, '-A', ...chain, ...rule]);
  await add('mangle', '-m', 'conntrack', '--ctstate', 'NEW', '-j', 'NFQUEUE', '--queue-num', QUEUE);
  const refused = ['-m', 'mark', '--mark', REFUSED, '-j', 'REJECT', '--reject-with'];
  // The kernel limits how many ICMP errors it sends; TCP resets it does not.
  await add('filter', '-p', 'tcp', ...refused, 'tcp-reset');
  await add('filter', ...refused, 'icmp-admin-prohibited');
}
