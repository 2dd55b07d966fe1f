import { HostIndex } from '../model/host-index';
import { fullName } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { DestinationRuleSpec, TrafficPolicy } from '../model/specs';

/** Returns whether load balancing leaves the address of a connection as the application dials the address. */
export function isPassthrough({ loadBalancer }: Pick<TrafficPolicy, 'loadBalancer'>): boolean {
  return loadBalancer?.simple === 'PASSTHROUGH';
}

/** Returns whether a DestinationRule for a host has PASSTHROUGH, for whatever proxies, ports and subsets. */
export function mayPassThrough(mesh: Mesh, host: string): boolean {
  return passedThrough(mesh).over(host).length > 0;
}

const passedThrough = perMesh(({ destinationRules, clusterDomain }) => {
  const hosts = new HostIndex<true>();
  for (const { spec, namespace } of destinationRules) {
    if (policiesOf(spec).some(isPassthrough)) hosts.add(fullName(spec.host ?? '', namespace, clusterDomain), true);
  }
  return hosts;
});

function policiesOf({
  trafficPolicy,
  subsets = [],
}: DestinationRuleSpec): readonly Pick<TrafficPolicy, 'loadBalancer'>[] {
  const policies = [trafficPolicy, ...subsets.map((subset) => subset.trafficPolicy)].flatMap((each) => each ?? []);
  return policies.flatMap((policy) => [policy, ...(policy.portLevelSettings ?? [])]);
}
