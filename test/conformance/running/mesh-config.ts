/** The mesh's configuration, changed while it runs. */
import { parse, stringify } from 'yaml';
import { Cluster } from './cluster';
import { KubeObject } from '../cluster/objects';
import { until } from '../sandbox/until';
import { askInside } from '../mesh/sync';

interface MeshConfigMap extends KubeObject {
  readonly data: { readonly mesh: string };
}

const PATH = '/api/v1/namespaces/istio-system/configmaps/istio';

/** Sets the default for hosts that nothing declares, and waits until every proxy has it. */
export async function setOutboundTrafficPolicy(cluster: Cluster, mode: 'ALLOW_ANY' | 'REGISTRY_ONLY'): Promise<void> {
  const object = await cluster.api.get<MeshConfigMap>(PATH);
  const mesh = parse(object.data.mesh) as { outboundTrafficPolicy?: { mode: string } };
  if ((mesh.outboundTrafficPolicy?.mode ?? 'ALLOW_ANY') === mode) return;
  const before = await pushes(cluster);
  const changed = { ...mesh, outboundTrafficPolicy: { mode } };
  await cluster.api.patch(PATH, { data: { mesh: stringify(changed) } });
  await until('istiod sends the mesh configuration', async () => (await pushes(cluster)) !== before, 20);
  await cluster.settle(0);
}

/** What istiod has sent so far. */
async function pushes(cluster: Cluster): Promise<string> {
  const istiod = cluster.pod('istio-system/istiod');
  const text = await askInside(istiod, 'http://127.0.0.1:15014/metrics');
  return text
    .split('\n')
    .filter((line) => line.startsWith('pilot_xds_pushes{type="cds"}'))
    .join();
}
