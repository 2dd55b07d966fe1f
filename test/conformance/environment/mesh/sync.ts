/** When the mesh has taken in a change: istiod has seen it, every proxy has acknowledged it, nothing is on its way. */
import { Kubelet } from '../cluster/kubelet/kubelet';
import { RunningPod } from '../cluster/kubelet/running-pod';
import { networkOf } from '../sandbox/network';
import { pause } from '../sandbox/until';
import { run } from '../tools/command';

/** Seconds without any news from istiod; it waits 0.1 s for further changes before it sends. */
const STILL = 0.5;

/** What istiod's `/debug/syncz` says of a proxy: for each kind of resource the last nonce sent and acknowledged. */
type ProxyStatus = Readonly<Record<string, string | undefined>>;

const istiodOf = (kubelet: Kubelet): RunningPod => {
  const [istiod] = kubelet.podsOf('istio-system/istiod');
  if (istiod === undefined) throw new Error('istiod does not run');
  return istiod;
};

/** Asks a program inside a pod over HTTP; what is not for the network listens on localhost only. */
export function askInside(pod: RunningPod, url: string): Promise<string> {
  return pod.inside(['curl', '--silent', '--max-time', '10', url]);
}

/** Ends each answer of curl; no answer contains it. */
const END = '\x1e';

/** Asks each pod for a URL. A shell starts the programs, which costs less than to start each from here. */
async function askEach(pods: readonly RunningPod[], url: string): Promise<string[]> {
  const curl = `nsenter "$network" curl --silent --max-time 10 --write-out '${END}' "$0"`;
  const networks = pods.map(({ namespace }) => networkOf(namespace));
  const script = `set -e; for network in "$@"; do ${curl}; done`;
  return (await run('sh', ['-c', script, url, ...networks], { timeout: 60 })).split(END);
}

/** Asks several questions with one program, and returns the answers in their order. */
async function askAllInside(pod: RunningPod, urls: readonly string[]): Promise<string[]> {
  return (await pod.inside(['curl', '--silent', '--max-time', '10', '--write-out', END, ...urls])).split(END);
}

const METRICS = 'http://127.0.0.1:15014/metrics';

/** How many changes of configuration istiod has taken in since it started. */
export async function changesSeen(kubelet: Kubelet): Promise<number> {
  return changesSeenIn(await askInside(istiodOf(kubelet), METRICS));
}

/** The same in the text of istiod's metrics. */
export function changesSeenIn(metrics: string): number {
  return Number(/^pilot_inbound_updates\{type="config"\} (\d+)/m.exec(metrics)?.[1] ?? 0);
}

/** How many objects that istiod watches kubectl says it changed. */
export function changesIn(kubectlOutput: string): number {
  return (
    kubectlOutput.match(
      /istio\.io\S* (?:\S+ )?(?:created|configured|deleted|serverside-applied|patched(?! \(no change\)))/g,
    )?.length ?? 0
  );
}

/** How long to wait, and for what. */
export interface Patience {
  /** Seconds until it is given up. */
  readonly seconds?: number;
  /** Whether a resource may go on warming, as a cluster does whose Secret is not there. */
  readonly warming?: boolean;
  /** Deployments, as `namespace/deployment`, whose proxies may reject what istiod sends. */
  readonly rejecting?: readonly string[];
}

/**
 * Waits until all that istiod has to send is acknowledged by every proxy that runs, and no resource warms.
 *
 * @param changes the count of {@link changesSeen} that istiod must have reached
 */
export async function inSync(kubelet: Kubelet, changes: number, patience: Patience): Promise<boolean> {
  const { seconds = 60, warming: mayWarm = false, rejecting = [] } = patience;
  const isDone = (proxy: ProxyStatus): boolean => acknowledged(proxy) || isOfDeployment(proxy, rejecting);
  const end = Date.now() + seconds * 1000;
  let last = '';
  let since = Date.now();
  while (Date.now() < end) {
    const { proxies, metrics } = await stateOf(kubelet);
    const now = JSON.stringify([proxies, metrics.match(COUNTERS)]);
    const connected = new Set(proxies.map(({ proxy }) => proxy));
    const missing = proxiesOf(kubelet).some(({ key }) => !connected.has(proxyName(key)));
    if (now !== last || missing || changesSeenIn(metrics) < changes) {
      last = now;
      since = Date.now();
    }
    const still = Date.now() - since > STILL * 1000;
    if (still && proxies.every(isDone) && (mayWarm || (await warming(kubelet)).length === 0)) return true;
    await pause(0.1);
  }
  return false;
}

const COUNTERS = /^(pilot_xds_pushes|pilot_inbound_updates|pilot_total_xds_rejects|pilot_services).*$/gm;

/** Returns the state of istiod. One program asks for all of it, because it is asked often. istiod lists proxies in no order. */
async function stateOf(kubelet: Kubelet): Promise<{ proxies: ProxyStatus[]; metrics: string }> {
  const [status = '', metrics = ''] = await askAllInside(istiodOf(kubelet), [
    'http://127.0.0.1:8080/debug/syncz',
    METRICS,
  ]);
  const proxies = JSON.parse(status) as ProxyStatus[];
  proxies.sort((one, other) => String(one['proxy']).localeCompare(String(other['proxy'])));
  return { proxies, metrics };
}

function acknowledged(status: ProxyStatus): boolean {
  const kinds = Object.keys(status).filter((field) => field.endsWith('_acked'));
  return kinds.every((acked) => {
    const sent = status[acked.replace('_acked', '_sent')];
    return sent === undefined || sent === '' || sent === status[acked];
  });
}

/** Whether a proxy is of a pod of one of the Deployments. */
function isOfDeployment({ proxy = '' }: ProxyStatus, deployments: readonly string[]): boolean {
  return deployments.some((name) => {
    const [namespace = '', deployment = ''] = name.split('/');
    return proxy.startsWith(`${deployment}-`) && proxy.endsWith(`.${namespace}`);
  });
}

function proxiesOf(kubelet: Kubelet): readonly RunningPod[] {
  return kubelet.pods.filter(({ proxyLog }) => proxyLog !== undefined);
}

const proxyName = (key: string): string => key.split('/').reverse().join('.');

/** Envoy's counters of the proxies that are not 0, by pod. */
async function counters(kubelet: Kubelet, filter: string): Promise<string[]> {
  const ready = proxiesOf(kubelet).filter((pod) => pod.ready);
  const answers = await askEach(ready, `http://127.0.0.1:15000/stats?filter=${encodeURIComponent(filter)}`);
  const lines = ready.flatMap(({ key }, index) => answers[index]?.split('\n').map((line) => `${key}: ${line}`) ?? []);
  return lines.filter((line) => /: [1-9]\d*$/.test(line));
}

function warming(kubelet: Kubelet): Promise<string[]> {
  return counters(kubelet, '(warming_clusters|total_listeners_warming)$');
}

/** How often proxies have refused what istiod sent, since they started. */
export async function rejections(kubelet: Kubelet): Promise<ReadonlySet<string>> {
  return new Set(await counters(kubelet, 'update_rejected$'));
}
