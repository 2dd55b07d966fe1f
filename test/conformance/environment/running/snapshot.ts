/** Everything that the API server holds, to see whether what was applied and deleted left anything behind. */
import { Cluster } from './cluster';
import { keyOf, KubeObject } from '../cluster/objects';
import { during } from '../tools/phases';

/** What changes by itself: logs of what happened, locks, and what controllers make and report of pods. */
const BY_THEMSELVES = new Set(['events', 'leases', 'endpoints', 'endpointslices', 'componentstatuses']);

interface ResourceList {
  readonly groupVersion: string;
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly verbs: readonly string[] }[];
}

/** Objects by `resource namespace/name`, each as what its owner says of it. */
export type Snapshot = ReadonlyMap<string, string>;

export function snapshot(cluster: Cluster): Promise<Snapshot> {
  return during('snapshot', () => everything(cluster));
}

async function everything(cluster: Cluster): Promise<Snapshot> {
  const kinds = await listedKinds(cluster);
  const all = await Promise.all(kinds.map(async ({ path, name }) => objectsOf(cluster, path, name)));
  return new Map(all.flat());
}

/** What two snapshots differ in, in words. */
export function changes(before: Snapshot, after: Snapshot): string[] {
  const added = [...after.keys()].filter((key) => !before.has(key)).map((key) => `left behind: ${key}`);
  const gone = [...before.keys()].filter((key) => !after.has(key)).map((key) => `gone: ${key}`);
  const changed = [...before].filter(([key, text]) => (after.get(key) ?? text) !== text);
  const words = changed.map(([key, text]) => `changed: ${key}\n  before: ${text}\n  after:  ${after.get(key)}`);
  return [...added, ...gone, ...words];
}

async function listedKinds(cluster: Cluster): Promise<{ path: string; name: string }[]> {
  const { groups } = await cluster.api.get<{ groups: { preferredVersion: { groupVersion: string } }[] }>('/apis');
  const paths = ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const lists = await Promise.all(paths.map((path) => cluster.api.get<ResourceList>(path)));
  return lists.flatMap(({ resources }, index) =>
    resources
      .filter(({ name, verbs }) => verbs.includes('list') && verbs.includes('delete') && !BY_THEMSELVES.has(name))
      .map(({ name }) => ({ path: `${paths[index]}/${name}`, name })),
  );
}

async function objectsOf(cluster: Cluster, path: string, name: string): Promise<[string, string][]> {
  const objects = await cluster.api.list<KubeObject>(path);
  return objects.map((object) => owned(object, name) ?? [`${name} ${keyOf(object)}`, said(object)]);
}

/** What a controller makes of another object has a name by chance, and is there as long as its owner is. */
function owned({ metadata: { namespace, ownerReferences } }: KubeObject, name: string): [string, string] | undefined {
  const [owner] = ownerReferences ?? [];
  if (owner === undefined) return undefined;
  const by = owner.kind === 'ReplicaSet' ? owner.name.replace(/-[a-z0-9]+$/, '') : owner.name;
  return [`${name} of ${owner.kind} ${namespace}/${by}`, ''];
}

/** Annotations in which controllers and kubectl keep books: who leads, how often a Deployment was rolled out, and when. */
const BOOKS: ReadonlySet<string> = new Set([
  'control-plane.alpha.kubernetes.io/leader',
  'deployment.kubernetes.io/revision',
  'kubectl.kubernetes.io/restartedAt',
]);

/** An object without what the API server and controllers write of it. */
export function said(object: KubeObject): string {
  const { metadata, ...rest } = object as KubeObject & { status?: unknown };
  const { labels, annotations } = metadata;
  return JSON.stringify({ labels, annotations, ...rest, status: undefined }, withoutBooks);
}

function withoutBooks(key: string, value: unknown): unknown {
  const books = key === 'annotations' && typeof value === 'object' && value !== null;
  return BOOKS.has(key) || (books && Object.keys(value).every((name) => BOOKS.has(name))) ? undefined : value;
}
