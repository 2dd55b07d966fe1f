/** istiod's own configuration, asked which way it sends every request that one can think of for a drawn app. */
import { Check, nothingWrong } from '../check';
import { run } from '../../environment/tools/command';
import { say } from '../../environment/tools/say';
import { Tools } from '../../environment/tools/tools';
import { DrawnApp } from '../../../property/arbitraries';
import { decide, OutboundPolicy, RoutedRequest } from './reference-routing';
import { questionsOf } from './routing-questions';
import { decisionInWords, Simulated, simulatedInWords } from './routing-words';
import { SimulatedApp, worldOf } from './routing-world';

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
  const input = worlds.map((world) => JSON.stringify(world)).join('\n');
  const output = await run(tools.istio('routing-simulation'), [], { input, timeout: 300 });
  const answers = output.trim().split('\n').map(readAnswer);
  return samples.map(({ name, app }, sample) => {
    const requests = asked[sample] ?? [];
    const wrong = POLICIES.flatMap((policy, index) => {
      const { results = [], refused = [], error } = answers[sample * POLICIES.length + index] ?? {};
      if (error !== undefined) return [`${policy}: ${error}`];
      if (refused.length > 0) return refused.map(({ reason }) => `${policy}: ${reason}`);
      return requests.flatMap((request, at) =>
        (results[at] ?? [undefined]).flatMap((way) => mistake(app, policy, request, way)),
      );
    });
    return nothingWrong(name, `istiod sends ${POLICIES.length * requests.length} requests their ways`, wrong);
  });
}

function readAnswer(line: string) {
  return JSON.parse(line) as { results?: Simulated[][]; refused?: { reason: string }[]; error?: string };
}

/** What is wrong with the answer to one request: nothing, or one line. */
export function mistake(app: DrawnApp, policy: OutboundPolicy, asked: RoutedRequest, answer?: Simulated): string[] {
  const expected = decisionInWords(decide(app, policy, asked));
  const seen = answer === undefined ? 'no answer' : simulatedInWords(answer);
  const { namespace, protocol, host, port } = asked;
  return seen === expected
    ? []
    : [`${policy} ${namespace} ${protocol}://${host}:${port}: expected ${expected}; ${seen}`];
}
