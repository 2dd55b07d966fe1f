import { Operation } from '../http/operation';
import { DirectHostRecord, isMatchedByCidrs } from '../mesh/direct-hosts';
import { entryProtocol, ExternalHost, ExternalPort } from '../mesh/external-host';
import { gatewayKey, sameGateway } from '../mesh/gateway';
import { MeshModel } from '../mesh/mesh-model';
import { byDns } from '../mesh/resolution';
import { ownersOf } from '../mesh/route-through';
import { sourceText } from '../mesh/source';
import { EgressSummaryRow } from './egress-summary-row';

const DIRECT = 'none (direct)';

/** Returns the objects of a route by host. */
export type ObjectsOf = (owner: string) => ReadonlyMap<string, readonly string[]>;

/** Returns a row per host, gateway and port, and then per direct host and port, each sorted by host and port. */
export function summaryRows(mesh: MeshModel, objectsOf: ObjectsOf): readonly EgressSummaryRow[] {
  return [...routeRows(mesh, objectsOf), ...mesh.directHosts.all.flatMap(directRows)];
}

/** Returns a row per direct host and port. */
function directRows(record: DirectHostRecord): readonly EgressSummaryRow[] {
  const { owner, entries, namespace, namespaces, ports, protocol, cidrs, because } = record;
  return entries.flatMap(({ host, name }) =>
    ports.map((port) => ({
      host: host.name,
      port,
      protocol,
      gateway: DIRECT,
      because,
      sources: namespaces.map((each) => sourceText({ kind: 'namespace', namespace: each })),
      operations: [],
      target: (isMatchedByCidrs(record) ? cidrs : [host.name]).map((each) => `${each}:${port}`).join(', '),
      routes: [owner],
      objects: [`ServiceEntry ${namespace}/${name}`],
    })),
  );
}

function routeRows({ plan }: MeshModel, objectsOf: ObjectsOf): readonly EgressSummaryRow[] {
  const owners = ownersOf(plan.claims);
  const byOwner = new Map(owners.map((owner) => [owner, objectsOf(owner)]));
  return plan.externalHosts().flatMap((external) => {
    const claims = plan.claimsOf(external.host.name).filter(({ gateway }) => sameGateway(gateway, external.gateway));
    const found = external.owners.flatMap((owner) => byOwner.get(owner)?.get(external.host.name) ?? []);
    const objects = [...new Set(found)];
    return external.ports.map((port) => {
      const routes = ownersOf(claims.filter(({ ports }) => ports.some(({ number }) => number === port.number)));
      return rowOf(external, port, routes, objects);
    });
  });
}

function rowOf(
  external: ExternalHost,
  port: ExternalPort,
  routes: readonly string[],
  objects: readonly string[],
): EgressSummaryRow {
  const direct = port.routing === 'direct';
  return {
    host: external.host.name,
    port: port.number,
    protocol: entryProtocol(port),
    gateway: direct ? DIRECT : gatewayKey(external.gateway),
    sources: direct ? [] : port.access.sources.map(sourceText),
    operations: direct ? [] : port.access.operations.map(operationText),
    target: targetOf(external, port),
    routes: [...routes],
    objects: [...objects],
  };
}

function operationText({ methods, paths }: Operation): string {
  return [methods.join(',') || '*', paths.join(',') || '/*'].join(' ');
}

function targetOf({ host, resolution }: ExternalHost, { number, origination, cidrs }: ExternalPort): string {
  if (cidrs !== undefined) return cidrs.map((cidr) => `${cidr}:${number}`).join(', ');
  const { endpoints } = resolution ?? byDns(host);
  const names = endpoints.map(({ address }) => address.replace(/\.$/, ''));
  const name = names.join(', ') || 'the called name';
  return `${name}:${origination?.port ?? number}${origination ? ` (TLS ${origination.mode})` : ''}`;
}
