import { groupBy } from '../../input/group-by';
import { uniqueBy } from '../../input/unique';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { distinctRanges } from '../model/address-set';
import { networkPoliciesOf } from '../policy/connection';
import { isWide } from '../../network/address-range';
import { openedRanges } from '../policy/opened-ranges';
import { declaredRequests } from '../way/declared';
import { sourceProfiles } from './source-profile';
import { ANY_PORT, DeclaredPort, keyOfRequest, RequestedPort } from './way-out';

/** The requests that manifests name. */
export interface Requests {
  /** Ports of hosts that objects declare. */
  readonly declared: readonly DeclaredPort[];
  readonly ranges: readonly RequestedRange[];
}

/** A port of addresses that network policies open. The host of the request is the range, and `*` for UDP to every address. */
export interface RequestedRange extends RequestedPort {
  /** The namespaces whose policies name addresses of the range. */
  readonly namespaces: readonly string[];
}

/** Returns the requests that one mesh or several meshes name. No two ranges of a port have a common address. */
export function requestsOf(...meshes: readonly Mesh[]): Requests {
  const byPort = groupBy(meshes.flatMap(openedBy), ({ protocol, port }) => `${protocol} ${port}`);
  const ranges = [...byPort.values()].flatMap((opened) => {
    const [{ protocol, port }] = opened as [(typeof opened)[0]];
    const namespaces = [...new Set(opened.map(({ namespace }) => namespace))].sort();
    const ranges = opened.map(({ range }) => range);
    const hosts = [...(ranges.includes('*') ? ['*'] : []), ...distinctRanges(ranges)];
    return hosts.map((host) => ({ host, port, protocol, namespaces }));
  });
  return { declared: uniqueBy(meshes.flatMap(declaredRequests), keyOfRequest), ranges };
}

interface Opened extends Pick<RequestedPort, 'protocol' | 'port'> {
  readonly namespace: string;
  /** `*` for every address. */
  readonly range: string;
}

/** The ranges that policies open, by namespace. For TCP, ranges in which every host can have an address are those of the other hosts. */
const openedBy = perMesh((mesh) => {
  const policies = networkPoliciesOf(mesh);
  const namespaces = [...sourceProfiles(mesh).classes.values()].flat();
  return namespaces.flatMap((namespace) =>
    openedRanges(policies, namespace).flatMap(({ range, protocol, port = ANY_PORT }): Opened[] => {
      if (protocol === 'UDP') return [{ namespace, range: isWide(range) ? '*' : range, protocol: 'udp', port }];
      return protocol === 'TCP' && !isWide(range) ? [{ namespace, range, protocol: 'tcp', port }] : [];
    }),
  );
});
