import { ExternalHost } from '../../mesh/external-host';
import { furtherPortOf, HostServer, isFurther, serversOf } from '../../mesh/host-server';
import { furtherId, partsOfId } from './object-id';
import { HostObjectNames, hostObjectNames } from './object-names';
import { Placement } from './placement';
import { HOST_OBJECTS, HostObject } from './host-object';

/** Returns the objects that a host needs, in the order in which the objects are written. */
export function hostObjects(external: ExternalHost): readonly Placement[] {
  const names = hostObjectNames(external.host);
  const further = serversOf(external).filter((server) => isFurther(server, external));
  const placements: Placement[] = [];
  for (const object of HOST_OBJECTS) {
    for (const server of further) {
      if (object.further !== undefined && (object.further.isNeeded?.(server, external) ?? true)) {
        placements.push(furtherPlacementOf(object, external, names, server));
      }
    }
    if (object.isNeeded?.(external) ?? true) placements.push(placementOf(object, external, names));
  }
  return placements;
}

/**
 * Returns the rank of the construct of an object in the order in which the objects of a host are written. Objects of further ports are
 * before the object of the host, so that a port that loses the name of the host is never without an object.
 *
 * @param id `VirtualService`, or `VirtualService-22` for the further port 22
 */
export function rankOf(id: string): number {
  const { ofHost, port = MAX_PORT + 1 } = partsOfId(id);
  return RANKS.indexOf(ofHost) * (MAX_PORT + 2) + port;
}

const RANKS: readonly string[] = HOST_OBJECTS.map(({ id }) => id);
const MAX_PORT = 65_535;

function placementOf(object: HostObject, external: ExternalHost, names: HostObjectNames): Placement {
  const { id, apiVersion, kind, belongsTo, name, spec } = object;
  const namespace = belongsTo === 'gateway' ? external.gateway.namespace : external.namespace;
  return { id, apiVersion, kind, belongsTo, name: names[name], namespace, spec: (host) => spec(host, names) };
}

function furtherPlacementOf(
  object: HostObject,
  external: ExternalHost,
  names: HostObjectNames,
  server: HostServer,
): Placement {
  const { name } = server;
  return {
    ...placementOf(object, external, names),
    id: furtherId(object.id, furtherPortOf(server).number),
    name: hostObjectNames(name)[object.name],
    spec: (host) => object.further?.spec(host, name, names) ?? {},
  };
}
