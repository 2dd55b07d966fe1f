/**
 * Requests that a Service of Kubernetes with endpoints outside receives: those for its name, and those for the addresses of a headless Service,
 * for each of which a sidecar has a listener (core/listener.go buildSidecarOutboundListeners).
 */
import { Mesh } from '../model/mesh';
import { OutsidePort, outsideServices } from '../model/outside-services';
import { isAddress } from './address-range';
import { Journey } from './journey';
import { DirectWay, Request } from './types';
import { importsService, Viewer } from './viewer';

/** Returns the way of a request to a Service with endpoints outside. Adds a doubt if the address of the host decides. */
export function toOutsideService(
  mesh: Mesh,
  client: Viewer,
  request: Request,
  journey: Journey,
): DirectWay | undefined {
  const { host, port, address = isAddress(host) ? host : undefined } = request;
  const named = outsideServices(mesh).get(host);
  const asked = named?.ports.find((each) => each.port === port);
  const [first = ''] = named?.addresses ?? [];
  if (named !== undefined && asked !== undefined) return arrive(first, asked, named.decidedBy, journey);
  for (const { isHeadless, ports, addresses, namespace, decidedBy, host: name } of outsideServices(mesh).values()) {
    const listener = ports.find((each) => each.port === port && each.protocol !== 'http');
    if (!isHeadless || listener === undefined || !importsService(mesh, client, namespace, name)) continue;
    if (address !== undefined && addresses.includes(address)) return arrive(address, listener, decidedBy, journey);
    if (address === undefined && host !== '*') {
      journey.doubt({ what: `whether ${host} has an address of Service ${name}, such as ${addresses[0]},`, decidedBy });
    }
  }
  return undefined;
}

function arrive(
  host: string,
  { targetPort: port }: OutsidePort,
  decidedBy: DirectWay['hops'][number]['decidedBy'],
  journey: Journey,
): DirectWay {
  journey.reach(`${host}:${port}`, decidedBy);
  return { kind: 'direct', destination: { host, port }, origination: 'NONE', ...journey.travelled };
}
