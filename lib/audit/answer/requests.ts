import { groupBy } from '../../input/group-by';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { distinctRanges } from '../model/address-set';
import { networkPoliciesOf } from '../policy/connection';
import { openedRanges } from '../policy/opened-ranges';
import { declaredRequests } from '../way/declared';
import { sourceProfiles } from './source-profile';
import { ANY_PORT, keyOfRequest, RequestedPort } from './way-out';

/** The requests that manifests name. */
export interface Requests {
  /** Ports of hosts that objects declare. */
  readonly declared: readonly RequestedPort[];
  readonly ranges: readonly RequestedRange[];
}

/** A port of addresses that network policies open. The host of the request is the range. */
export interface RequestedRange extends RequestedPort {
  /** The namespaces whose policies name addresses of the range. */
  readonly namespaces: readonly string[];
}

/** Returns the requests that one mesh or several meshes name. No two ranges of a port have a common address. */
export function requestsOf(...meshes: readonly Mesh[]): Requests {
  const declared = new Map(meshes.flatMap(declaredRequests).map((request) => [keyOfRequest(request), request]));
  const byPort = groupBy(meshes.flatMap(openedBy), ({ port }) => String(port));
  const ranges = [...byPort.values()].flatMap((opened) => {
    const [{ port }] = opened as [(typeof opened)[0]];
    const namespaces = [...new Set(opened.map(({ namespace }) => namespace))].sort();
    const hosts = distinctRanges(opened.map(({ range }) => range));
    return hosts.map((host) => ({ host, port, protocol: 'tcp' as const, namespaces }));
  });
  return { declared: [...declared.values()], ranges };
}

/** The ranges that policies open for TCP, by namespace. */
const openedBy = perMesh((mesh) => {
  const policies = networkPoliciesOf(mesh);
  const namespaces = [...sourceProfiles(mesh).classes.values()].flat();
  return namespaces.flatMap((namespace) =>
    openedRanges(policies, namespace).flatMap(({ range, protocol, port = ANY_PORT }) =>
      protocol === 'TCP' ? [{ namespace, range, port }] : [],
    ),
  );
});
