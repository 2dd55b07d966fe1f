/** Requests of pods, and what all programs on the way say of them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Cluster } from '../../environment/running/cluster';
import { RunningPod } from '../../environment/cluster/kubelet/running-pod';
import { Tunnelled } from '../../environment/outside/connect-proxy';
import { Seen } from '../../environment/outside/server';
import { pause } from '../../environment/sandbox/until';
import { attempt } from '../../environment/tools/command';
import { AccessLogLine, accessLogLines, isLoopback, withOwnHops } from './access-log';
import { Evidence, Observation, observe } from './observation';

/** What is asked. */
export interface Asked {
  readonly from: string;
  readonly url: string;
  readonly curl: readonly string[];
  readonly opaque?: boolean;
  /** Whether the client's own proxy must write no line, which may come after that of the gateway. */
  readonly unlogged?: boolean;
}

/** Seconds that a request may take. */
const TIMEOUT = 8;
/** Seconds until a proxy has written its log: it does so each 0.1 s. */
const LOG_DELAY = 0.35;

let probes = 0;

/** Sends one request and gathers what is known of it. Requests of one pod must not overlap. */
export async function probe(cluster: Cluster, asked: Asked, seconds = TIMEOUT): Promise<Observation> {
  const client = cluster.pod(asked.from);
  const id = `probe=${(probes += 1)}-`;
  const proxies = cluster.kubelet.pods.filter(({ proxyLog }) => proxyLog !== undefined);
  const starts = new Map(proxies.map((pod) => [pod, statSync(pod.proxyLog as string).size]));
  const answer = await ask(client, asked, id, seconds);
  const arrived = seenOutside(cluster, id);
  const seen = answer.seen ?? arrived.at(-1);
  const tunnel = seen && tunnelOf(cluster, seen);
  const since = (pod: RunningPod): AccessLogLine[] => {
    const log = readFileSync(pod.proxyLog as string);
    return accessLogLines(log.subarray(starts.get(pod) ?? 0).toString());
  };
  const ofGateways = (): AccessLogLine[] => proxies.filter(({ isGateway }) => isGateway).flatMap(since);
  const isOfThis = ofRequest(asked, id, client, tunnel?.from ?? seen?.peer);
  const line = (): AccessLogLine | undefined => ofGateways().filter(isOfThis).at(-1);
  const lines = (): string | undefined => withOwnHops(line(), ofGateways());
  const isWhole = (last: AccessLogLine): boolean => !isLoopback(last.downstreamRemote) || lines() !== last.text;
  const complete = (): boolean => asked.unlogged !== true && line() !== undefined && isWhole(line() as AccessLogLine);
  for (const end = Date.now() + LOG_DELAY * 1000; Date.now() < end && !complete();) await pause(0.05);
  const evidence: Evidence = {
    client: client.address,
    gateways: new Map(proxies.filter(({ isGateway }) => isGateway).map((pod) => [pod.address, pod.key])),
    ...answer,
    seen,
    arrivals: arrived.length,
    tunnel,
    gatewayLine: lines(),
    clientLine: client.proxyLog === undefined ? undefined : since(client).at(-1)?.text,
  };
  return observe(evidence);
}

/**
 * Whether a line of a gateway's log is about the request: where a server saw it, its peer is the gateway's end of a connection that
 * the line names; other requests may have gone over it too, which HTTP tells apart by what is asked. Behind the gateway's own hop the
 * peer is the end of a later line.
 *
 * @param peer whom the server saw, or the company's proxy
 */
function ofRequest(asked: Asked, id: string, client: RunningPod, peer?: string): (line: AccessLogLine) => boolean {
  const plain = /^(http|grpc|ws):/.test(asked.url) && asked.opaque !== true;
  return ({ text, upstreamLocal, downstreamRemote }) =>
    (!plain || text.includes(id)) &&
    (peer === undefined
      ? downstreamRemote.startsWith(`${client.address}:`)
      : upstreamLocal === peer || (plain && isLoopback(upstreamLocal)));
}

type Answer = Pick<Evidence, 'exit' | 'httpStatus' | 'error' | 'seen'>;

async function ask(client: RunningPod, { url, curl: more }: Asked, id: string, seconds: number): Promise<Answer> {
  const flags = ['--silent', '--show-error', '--max-time', String(seconds), '--write-out', '\n%{http_code}'];
  const curl = ['curl', ...flags, ...more, markedWith(id, url)];
  const command = client.command(...(isForCurl(url) ? curl : [...CLIENT, markedWith(id, url), String(seconds)]));
  const { status, stdout, stderr } = await attempt('ip', command, { timeout: seconds + 5 });
  const end = stdout.lastIndexOf('\n');
  const httpStatus = Number(stdout.slice(end + 1));
  return { exit: status, httpStatus, error: stderr.trim(), seen: parse(stdout.slice(0, Math.max(end, 0)), id) };
}

/** Whether curl speaks the protocol of a URL; else `client.ts` does. */
function isForCurl(url: string): boolean {
  return !/^(grpc|ws|postgres):/.test(url);
}

/** The command of `client.ts`. In the folder of a pod, Node finds no package. */
const CLIENT = [process.execPath, '--import', pathToFileURL(require.resolve('tsx')).href, join(__dirname, 'client.ts')];

/** The status of an answer to HELP, which is part of what curl reads. */
const MAIL_HELP = /^214 /;

/**
 * The URL with the mark by which servers and logs tell the request. What TFTP asks for is a file, and what SMTP says is the name of
 * the client: both are without a query.
 */
export function markedWith(id: string, url: string): string {
  if (/^(tftp|smtp):/.test(url)) return `${url}${id}`;
  return `${url}${url.includes('?') ? '&' : '?'}${id}`;
}

/** What servers outside saw of a request: its answer may get lost, and a proxy may repeat it. */
function seenOutside(cluster: Cluster, id: string): readonly Seen[] {
  return cluster.outside.output.split('\n').flatMap((line) => parse(line, id) ?? []);
}

/** What the company's proxy saw of the connection that a server saw, where the server's peer is the proxy. */
function tunnelOf(cluster: Cluster, { peer }: Seen): Tunnelled | undefined {
  const lines = cluster.outside.output.split('\n').filter((each) => each.endsWith(`"local":"${peer}"}`));
  const line = lines.at(-1);
  return line === undefined ? undefined : (JSON.parse(line) as Tunnelled);
}

function parse(text: string, id: string): Seen | undefined {
  const json = text.replace(MAIL_HELP, '');
  if (!json.startsWith('{') || !json.includes(id)) return undefined;
  try {
    return JSON.parse(json) as Seen;
  } catch {
    return undefined;
  }
}
