/** Istio's own judgement, of each object by itself and of all together. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Cluster } from '../../environment/running/cluster';
import { KUBECONFIG } from '../../environment/cluster/api';
import { Group } from '../../cases/group';
import { Check, nothingWrong } from '../check';
import { attempt } from '../../environment/tools/command';
import { DrawnSample, Sample } from './samples';

/** A message of `istioctl analyze` as JSON. */
interface Message {
  readonly code: string;
  readonly level: string;
  readonly origin?: string;
  readonly message: string;
}

interface Accepted {
  readonly code: string;
  readonly origin: RegExp;
  /** What the message says; anything without it. */
  readonly message?: RegExp;
  readonly reason: string;
}

/** Errors and warnings that are not the library's to mend, each with the reason. */
export const ACCEPTED: readonly Accepted[] = [
  {
    code: 'IST0129',
    origin: /^DestinationRule \S+\/egress-upstream-/,
    reason:
      'the analyzer does not know that a credentialName brings the authorities; Istio refuses caCertificates beside it',
  },
  {
    code: 'IST0133',
    origin:
      /^EnvoyFilter \S+\/egress-(tls|requests|addresses|strict|identity|connect|credential|cidrs|cidr-port|tunnel)-/,
    reason:
      'said of every EnvoyFilter; no other API has a minimum version of TLS for clients, drops headers of one host, checks resolved addresses, is in the key of cached routes, identifies namespaces in a handshake, connects after it, sets a header from a Secret, connects to the address that a caller states, or connects from a chosen address',
  },
  {
    code: 'IST0002',
    origin: /^Sidecar \S+\/egress-sidecar-/,
    message: /OutboundTrafficPolicy\.EgressProxy ignored$/,
    reason:
      'istiod does not ignore it (`buildOutboundCatchAllNetworkFiltersOnly`), and the cases of strict are there to see',
  },
  {
    code: 'IST0162',
    origin: /^Gateway \S+\/egress-(undeclared|server)-/,
    message: /\(port (15444|[2-5]\d{4})\) that is not defined in the Service/,
    reason: 'it listens on 127.0.0.1 only, for the gateway itself',
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
export async function analyzedCluster(cluster: Cluster, expected?: Group<string>): Promise<Check> {
  return analysis('the cluster', await analyze(cluster, ['--kubeconfig', KUBECONFIG, '--all-namespaces']), expected);
}

/**
 * Returns the check that `istioctl analyze` reports what is expected and nothing else, except for {@link ACCEPTED} messages.
 *
 * @param expected codes with their origins, e.g. `IST0109 VirtualService default/a`
 */
export function analysis(what: string, found: readonly Message[], expected?: Group<string>): Check {
  const isAccepted = ({ code, origin = '', message: said }: Message) =>
    ACCEPTED.some((each) => each.code === code && each.origin.test(origin) && (each.message?.test(said) ?? true));
  const named = ({ code, origin = '' }: Message): string => `${code} ${origin}`;
  const asked = expected?.expect ?? [];
  const wrong = found.filter((message) => !isAccepted(message) && !asked.includes(named(message)));
  const missing = asked.filter((name) => !found.some((message) => named(message) === name));
  const words = wrong.map(({ code, level, origin = '', message }) => `${level} ${code} ${origin}: ${message}`);
  const all = [...words, ...missing.map((name) => `not reported: ${name}`)];
  if (expected === undefined) return nothingWrong(what, 'istioctl analyze: no error, no warning', all);
  return { ...nothingWrong(what, `istioctl analyze: ${asked.join(', ')}`, all), because: expected.because };
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
