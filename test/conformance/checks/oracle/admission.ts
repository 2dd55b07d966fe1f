/** The API server's judgement: schemas, CEL rules, defaults and webhooks, without keeping anything. */
import { Cluster } from '../../environment/running/cluster';
import { KubeObject } from '../../environment/cluster/objects';
import { Check, nothingWrong } from '../check';
import { Sample } from './samples';

/** What the webhook says of every EnvoyFilter; no other API has a minimum version of TLS for clients. */
const ACCEPTED = /^Warning: EnvoyFilter exposes internal implementation details/;

/** `kubectl apply --dry-run=server` of every sample, in namespaces that are there for it. */
export async function admitted(cluster: Cluster, samples: readonly Sample[]): Promise<Check[]> {
  const present = (await cluster.api.list<KubeObject>('/api/v1/namespaces')).map(({ metadata }) => metadata.name);
  const manifests = samples.flatMap((sample) => sample.manifests);
  const wanted = new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []));
  const made = [...wanted].filter((name) => !present.includes(name));
  const namespaces = made.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: namespaces });
  await cluster.kubectl(['apply', '-f', '-'], list);
  const checks = [];
  for (const { name, folder } of samples) {
    const { status, stderr } = await cluster.tryKubectl(['apply', '--dry-run=server', '-f', folder]);
    const warned = stderr.split('\n').filter((line) => line.startsWith('Warning:') && !ACCEPTED.test(line));
    checks.push(nothingWrong(name, 'the API server admits it', status === 0 ? warned : [stderr]));
  }
  await cluster.change(['delete', '-f', '-'], list);
  return checks;
}
