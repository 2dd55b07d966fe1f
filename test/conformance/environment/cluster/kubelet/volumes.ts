/** The files that a pod's volumes hold. */
import { Api, orNothing } from '../api';
import { FileSource, KeyedSource, KubeObject, Pod, Volume } from '../objects';
import { fieldOf } from './downward';
import { Files } from './volume-files';

interface Data extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** The object that a volume needs is not there: the pod waits for it, as on any cluster. */
export class NotYet extends Error {}

/** Waits for work that is left undone while something is not there. */
export async function unlessNotYet(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof NotYet)) throw error;
  });
}

/** Returns whether a volume has the files of a Secret. */
export function hasSecret(volume: Volume): boolean {
  return [volume, ...(volume.projected?.sources ?? [])].some(({ secret }) => secret !== undefined);
}

/** The files of a volume, by their paths below it. */
export async function filesOf(api: Api, pod: Pod, volume: Volume, address: string): Promise<Files> {
  const sources: readonly FileSource[] = volume.projected?.sources ?? [volume];
  const all = await Promise.all(sources.map((source) => filesOfSource(api, pod, source, address)));
  return Object.assign({}, ...all) as Files;
}

async function filesOfSource(api: Api, pod: Pod, source: FileSource, address: string): Promise<Files> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  if (configMap) return keyed(api, pod, 'configmaps', configMap.name, configMap);
  if (secret) return keyed(api, pod, 'secrets', secret.secretName ?? secret.name, secret);
  if (serviceAccountToken) {
    const { path, audience, expirationSeconds } = serviceAccountToken;
    return { [path]: await token(api, pod, audience, expirationSeconds) };
  }
  const fields = (downwardAPI?.items ?? []).filter(({ fieldRef }) => fieldRef !== undefined);
  return Object.fromEntries(
    fields.map(({ path, fieldRef }) => [path, fieldOf(pod, fieldRef?.fieldPath ?? '', address)]),
  );
}

async function keyed(api: Api, pod: Pod, kind: string, name: string | undefined, source: KeyedSource): Promise<Files> {
  const path = `/api/v1/namespaces/${pod.metadata.namespace}/${kind}/${name}`;
  const object = await orNothing(api.get<Data>(path));
  const missing = source.items?.find(({ key }) => object?.data?.[key] === undefined);
  if (source.optional !== true && (object === undefined || missing !== undefined)) {
    throw new NotYet(`${path} is not there${missing === undefined ? '' : `, or has no ${missing.key}`}`);
  }
  const decoded = Object.entries(object?.data ?? {}).map(([key, value]): [string, string] => [
    key,
    kind === 'secrets' ? Buffer.from(value, 'base64').toString() : value,
  ]);
  const data = new Map(decoded);
  if (source.items === undefined) return Object.fromEntries(data);
  const present = source.items.filter(({ key }) => data.has(key));
  return Object.fromEntries(present.map((item) => [item.path, data.get(item.key) ?? '']));
}

/** A token of the pod's service account, bound to the pod. */
async function token(api: Api, pod: Pod, audience?: string, expirationSeconds = 3600): Promise<string> {
  const { namespace, name, uid } = pod.metadata;
  const account = pod.spec.serviceAccountName ?? 'default';
  const spec = {
    audiences: audience === undefined ? [] : [audience],
    expirationSeconds,
    boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
  };
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec };
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  return (await api.post<{ status: { token: string } }>(path, body)).status.token;
}
