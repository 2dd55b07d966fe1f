/** Texts that no gateway discloses: what an administrator of the cluster, or whoever reads logs, sees of them. */
import { readFileSync } from 'node:fs';
import { Stage } from '../../cases/case';
import { RunningPod } from '../../environment/cluster/kubelet/running-pod';
import { askInside } from '../../environment/mesh/sync';
import { Cluster } from '../../environment/running/cluster';
import { Check } from '../check';

/** What Envoy says of its configuration and its traffic. */
const QUESTIONS = ['config_dump?include_eds', 'certs', 'clusters', 'listeners?format=json', 'stats', 'init_dump'];

/** Checks that no gateway discloses the texts of a stage's `undisclosed`. */
export async function undisclosed(cluster: Cluster, { undisclosed: texts }: Stage): Promise<readonly Check[]> {
  if (texts === undefined) return [];
  const gateways = cluster.kubelet.pods.filter(({ isGateway }) => isGateway);
  const said = (await Promise.all(gateways.map(saidBy))).flat();
  return texts.expect.map((text) => {
    const places = said.filter((each) => each.content.includes(text)).map(({ place }) => place);
    return {
      because: texts.because,
      what: `${text} in ${said.length} answers and logs of gateways`,
      expected: 'nowhere',
      seen: places.length === 0 ? 'nowhere' : `in ${places.join(', ')}`,
      passed: said.length > 0 && places.length === 0,
    };
  });
}

interface Said {
  readonly place: string;
  readonly content: string;
}

async function saidBy(pod: RunningPod): Promise<Said[]> {
  const answers = QUESTIONS.map(async (question) => ({
    place: `${question} of ${pod.key}`,
    content: await askInside(pod, `http://127.0.0.1:15000/${question}`),
  }));
  const log = { place: `the log of ${pod.key}`, content: readFileSync(pod.proxyLog ?? '', 'utf8') };
  return [log, ...(await Promise.all(answers))];
}
