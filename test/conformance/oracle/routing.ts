/** istiod's own configuration, asked which way it sends every request that one can think of for a drawn app. */
import { Check, nothingWrong } from '../report/check';
import { run } from '../tools/command';
import { say } from '../tools/say';
import { Tools } from '../tools/tools';
import { DrawnApp } from '../../property/arbitraries';
import { decide, Decision, OutboundPolicy, RoutedRequest } from './reference-routing';
import { questionsOf } from './routing-questions';
import { SimulatedApp, worldOf } from './routing-world';

/** What `routing-simulation` says of one request. */
export interface Simulated {
  readonly client: Leg;
  /** Where the client sends it to a gateway. */
  readonly gateway?: Leg & { readonly mtls: boolean };
}

interface Leg {
  readonly cluster?: string;
  readonly error?: string;
}

/** A drawn app with what the library writes for it. */
export interface RoutedSample extends SimulatedApp {
  readonly name: string;
  readonly app: DrawnApp;
}

const POLICIES: readonly OutboundPolicy[] = ['ALLOW_ANY', 'REGISTRY_ONLY'];

/** One check per app: every request goes the way that the reference decides, under both policies of the mesh. */
export async function routed(tools: Tools, samples: readonly RoutedSample[]): Promise<Check[]> {
  const asked = samples.map(({ app }) => questionsOf(app));
  say(`asking istiod's configuration about ${POLICIES.length * asked.flat().length} requests`);
  const worlds = samples.flatMap((sample, index) =>
    POLICIES.map((policy) => worldOf(sample, policy, asked[index] ?? [])),
  );
  const input = JSON.stringify(worlds);
  const output = await run(tools.istio('routing-simulation'), [], { input, timeout: 300 });
  const answers = JSON.parse(output) as { results?: Simulated[]; error?: string }[];
  return samples.map(({ name, app }, sample) => {
    const requests = asked[sample] ?? [];
    const wrong = POLICIES.flatMap((policy, index) => {
      const { results = [], error } = answers[sample * POLICIES.length + index] ?? {};
      if (error !== undefined) return [`${policy}: ${error}`];
      return requests.flatMap((request, at) => mistake(app, policy, request, results[at]));
    });
    return nothingWrong(name, `istiod sends ${POLICIES.length * requests.length} requests their ways`, wrong);
  });
}

/** What is wrong with the answer to one request: nothing, or one line. */
export function mistake(app: DrawnApp, policy: OutboundPolicy, asked: RoutedRequest, answer?: Simulated): string[] {
  const expected = inWords(decide(app, policy, asked));
  const seen = answer === undefined ? 'no answer' : wayOf(answer);
  const { namespace, protocol, host, port } = asked;
  return seen === expected
    ? []
    : [`${policy} ${namespace} ${protocol}://${host}:${port}: expected ${expected}; ${seen}`];
}

function inWords(decision: Decision): string {
  switch (decision.way) {
    case 'gateway':
      return through(decision.service, decision.port, decision.mtls, decision.cluster);
    case 'direct':
      return `directly to ${decision.cluster}`;
    case 'nowhere':
      return 'nowhere';
  }
}

/** What a sidecar does with what its mesh does not let out: a cluster without a way out for TCP, an answer of its own for HTTP. */
const NOWHERE: readonly Leg[] = [
  { cluster: 'BlackHoleCluster' },
  { error: 'no cluster: virtual host block_all answers itself' },
];

/** The same words for what was simulated; any other error is none of the ways. */
function wayOf({ client, gateway }: Simulated): string {
  if (NOWHERE.some(({ cluster, error }) => cluster === client.cluster && error === client.error)) return 'nowhere';
  if (client.cluster === undefined) return `the client fails: ${client.error}`;
  if (gateway === undefined) return `directly to ${client.cluster}`;
  const [, port, , service = ''] = client.cluster.split('|');
  return through(service, Number(port), gateway.mtls, gateway.cluster ?? `failure: ${gateway.error}`);
}

function through(service: string, port: number, mtls: boolean, cluster: string): string {
  return `${mtls ? 'in mTLS' : 'as it is'} to ${service}:${port}, then ${cluster}`;
}
