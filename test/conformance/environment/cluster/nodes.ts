/** The nodes that the API server knows. They are one machine; the second is as platform teams set up a node for egress. */
import { NODE_ADDRESS } from '../sandbox/network';
import { KUBERNETES_VERSION } from '../tools/go-tools';
import { Api } from './api';

const EGRESS = 'node-role.kubernetes.io/egress';

/** The region of the nodes, and so of the proxies. */
const REGION = { 'topology.kubernetes.io/region': 'us-west' };

const NODES = [
  { name: 'worker', labels: {}, taints: [] },
  { name: 'egress', labels: { [EGRESS]: '' }, taints: [{ key: EGRESS, effect: 'NoSchedule' }] },
] as const;

const CAPACITY = { cpu: '64', memory: '256Gi', pods: '500' };

/**
 * Creates the nodes, ready, with room for every pod: what a kubelet would say of itself. If every kubelet is of version 1.33 or later,
 * istiod injects sidecars as init containers.
 */
export async function makeNodes(api: Api): Promise<void> {
  const unknown = ['machineID', 'systemUUID', 'bootID', 'kernelVersion', 'osImage', 'containerRuntimeVersion'];
  const nodeInfo = {
    ...Object.fromEntries([...unknown, 'kubeProxyVersion'].map((field) => [field, ''])),
    ...{
      kubeletVersion: KUBERNETES_VERSION,
      operatingSystem: 'linux',
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    },
  };
  for (const { name, labels, taints } of NODES) {
    const metadata = {
      name,
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...REGION, ...labels },
    };
    await api.post('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata });
    const status = {
      addresses: [{ type: 'InternalIP', address: NODE_ADDRESS }],
      conditions: [{ type: 'Ready', status: 'True' }],
      capacity: CAPACITY,
      allocatable: CAPACITY,
      nodeInfo,
    };
    await api.patch(`/api/v1/nodes/${name}/status`, { status });
    // New nodes are tainted as not ready; on a cluster the node lifecycle controller takes that back.
    await api.patch(`/api/v1/nodes/${name}`, { spec: { taints } });
  }
}
