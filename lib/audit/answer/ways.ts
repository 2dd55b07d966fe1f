import { compare } from '../../input/compare';
import { groupBy } from '../../input/group-by';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { isExact, matchesText } from '../policy/text-match';
import { portsOfEveryAddress } from '../way/address-index';
import { namespacesOfHost } from '../way/distinct-namespaces';
import { AskedPort } from './asked-port';
import { excludedAccounts } from './capture';
import { waysToRange } from './range-ways';
import { Requests, requestsOf } from './requests';
import { hasSidecar, valueOfClass } from './source-class';
import { sourceProfiles } from './source-profile';
import { ANY_PORT, DeclaredPort, isSameOutcome, keyOfRequest, WayOut } from './way-out';

export { ANY_REQUEST, compareRequests, isOneHost, keyOfRequest } from './way-out';
export type { RequestedPort, WayOut } from './way-out';

/**
 * Returns the ways of every source to every declared host and port, sorted by host, port, protocol and source, then the ways to hosts that
 * no object declares, and to addresses that network policies open. A source has no way of its own if the way is that of the next broader
 * source (`broaderClasses`).
 *
 * @param requests other requests to answer, in place of those that the manifests name
 */
export function waysOf(mesh: Mesh, requests?: Requests): readonly WayOut[] {
  return requests === undefined ? namedWays(mesh) : waysToAll(mesh, requests);
}

const namedWays = perMesh((mesh) => waysToAll(mesh, requestsOf(mesh)));

function waysToAll(mesh: Mesh, { declared, ranges }: Requests): readonly WayOut[] {
  return [
    ...declared.flatMap((request) => waysTo(mesh, request)),
    ...undeclaredRows(mesh),
    ...ranges.flatMap((range) => {
      const { everyPort, ports, freePort } = undeclaredWays(mesh);
      const usual = range.protocol === 'udp' ? NONE : (ports.get(range.port) ?? everyPort);
      return waysToRange(mesh, range, usual, freePort);
    }),
  ];
}

/** The ways of UDP to other addresses are no rows. */
const NONE: ReadonlyMap<string, WayOut> = new Map();

function waysTo(mesh: Mesh, request: DeclaredPort): WayOut[] {
  const { everyPort } = undeclaredWays(mesh);
  const asked = new AskedPort(mesh, request, (source) => valueOfClass(everyPort, source)?.assumptions ?? []);
  const named = namespacesOfHost(mesh, request.host);
  const classes = [...sourceProfiles(mesh).classes.values()];
  const leaders = classes.flatMap((namespaces) => namespaces.find((namespace) => !named.has(namespace)) ?? []);
  const callers = [...asked.callersNamedFor(new Set(['*', ...leaders, ...named])), ...excludedAccounts(mesh)];
  const special = new Set([...named, ...callers.flatMap(({ namespace }) => namespacesLike(classes, namespace))]);
  asked.keepNamespace('*');
  const apart = new Set(['*', ...special]);
  for (const namespaces of classes) {
    asked.keepClass(namespaces, apart);
  }
  for (const namespace of special) asked.keepNamespace(namespace);
  for (const { namespace, serviceAccount } of callers) {
    if (serviceAccount !== undefined) asked.keepNamespace(namespace, serviceAccount);
  }
  // The name of a host decides nothing about a pod without a sidecar.
  const rows = asked.rows.filter((row) => hasSidecar(row.source) || !isSameOutcome(usualWay(mesh, row), row));
  return rows.sort((a, b) => compare(a.source, b.source));
}

/** The namespaces with a name, or with the pattern of a name, and the pattern itself. */
function namespacesLike(classes: readonly (readonly string[])[], pattern: string): readonly string[] {
  if (pattern === '*') return [];
  if (isExact(pattern)) return [pattern];
  return [pattern, ...classes.flat().filter((namespace) => matchesText(pattern, namespace))];
}

/**
 * Returns the direct ways of pods with a sidecar that are not the ways of the pods to every host: those to declared hosts, and those to
 * other hosts that an object opens.
 */
export function openedWays(mesh: Mesh): readonly WayOut[] {
  const ways = waysOf(mesh).filter(({ source }) => hasSidecar(source));
  const direct = ways.filter(({ outcome }) => outcome === 'direct');
  const asked = new Set(direct.filter(({ host }) => host !== '*').map(keyOfRequest));
  const declared = ways.filter((way) => asked.has(keyOfRequest(way)));
  const opened = [...groupBy(declared, keyOfRequest).values()].flatMap((rows) => openedOf(mesh, rows));
  return [...opened, ...direct.filter(({ host }) => host === '*')];
}

/** A source without a way of its own has the way of a broader source, and can have other ways to the other hosts. */
function openedOf(mesh: Mesh, rows: readonly WayOut[]): readonly WayOut[] {
  const bySource = new Map(rows.map((way) => [way.source, way]));
  const sources = new Set([...bySource.keys(), ...undeclaredWays(mesh).everyPort.keys()]);
  return [...sources].filter(hasSidecar).flatMap((source) => {
    const way = valueOfClass(bySource, source);
    if (way?.outcome !== 'direct') return [];
    const usual = usualWay(mesh, { ...way, source });
    const isUsual = usual?.outcome === 'direct' && (usual.isUnevaluated !== true || way.isUnevaluated === true);
    return isUsual ? [] : { ...way, source };
  });
}

/** The way of the requests of a source to hosts that no object declares. */
function usualWay(mesh: Mesh, { source, port }: WayOut): WayOut | undefined {
  const { everyPort, ports } = undeclaredWays(mesh);
  return valueOfClass(ports.get(port) ?? everyPort, source);
}

/** The ways to hosts that no object declares, by source: on every port, and on ports that objects name. */
const undeclaredWays = perMesh((mesh) => {
  const { classes, ports } = sourceProfiles(mesh);
  const excluded = excludedAccounts(mesh);
  const own = [...excluded.flatMap((each) => each.ports), ...portsOfEveryAddress(mesh)];
  const numbers = [...new Set([...ports, ...own, 443])].sort((a, b) => a - b);
  const namespaces = ['*', ...[...classes.values()].flat().filter((name) => name !== '*')];
  const on = (port: number): ReadonlyMap<string, WayOut> => {
    const asked = new AskedPort(mesh, { host: '*', port, protocol: 'tls' });
    for (const namespace of namespaces) asked.keepNamespace(namespace);
    for (const { namespace, serviceAccount } of excluded) asked.keepNamespace(namespace, serviceAccount);
    return asked.kept;
  };
  const freePort = firstFree(numbers);
  return { freePort, everyPort: on(freePort), ports: new Map(numbers.map((port) => [port, on(port)])) };
});

/** A port has ways of its own if one of the sources differs there. */
function undeclaredRows(mesh: Mesh): WayOut[] {
  const { everyPort, ports } = undeclaredWays(mesh);
  const differs = (here: ReadonlyMap<string, WayOut>): boolean =>
    [...everyPort.keys(), ...here.keys()].some(
      (source) => !isSameOutcome(valueOfClass(everyPort, source), valueOfClass(here, source)),
    );
  const rows = [
    ...[...everyPort.values()].map((row) => ({ ...row, port: ANY_PORT })),
    ...[...ports.values()].filter(differs).flatMap((here) => [...here.values()]),
  ];
  return rows.map(({ exit: _, ...row }) => row).sort((a, b) => a.port - b.port || compare(a.source, b.source));
}

function firstFree(ports: readonly number[]): number {
  let port = 1;
  while (ports.includes(port)) port += 1;
  return port;
}
