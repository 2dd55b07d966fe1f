/** Istio's own judgement, of each object by itself and of all together. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Cluster } from '../running/cluster';
import { KUBECONFIG } from '../cluster/api';
import { Check, nothingWrong } from '../report/check';
import { attempt } from '../tools/command';
import { DrawnSample, Sample } from './samples';

/** A message of `istioctl analyze` as JSON. */
interface Message {
  readonly code: string;
  readonly level: string;
  readonly origin?: string;
  readonly message: string;
}

/** Errors and warnings that are not the library's to mend, each with the reason. */
export const ACCEPTED: readonly { readonly code: string; readonly origin: RegExp; readonly reason: string }[] = [
  {
    code: 'IST0129',
    origin: /^DestinationRule \S+\/egress-origination-/,
    reason:
      'the analyzer does not know that a credentialName brings the authorities; Istio refuses caCertificates beside it',
  },
  {
    code: 'IST0133',
    origin: /^EnvoyFilter \S+\/egress-(tls|requests)-/,
    reason:
      'said of every EnvoyFilter; no other API has a minimum version of TLS for clients, or drops headers of one host',
  },
];

/** `istioctl validate`: what istiod's webhook would say. */
export async function validated(cluster: Cluster, { name, folder }: Sample): Promise<Check> {
  const files = filesIn(folder).flatMap((file) => ['-f', file]);
  const { status, stdout, stderr } = await attempt(cluster.tools.istio('istioctl'), ['validate', ...files]);
  return nothingWrong(name, 'istioctl validate: valid', status === 0 ? [] : [stdout + stderr]);
}

/** `istioctl analyze` of a sample with what its cluster must have besides: no error and no warning. */
export async function analyzed(cluster: Cluster, { name, folder, context }: DrawnSample): Promise<Check> {
  const file = `${folder}-context.yaml`;
  writeFileSync(file, context.map((object) => stringify(object)).join('---\n'));
  return analysis(name, await analyze(cluster, ['--use-kube=false', ...filesIn(folder), file]));
}

/** `istioctl analyze` of the running cluster. */
export async function analyzedCluster(cluster: Cluster): Promise<Check> {
  return analysis('the cluster', await analyze(cluster, ['--kubeconfig', KUBECONFIG, '--all-namespaces']));
}

function analysis(what: string, found: readonly Message[]): Check {
  const wrong = found.filter(({ code, origin = '' }) => {
    return !ACCEPTED.some((accepted) => accepted.code === code && accepted.origin.test(origin));
  });
  const words = wrong.map(({ code, level, origin = '', message }) => `${level} ${code} ${origin}: ${message}`);
  return nothingWrong(what, 'istioctl analyze: no error, no warning', words);
}

async function analyze(cluster: Cluster, args: readonly string[]): Promise<Message[]> {
  const all = ['analyze', '--output', 'json', ...args];
  const { stdout, stderr } = await attempt(cluster.tools.istio('istioctl'), all);
  const json = stdout.slice(stdout.indexOf('['), stdout.lastIndexOf(']') + 1);
  if (json === '') throw new Error(`istioctl ${all.join(' ')} wrote no JSON: ${stdout}${stderr}`);
  return (JSON.parse(json) as Message[]).filter(({ level }) => level !== 'Info');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((file) => join(folder, file));
}
