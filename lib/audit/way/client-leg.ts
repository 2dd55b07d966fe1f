/**
 * The first leg: what the sidecar of the client does with a request. `http`, `tls` and `tcp` are decided by different parts of
 * the proxy and so in files of their own; what comes before both is here.
 */
import { httpLeg } from './client-http';
import { isAddress } from '../../network/address-range';
import { detectsHttpAt, tcpAtAddress, tcpLeg } from './client-tcp';
import { refuseListener, tlsAtAddress, tlsLeg } from './client-tls';
import { clusterLeg } from './cluster-leg';
import { Journey } from './journey';
import { relyOn, serviceOf } from './registry';
import { ClientLeg } from './sidecar-view';
import { Mesh } from '../model/mesh';
import { Request } from './types';
import { Viewer } from './viewer';

/** Returns the decision of the client's sidecar. */
export function clientLeg(mesh: Mesh, viewer: Viewer, request: Request, journey: Journey): ClientLeg {
  const view = { mesh, request, viewer, journey };
  const inCluster = clusterLeg(view);
  if (inCluster !== undefined) return inCluster;
  const service = serviceOf(mesh, viewer, request.host);
  if (service !== undefined) relyOn(service, journey);
  // The listener of an address comes before the listener of the port.
  const { host, protocol } = request;
  const isOfAddress = isAddress(host) && !(protocol === 'http' && detectsHttpAt(view, host));
  const ofAddress = isOfAddress ? (tcpAtAddress(view, host) ?? tlsAtAddress(view, host)) : undefined;
  if (ofAddress !== undefined) return ofAddress;
  refuseListener(view);
  return LEGS[protocol](view);
}

const LEGS = { http: httpLeg, tls: tlsLeg, tcp: tcpLeg };
