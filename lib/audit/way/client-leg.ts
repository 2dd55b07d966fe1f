/**
 * The first leg: what the sidecar of the client does with a request. `http`, `tls` and `tcp` are decided by different parts of
 * the proxy and so in files of their own; what comes before both is here.
 */
import { at } from '../manifest/evidence';
import { broken, few } from '../model/broken';
import { httpLeg } from './client-http';
import { tcpLeg } from './client-tcp';
import { tlsLeg } from './client-tls';
import { refuseDoubt, serviceOf } from './registry';
import { ClientLeg, hostClaimed, SidecarView, virtualServicesNamed } from './sidecar-view';
import { Mesh } from '../model/mesh';
import { Request } from './types';
import { Viewer } from './viewer';

/** The decision of the client's sidecar. */
export function clientLeg(mesh: Mesh, viewer: Viewer, request: Request): ClientLeg {
  const view = { mesh, request, viewer };
  refuseRivals(view);
  const service = serviceOf(mesh, viewer, request.host);
  if (service !== undefined) refuseDoubt(service);
  return LEGS[request.protocol](view);
}

const LEGS = { http: httpLeg, tls: tlsLeg, tcp: tcpLeg };

/**
 * Mesh VirtualServices for one host are not merged: which one counts is undefined (`istioctl analyze` IST0109,
 * ConflictingMeshGatewayVirtualServiceHosts).
 */
function refuseRivals(view: SidecarView): void {
  const claimed = hostClaimed(view, view.request.host);
  if (claimed === undefined) return;
  const rivals = virtualServicesNamed(view, claimed);
  if (rivals.length > 1) {
    const ids = few(rivals.map((vs) => vs.id));
    const claims = rivals.map((vs) => at(vs, 'spec', 'hosts'));
    broken(`${claimed} is in several VirtualServices for mesh: ${ids} (IST0109)`, ...claims);
  }
}
