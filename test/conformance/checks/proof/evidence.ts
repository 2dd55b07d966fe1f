/** The routes that Envoys really have, for whoever looks for the cause of a failure. */
import { writeFileSync } from 'node:fs';
import { Cluster } from '../../environment/running/cluster';
import { RunningPod } from '../../environment/cluster/kubelet/running-pod';
import { askInside } from '../../environment/mesh/sync';
import { RUN } from '../../environment/sandbox/enter';
import { attempt } from '../../environment/tools/command';
import { Expectation } from '../../cases/case';

/** What `istioctl proxy-config` says of the host in the client's proxy and in the gateways'. */
export async function routesOf(cluster: Cluster, { from, url }: Expectation): Promise<string[]> {
  const host = new URL(url).hostname;
  const client = cluster.kubelet.podsOf(from).filter(({ proxyLog }) => proxyLog !== undefined);
  const gateways = cluster.kubelet.pods.filter(({ isGateway, ready }) => isGateway && ready);
  const lines = await Promise.all([...client, ...gateways].map((pod) => routesIn(cluster, pod, host)));
  return lines.flat();
}

async function routesIn(cluster: Cluster, pod: RunningPod, host: string): Promise<string[]> {
  const dump = `${RUN}/config-dump-${pod.namespace}.json`;
  writeFileSync(dump, await askInside(pod, 'http://127.0.0.1:15000/config_dump?include_eds'));
  const kinds = ['routes', 'listeners', 'clusters'].map(async (kind) => {
    const args = ['proxy-config', kind, '--file', dump];
    const { stdout, stderr } = await attempt(cluster.tools.istio('istioctl'), args);
    const lines = (stdout || stderr).split('\n');
    return lines.filter((line, index) => index === 0 || line.includes(host)).map((line) => line.trimEnd());
  });
  return [`${pod.key}:`, ...(await Promise.all(kinds)).flat()];
}
