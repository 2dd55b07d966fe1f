/** The mesh's configuration, changed while it runs. */
import { parse, stringify } from 'yaml';
import { Cluster } from './cluster';
import { KubeObject } from '../cluster/objects';
import { until } from '../sandbox/until';
import { during } from '../tools/phases';
import { askInside } from '../mesh/sync';

interface MeshConfigMap extends KubeObject {
  readonly data: { readonly mesh: string };
}

/** What is read of the mesh's configuration. */
interface MeshConfig {
  readonly trustDomain?: string;
  readonly extensionProviders: readonly { readonly name: string }[];
}

const PATH = '/api/v1/namespaces/istio-system/configmaps/istio';

/** What cases choose of the mesh's configuration. */
export interface MeshChoices {
  /** The default for hosts that nothing declares; `ALLOW_ANY`, as Istio's, without it. */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** The trust domain; `cluster.local`, as Istio's, without it. */
  readonly trustDomain?: string;
  /** Whether every proxy of the mesh writes an access log; they do without it. */
  readonly accessLog?: boolean;
  /** Whether every proxy of the mesh takes part in traces; none does without it. */
  readonly tracing?: boolean;
}

/** A tracer. Its Service takes spans of any format, and drops them. */
const TRACER = { name: 'tracer', zipkin: { service: 'server.databases.svc.cluster.local', port: 8000 } };

/** Makes the mesh's configuration what a case chooses, and waits until every proxy has it. */
export async function configureMesh(cluster: Cluster, choices: MeshChoices): Promise<void> {
  const {
    outboundTrafficPolicy: mode = 'ALLOW_ANY',
    trustDomain = 'cluster.local',
    accessLog = true,
    tracing = false,
  } = choices;
  const object = await cluster.api.get<MeshConfigMap>(PATH);
  const mesh = parse(object.data.mesh) as MeshConfig;
  const providers = mesh.extensionProviders.filter(({ name }) => name !== TRACER.name);
  const wanted = {
    outboundTrafficPolicy: { mode },
    trustDomain,
    accessLogFile: accessLog ? '/dev/stdout' : '',
    extensionProviders: tracing ? [...providers, TRACER] : providers,
    defaultProviders: { metrics: [], ...(tracing && { tracing: [TRACER.name] }) },
  };
  const now = { outboundTrafficPolicy: { mode: 'ALLOW_ANY' }, ...mesh };
  if (JSON.stringify({ ...now, ...wanted }) === JSON.stringify(now)) return;
  const before = await pushes(cluster);
  await cluster.api.patch(PATH, { data: { mesh: stringify({ ...mesh, ...wanted }) } });
  const sent = () => until('istiod sends the mesh configuration', async () => (await pushes(cluster)) !== before, 20);
  await during('mesh configuration', sent);
  await cluster.settle(0);
  if (mesh.trustDomain !== trustDomain) await renewIdentities(cluster);
}

/** Replaces every pod with a proxy: a pod keeps the identity that it was created with. */
async function renewIdentities(cluster: Cluster): Promise<void> {
  const pods = cluster.kubelet.pods.filter(({ proxyLog }) => proxyLog !== undefined);
  const deployments = new Set(pods.map(({ key }) => key.replace(/(-[a-z0-9]+){2}$/, '')));
  for (const deployment of deployments) {
    const [namespace = '', name = ''] = deployment.split('/');
    await cluster.change(['rollout', 'restart', '-n', namespace, `deployment/${name}`]);
  }
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
