import { ExternalHost, ExternalPort, isPassthrough } from '../../mesh/external-host';
import { hasOwnEntry, HostServer, isFurther, passthroughService, portsOf, serversOf } from '../../mesh/host-server';
import { RoutePart } from '../../mesh/route-part';
import { furtherId } from './object-id';
import { subsetName } from './object-names';
import { MESH } from './virtual-service';

/** The place of a part: the object that has the part, and the lists of its spec in which the part is an entry. */
export interface PartPlace {
  /** Id of the construct of the object. */
  readonly id: string;
  /** Returns the lists of a spec, with the entries that are the part. */
  readonly find: (spec: Json) => readonly Entry[];
}

/** An entry of a list. */
export interface Entry {
  readonly list: Json[];
  readonly index: number;
}

/** A value of a manifest, which a patch of the user may have changed. */
export type Json = { readonly [key: string]: Json } | Json[] | string | number | boolean | null | undefined;

/**
 * Returns where a part of a route is in the objects of a host. The part is found by what it is for, since routes of the same host
 * move the entries of a list.
 */
export function placeOf(part: RoutePart, external: ExternalHost, port: ExternalPort): PartPlace {
  const server = serverFor(external, port);
  const { gateway } = external;
  const number = (isPassthrough(port) ? passthroughService(port, gateway) : gateway.httpPort).port;
  const isTo = (to: number) => (settings: Json) => at(settings, 'port', 'number') === to;
  const further = (id: string, isApart: boolean): string => (isApart ? furtherId(id, port.number) : id);
  const isApart = hasOwnEntry(server, external);
  switch (part) {
    case RoutePart.SIDECAR_ROUTE:
      return inRoutes(
        further('VirtualService', isApart),
        port,
        (match) => isMesh(match) && at(match, 'port') === port.number,
      );
    case RoutePart.GATEWAY_ROUTE:
      return inRoutes(further('VirtualService', isFurther(server, external)), port, (match) => !isMesh(match));
    case RoutePart.GATEWAY_SERVER: {
      const host = `${external.namespace}/${server.name.name}`;
      const isServer = (each: Json) => isTo(number)(each) && items(at(each, 'hosts')).includes(host);
      return { id: 'Gateway', find: (spec) => entries(at(spec, 'servers'), isServer) };
    }
    case RoutePart.SIDECAR_CONNECTION: {
      const subsets = (spec: Json) =>
        items(at(spec, 'subsets')).filter((each) => at(each, 'name') === subsetName(server.name));
      const settings = (subset: Json) => at(subset, 'trafficPolicy', 'portLevelSettings');
      return {
        id: 'DestinationRule',
        find: (spec) => subsets(spec).flatMap((each) => entries(settings(each), isTo(number))),
      };
    }
    case RoutePart.GATEWAY_CONNECTION: {
      const settings = (spec: Json) => at(spec, 'trafficPolicy', 'portLevelSettings');
      // For ranges, there is no DestinationRule: the part is missing in an object that exists.
      const id = port.cidrs ? 'CidrFilter' : further('Upstream', isApart);
      return { id, find: (spec) => entries(settings(spec), isTo(port.number)) };
    }
  }
}

function serverFor(external: ExternalHost, port: ExternalPort): HostServer {
  const found = serversOf(external).find((server) => portsOf(server).includes(port));
  if (found === undefined) throw new Error(`${external.host.name} has no server for port ${port.number}`);
  return found;
}

/** Returns the place of routes of a VirtualService whose match is one of the port. */
function inRoutes(id: string, port: ExternalPort, isOne: (match: Json) => boolean): PartPlace {
  const blocks = isPassthrough(port) ? ['tls', 'tcp'] : ['http'];
  const hasOne = (route: Json): boolean => items(at(route, 'match')).some(isOne);
  return { id, find: (spec) => blocks.flatMap((block) => entries(at(spec, block), hasOne)) };
}

function isMesh(match: Json): boolean {
  return items(at(match, 'gateways')).includes(MESH);
}

/** Returns a value inside a value; undefined if there is none. */
function at(value: Json, ...keys: readonly string[]): Json {
  return keys.reduce<Json>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as { [key: string]: Json })[key] : undefined),
    value,
  );
}

function items(list: Json): readonly Json[] {
  return Array.isArray(list) ? list : [];
}

function entries(list: Json, isOne: (entry: Json) => boolean): readonly Entry[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry, index) => (isOne(entry) ? [{ list, index }] : []));
}
