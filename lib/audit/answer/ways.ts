import { isIP } from 'node:net';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { rulesOfCallers } from '../policy/authorization';
import { NamedCaller, namedCallers } from '../policy/named-callers';
import { Labels } from '../policy/selector';
import { declaredRequests } from '../way/declared';
import { wayOf } from '../way/way';
import { Exit, Outcome } from './answer';
import { explain } from './explain';
import { namespacesOfHost } from './named-namespaces';
import { valueOfClass } from './source-class';
import { sourceProfiles } from './source-profile';
import { Caller } from './question';

/** What becomes of the requests of a source to a port of a host. */
export interface WayOut {
  /**
   * The workloads: `payments/api` (a service account), `payments/*` (the other workloads of the namespace), `*` (the workloads
   * of the other namespaces); with ` (app=api)` for pods with labels that policies select, and ` without sidecar` for pods that have none.
   */
  readonly source: string;
  /** A declared host; `*` for every host that no object declares. */
  readonly host: string;
  /** The port; 0 with the host `*` for every port that has no way of its own. */
  readonly port: number;
  readonly protocol: 'http' | 'tls' | 'tcp';
  readonly outcome: Outcome;
  readonly exit?: Exit;
  /** The first reason of a request that does not leave. */
  readonly why?: string;
  /** What the manifests do not say and the outcome relies on, a sentence each. */
  readonly assumptions?: readonly string[];
}

/** A port of a host that a request asks for. */
export type RequestedPort = Pick<WayOut, 'host' | 'port' | 'protocol'>;

/**
 * Returns the ways of every source to every declared host and port, sorted by host, port, protocol and source, then the ways to hosts that no
 * object declares. A source has no way of its own if the way is that of the next broader source (`broaderClasses`).
 *
 * @param requests other hosts and ports to answer, in place of the declared ones
 */
export function waysOf(
  mesh: Mesh,
  requests: readonly RequestedPort[] = declaredRequests(mesh.manifests),
): readonly WayOut[] {
  return [...requests.flatMap((request) => waysTo(mesh, request)), ...undeclaredRows(mesh)];
}

/** A source, and a workload of the source that stands for all. */
interface Source {
  readonly name: string;
  readonly caller: Caller;
}

function waysTo(mesh: Mesh, request: RequestedPort): WayOut[] {
  const kept = new Map<string, WayOut>();
  const { classes } = sourceProfiles(mesh);
  const named = namespacesOfHost(mesh, request.host);
  const callers = callersOf(mesh, request, [...named, '*']);
  const special = new Set([...named, ...callers.map(({ namespace }) => namespace)]);
  keepAll(mesh, request, kept, '*');
  for (const namespaces of classes.values()) {
    const others = namespaces.filter((namespace) => !special.has(namespace) && namespace !== '*');
    const [first, ...more] = others;
    if (first === undefined) continue;
    const rows = keepAll(mesh, request, kept, first);
    for (const namespace of more) for (const row of rows) keep(kept, renamed(row, first, namespace));
  }
  for (const namespace of special) keepAll(mesh, request, kept, namespace);
  for (const { namespace, serviceAccount } of callers) {
    if (serviceAccount !== undefined) keepAll(mesh, request, kept, namespace, serviceAccount);
  }
  const rows = [...kept.values()].filter((row) => !isUsual(mesh, row));
  return rows.sort((a, b) => (a.source < b.source ? -1 : 1));
}

/** Whether a pod without a sidecar reaches a host as the pod reaches every host. */
function isUsual(mesh: Mesh, { source, port, outcome }: WayOut): boolean {
  if (!source.endsWith(WITHOUT_SIDECAR)) return false;
  const { everyPort, ports } = undeclaredWays(mesh);
  return valueOfClass(ports.get(port) ?? everyPort, source)?.outcome === outcome;
}

const WITHOUT_SIDECAR = ' without sidecar';

/** The workloads that policies of the gateway name for a request. */
function callersOf(mesh: Mesh, { host, port, protocol }: RequestedPort, namespaces: readonly string[]): NamedCaller[] {
  const found = new Map<string, NamedCaller>();
  for (const clientNamespace of namespaces) {
    const way = wayOf(mesh, { clientNamespace, host, port, protocol });
    if (way.kind !== 'gateway') continue;
    for (const entry of way.entries) {
      const workload = { namespace: entry.service.namespace, labels: entry.service.podLabels };
      const http = entry.host === undefined ? undefined : { host: entry.host };
      for (const { rule, namespace } of rulesOfCallers(mesh, workload, { ...entry, http })) {
        for (const caller of namedCallers(rule, namespace)) found.set(JSON.stringify(caller), caller);
      }
    }
  }
  return [...found.values()];
}

/** Adds the ways of a namespace or of a service account, broader sources first. Returns the ways that differ from broader ones. */
function keepAll(
  mesh: Mesh,
  request: RequestedPort,
  kept: Map<string, WayOut>,
  namespace: string,
  account?: string,
): WayOut[] {
  const sources = sourcesOf(mesh, namespace, account);
  // Without a sidecar the name of a host decides nothing: the ways are those to hosts that no object declares.
  const asked =
    isIP(request.host) > 0 || request.host === '*' ? sources : sources.filter(({ caller }) => caller.hasSidecar);
  return asked.flatMap((source) => {
    const row = rowOf(mesh, request, source);
    return keep(kept, row) ? [row] : [];
  });
}

/** The workloads of a namespace or of a service account: without labels and with each set of labels, with a sidecar and without. */
function sourcesOf(mesh: Mesh, namespace: string, account?: string): Source[] {
  const base = namespace === '*' ? '*' : `${namespace}/${account ?? '*'}`;
  const serviceAccount = account ?? '*';
  const variants: readonly (Labels | undefined)[] = [undefined, ...sourceProfiles(mesh).labelsOf(namespace)];
  const named = variants.map((labels) => ({ labels, text: labels === undefined ? '' : ` (${labelText(labels)})` }));
  const withSidecar = named.map(({ labels, text }) => ({
    name: `${base}${text}`,
    caller: { namespace, serviceAccount, labels, hasSidecar: true },
  }));
  if (account !== undefined) return withSidecar;
  const without = withSidecar.map(({ name, caller }) => ({
    name: `${name}${WITHOUT_SIDECAR}`,
    caller: { ...caller, hasSidecar: false },
  }));
  return [...withSidecar, ...without];
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join(', ');
}

function rowOf(mesh: Mesh, request: RequestedPort, { name: source, caller }: Source): WayOut {
  const { outcome, exit, why, assumptions } = explain(mesh, { caller, ...request });
  const leaves = outcome === 'gateway' || outcome === 'direct';
  const relies = assumptions.length === 0 ? {} : { assumptions };
  return { source, ...request, outcome, ...(leaves ? { exit } : { why: why[0]?.text }), ...relies };
}

/** Keeps a way that differs from the way of the next broader source. */
function keep(kept: Map<string, WayOut>, row: WayOut): boolean {
  const broader = valueOfClass(kept, row.source);
  if (broader !== undefined && wayKey(broader) === wayKey(row)) return false;
  kept.set(row.source, row);
  return true;
}

function wayKey({ outcome, exit }: WayOut): string {
  return JSON.stringify([outcome, exit]);
}

/** Namespaces of one class have the same ways. */
function renamed(row: WayOut, from: string, to: string): WayOut {
  const rename = (text: string): string => text.replaceAll(`${from}/`, `${to}/`);
  return { ...row, source: rename(row.source), ...(row.why !== undefined && { why: rename(row.why) }) };
}

/** The ways to hosts that no object declares, by source: on every port, and on ports of network policies. */
const undeclaredWays = perMesh((mesh) => {
  const { classes, ports } = sourceProfiles(mesh);
  const numbers = [...new Set([...ports, 443])].sort((a, b) => a - b);
  const namespaces = ['*', ...[...classes.values()].flat().filter((name) => name !== '*')];
  const on = (port: number): ReadonlyMap<string, WayOut> => {
    const kept = new Map<string, WayOut>();
    for (const namespace of namespaces) keepAll(mesh, { host: '*', port, protocol: 'tls' }, kept, namespace);
    return kept;
  };
  return { everyPort: on(firstFree(numbers)), ports: new Map(numbers.map((port) => [port, on(port)])) };
});

function undeclaredRows(mesh: Mesh): WayOut[] {
  const { everyPort, ports } = undeclaredWays(mesh);
  const rows = [...everyPort.values()].map((row) => ({ ...row, port: 0 }));
  for (const here of ports.values()) {
    for (const [source, row] of here) {
      if (valueOfClass(everyPort, source)?.outcome !== row.outcome) rows.push(row);
    }
  }
  return rows.map(({ exit: _, ...row }) => row).sort((a, b) => a.port - b.port || (a.source < b.source ? -1 : 1));
}

function firstFree(ports: readonly number[]): number {
  let port = 1;
  while (ports.includes(port)) port += 1;
  return port;
}
