/**
 * The first leg: what the sidecar of the client does with a request. `http`, `tls` and `tcp` are decided by different parts of
 * the proxy and so in files of their own; what comes before both is here.
 */
import { at } from '../manifest/evidence';
import { broken, few } from '../model/broken';
import { httpLeg } from './client-http';
import { tcpLeg } from './client-tcp';
import { tlsLeg } from './client-tls';
import { mostSpecific } from '../model/hosts';
import { refuseDoubt, servicesSeenFrom } from './registry';
import { ClientLeg } from './sidecar-view';
import { MESH, Mesh, VirtualService } from '../model/mesh';
import { Request } from './types';
import { virtualServicesAt } from './virtual-services';

/** The decision of the client's sidecar. */
export function clientLeg(mesh: Mesh, request: Request): ClientLeg {
  const services = servicesSeenFrom(mesh, request.clientNamespace);
  const virtualServices = virtualServicesAt(mesh, MESH, request.clientNamespace);
  refuseRivals(virtualServices, request.host);
  const service = services.get(mostSpecific(request.host, services.keys()) ?? '');
  if (service !== undefined) refuseDoubt(service);
  const view = { mesh, request, services, virtualServices };
  return LEGS[request.protocol](view);
}

const LEGS = { http: httpLeg, tls: tlsLeg, tcp: tcpLeg };

/**
 * Mesh VirtualServices for one host are not merged: which one counts is undefined (`istioctl analyze` IST0109,
 * ConflictingMeshGatewayVirtualServiceHosts).
 */
function refuseRivals(virtualServices: readonly VirtualService[], host: string): void {
  const hosts = virtualServices.flatMap((vs) => vs.hosts);
  const claimed = mostSpecific(host, hosts);
  if (claimed === undefined) return;
  const rivals = virtualServices.filter((vs) => vs.hosts.includes(claimed));
  if (rivals.length > 1) {
    const ids = few(rivals.map((vs) => vs.id));
    const claims = rivals.map((vs) => at(vs, 'spec', 'hosts'));
    broken(`${claimed} is in several VirtualServices for mesh: ${ids} (IST0109)`, ...claims);
  }
}
