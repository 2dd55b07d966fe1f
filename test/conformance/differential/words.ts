/** One line for the meaning of a way: the same for what the audit answers and for what istiod's configuration does. */
import { Way } from '../../../lib/audit/way/types';
import { Simulated } from '../checks/oracle/routing-words';
import { AuditQuestion, AuditSet } from './world';

type Leg = Simulated['client'];

/** The way that the audit answers; undefined where the audit says that the manifests do not decide. */
export function auditInWords(way: Way, asked: AuditQuestion): string | undefined {
  switch (way.kind) {
    case 'gateway': {
      const { service, clientTls, destination, origination, authority } = way;
      const end = endOf(destination.host, destination.port, origination);
      return `gateway ${service} with TLS ${clientTls}, then ${end}${hostOf(authority, asked)}`;
    }
    case 'direct':
      return `direct to ${way.destination.host}:${way.destination.port}`;
    case 'unknown':
      return way.cluster;
    case 'broken':
      return 'fails';
    case 'inside':
      return 'inside';
    case 'unevaluated':
      return undefined;
  }
}

/** What a sidecar does with what its mesh does not let out: a cluster without a way out for TCP, an answer of its own for HTTP. */
const BLOCKED: readonly Leg[] = [
  { cluster: 'BlackHoleCluster' },
  { error: 'no cluster: virtual host block_all answers itself' },
];

/**
 * Whether a request is one that simulation cannot follow: the sidecar sends the address that the client dialled in a header of the PROXY
 * protocol, and the gateway chooses the filter chain by that address, which simulation does not restore; or the gateway sends a CONNECT
 * request to a listener of its own.
 */
export function isBeyondSimulation({ client, gateway, further = [] }: Simulated): boolean {
  const isToItself = [gateway, ...further].some((leg) => leg?.tunnel && leg.upstream?.address.startsWith('127.'));
  return isToItself || (client.upstream?.header === true && gateway?.error === 'no filter chains matched');
}

/** The way that istiod's configuration gives a request. */
export function simulatedInWords(set: AuditSet, asked: AuditQuestion, result: Simulated): string {
  const { client, gateway, further = [], layers = [], host } = result;
  if (BLOCKED.some(({ cluster, error }) => cluster === client.cluster && error === client.error)) {
    return 'BlackHoleCluster';
  }
  if (client.cluster === 'PassthroughCluster') return client.cluster;
  const last = further.at(-1) ?? gateway ?? client;
  if (last.cluster === undefined || layers.includes('ISTIO_MUTUAL') || layers.length > 1) return 'fails';
  const [, , , service = ''] = client.cluster?.split('|') ?? [];
  if (gateway === undefined) {
    // Without endpoints the cluster leads to wherever the request was bound for; a wildcard stands for the name that was asked for.
    const isAsked = client.upstream === undefined || service.startsWith('*');
    const to = isAsked ? asked.host : service;
    return `direct to ${to}:${client.upstream?.port ?? asked.port}`;
  }
  if (last.tunnel === undefined && isPlainHttp(set, asked, last.cluster, layers)) return 'fails';
  // A cluster without endpoints resolves the name that was asked for.
  const [, clusterPort] = last.cluster.split('|');
  const { address = asked.host, port: at = Number(clusterPort ?? asked.port) } = last.upstream ?? {};
  const [tunnelHost = '', tunnelPort = 0] = last.tunnel?.split(':') ?? [];
  const to = last.tunnel === undefined ? ([address, at] as const) : ([tunnelHost, Number(tunnelPort)] as const);
  const [name, namespace] = service.split('.');
  const tls = client.upstream?.tls === 'ISTIO_MUTUAL' ? 'ISTIO_MUTUAL' : 'NONE';
  const started = layers.filter((layer) => layer !== 'application').at(-1) ?? 'NONE';
  return `gateway ${namespace}/${name} with TLS ${tls}, then ${endOf(...to, started)}${hostOf(host, asked)}`;
}

/** A way in words. */
interface WayInWords {
  readonly words: string;
  /** Whether the way is that of a mirrored request. */
  readonly isCopy: boolean;
}

/** The most dangerous ways of a request, as the audit orders outcomes. A copy that gets lost changes nothing of the request. */
export function mostDangerous(ways: readonly WayInWords[]): readonly string[] {
  const counted = ways.filter(({ words, isCopy }) => !isCopy || words !== 'fails').map(({ words }) => words);
  const most = Math.max(...counted.map(dangerOf));
  return [...new Set(counted.filter((words) => dangerOf(words) === most))];
}

function dangerOf(words: string): number {
  if (words.startsWith('direct') || words === 'PassthroughCluster') return 3;
  if (words.startsWith('gateway')) return 2;
  return words === 'fails' ? 1 : 0;
}

/** A dot behind a name keeps search domains out of it. */
function endOf(host: string, port: number, tls: string): string {
  return `${host.replace(/\.$/, '')}:${port} with TLS ${tls}`;
}

/** The Host header, if the host in it is another than the one that was asked for. */
function hostOf(header: string | undefined, { host }: AuditQuestion): string {
  const written = header?.replace(/:\d+$/, '') ?? host;
  return written === host ? '' : ` as ${written}`;
}

/** Returns whether a gateway sends plain HTTP to a port of TLS. Simulation does not look at what a server would understand. */
function isPlainHttp(
  { manifests }: AuditSet,
  { protocol }: AuditQuestion,
  cluster: string,
  layers: readonly string[],
): boolean {
  const [, port = '', , host = ''] = cluster.split('|');
  const kinds = new Set(
    manifests
      .filter(({ kind }) => kind === 'ServiceEntry')
      .map(({ spec }) => spec as { hosts?: string[]; ports?: { number: number; protocol?: string }[] })
      .filter(({ hosts = [] }) => hosts.includes(host))
      .flatMap(({ ports = [] }) => ports.filter(({ number }) => number === Number(port)))
      .map(({ protocol: name = '' }) => kindOf(name)),
  );
  const [kind, ...more] = kinds;
  if (more.length > 0) return false;
  return protocol === 'http' && layers.length === 0 && kind === 'tls';
}

function kindOf(protocol: string): 'tls' | 'other' {
  return /^(HTTPS|TLS)$/i.test(protocol) ? 'tls' : 'other';
}
