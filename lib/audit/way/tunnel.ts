import { Evidence, within } from '../manifest/evidence';
import { Mesh } from '../model/mesh';
import { destinationRuleFor } from './destination-rules';
import { destinationSeen } from './registry';
import { Destination } from './destination';
import { policyOf } from './upstream-tls';
import { Viewer } from './viewer';
import { TunnelSource } from './virtual-services';

/** A tunnel that a proxy opens with a CONNECT or POST request. */
export interface Tunnel {
  readonly target: Destination;
  readonly decidedBy: Evidence;
}

/** Returns the tunnel of a DestinationRule (core/tunnelingconfig). */
export function tunnelFor(mesh: Mesh, viewer: Viewer, { host, subset }: TunnelSource): Tunnel | undefined {
  const { namespace } = mesh.gatewayServices.get(host) ?? destinationSeen(mesh, viewer, host) ?? {};
  const rule = namespace === undefined ? undefined : destinationRuleFor(mesh, viewer, host, namespace);
  const part = subset === undefined ? undefined : rule?.subsets.get(subset);
  const policy = subset === undefined ? rule?.trafficPolicy : part && policyOf(part);
  const { targetHost, targetPort } = policy?.value.tunnel ?? {};
  if (policy === undefined || targetHost === undefined || targetPort === undefined) return undefined;
  return { target: { host: targetHost, port: targetPort }, decidedBy: within(policy.evidence, 'tunnel') };
}
