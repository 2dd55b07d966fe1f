import { DirectHostRecord, isMatchedByCidrs } from '../mesh/direct-hosts';
import { MeshModel } from '../mesh/mesh-model';
import { ClusterRangeRecord } from '../mesh/records';
import { Cidr } from '../network/cidr';
import { Analyzer, Finding, warning } from './analyzer';

/** Ranges of direct hosts: hosts with a route inside them, and lockdowns that close them. */
export const DIRECT_RANGES: readonly Analyzer[] = [
  warning('EGR2052', 'The ranges of a direct host can contain addresses of hosts with a route.', takesHosts),
  warning('EGR2062', 'A lockdown of the cluster cuts off a direct host.', cutOff),
];

/** The key of the hosts that every namespace sees. */
const EVERYWHERE = '';

/**
 * Finds direct hosts that sidecars identify by ranges, and the routes on their ports whose hosts have no declared addresses: if an address of
 * such a host is in the ranges, the sidecar chooses the filter chain of the range, and connects without the gateway.
 */
function takesHosts({ plan, directHosts }: MeshModel): readonly Finding[] {
  const records = directHosts.all.filter((record) => record.cidrs.length > 0 && isMatchedByCidrs(record));
  if (records.length === 0) return [];
  const hosts = new Map<string, string>();
  for (const { host, ports, exportTo = [EVERYWHERE] } of plan.externalHosts()) {
    for (const { number, addresses, cidrs } of ports) {
      if (addresses !== undefined || cidrs !== undefined) continue;
      for (const namespace of exportTo) hosts.set(`${number} ${namespace}`, host.name);
    }
  }
  return records.flatMap((record) => {
    const shared = record.ports.flatMap((port) =>
      [EVERYWHERE, ...record.namespaces].flatMap((namespace) => {
        const host = hosts.get(`${port} ${namespace}`);
        return host === undefined ? [] : [{ port, host }];
      }),
    );
    return shared.slice(0, 1).map(({ port, host }) => takes(record, port, host));
  });
}

function takes({ owner, cidrs }: DirectHostRecord, port: number, host: string): Finding {
  return {
    constructPath: owner,
    problem: `hosts with a route on port ${port}, such as ${host}, bypass the gateway if DNS has an address of them in the ranges of the DirectHost`,
    got: cidrs,
    allowed: 'ranges in which no host with a route has an address: sidecars identify these direct hosts by ranges',
    fix: `make sure that no such host has an address in the ranges, and write EgressChecks.of(direct).acknowledge('EGR2052', 'no other host has an address in the ranges') with your reason`,
  };
}

/** Direct hosts in namespaces that a lockdown of every namespace closes, whose ranges this lockdown does not leave reachable. */
function cutOff(mesh: MeshModel): readonly Finding[] {
  const opened = new Map(mesh.clusterLockdowns.all.map(({ owner }) => [owner, openedBy(mesh, owner)]));
  return mesh.directHosts.all.flatMap((record) => {
    const cut = record.namespaces.filter((namespace) =>
      mesh.clusterLockdownsOf(namespace).some(({ owner }) => opened.get(owner)?.(record) === false),
    );
    if (cut.length === 0) return [];
    return [
      {
        constructPath: record.owner,
        problem: `a ClusterLockdownPolicy cuts off the DirectHost from ${cut.join(', ')}`,
        got: record.cidrs,
        allowed: 'ranges that allowTo of the ClusterLockdownPolicy leaves reachable on the ports of the DirectHost',
        fix: `write allowTo: [EgressPeer.cidr(${JSON.stringify(record.cidrs[0] ?? '203.0.113.0/28')})] on the ClusterLockdownPolicy for each range, or the namespaces in exemptNamespaces`,
      },
    ];
  });
}

/** Returns a function that returns whether a lockdown of the cluster leaves all ranges of a direct host reachable. */
function openedBy({ clusterRanges }: MeshModel, owner: string): (record: DirectHostRecord) => boolean {
  const ranges = clusterRanges.all.filter((range) => range.owner === owner);
  const keys = new Set(ranges.flatMap(keysOf));
  const isOpen = (cidr: string, port: number): boolean =>
    Cidr.parse(cidr)
      .enclosing()
      .some((text) => keys.has(text) || keys.has(`${text} ${port}`));
  return ({ cidrs, ports }) =>
    // A token can be any range.
    ranges.some(({ cidr }) => cidr === undefined) ||
    (cidrs.length > 0 && cidrs.every((cidr) => ports.every((port) => isOpen(cidr, port))));
}

function keysOf({ cidr, ports }: ClusterRangeRecord): readonly string[] {
  if (cidr === undefined) return [];
  const [text = ''] = Cidr.parse(cidr).enclosing();
  return ports.length === 0 ? [text] : ports.map((port) => `${text} ${port}`);
}
