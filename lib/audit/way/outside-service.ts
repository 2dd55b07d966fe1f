/**
 * Requests that a Service of Kubernetes with endpoints outside receives: those for its name, those for its own address, and those for the
 * endpoints of a headless Service, for each of which a sidecar has a listener (core/listener.go buildSidecarOutboundListeners).
 */
import { isInternet } from '../../network/internet';
import { getOrAdd } from '../../input/get-or-add';
import { Mesh } from '../model/mesh';
import { OutsidePort, OutsideService, outsideServices } from '../model/outside-services';
import { perMesh } from '../model/per-mesh';
import { canonicalText, isAddress } from '../../network/address-range';
import { Journey } from './journey';
import { DirectWay, Request } from './types';
import { importsService, Viewer } from './viewer';
import { hostPort } from '../model/host-port';

/** Returns the way of a request to a Service with endpoints outside. Adds a doubt if the address of the host decides. */
export function toOutsideService(
  mesh: Mesh,
  client: Viewer,
  request: Request,
  journey: Journey,
): DirectWay | undefined {
  const { host, port } = request;
  const { address: dialled = isAddress(host) ? host : undefined } = request;
  const address = dialled && canonicalText(dialled);
  const asked = outsideServices(mesh)
    .get(host)
    ?.ports.find((each) => each.port === port);
  if (asked !== undefined) return arrive(asked.endpoints, asked, journey);
  for (const { service, listener } of listenersAt(mesh).get(port) ?? []) {
    const { host: name, namespace, clusterIps, isHeadless } = service;
    if (!importsService(mesh, client, namespace, name)) continue;
    // On a port with HTTP, the Host header decides, which is the address if the client asks for the address.
    const isHttp = listener.protocols.every((protocol) => protocol === 'http');
    const isOfHeader = isHttp && address !== canonicalText(host);
    if (address !== undefined && clusterIps.includes(address) && !isOfHeader) {
      return arrive(listener.endpoints, listener, journey);
    }
    if (!isHeadless || isHttp) continue;
    const reached = listener.endpoints.find((each) => each.address === address);
    if (reached !== undefined) return arrive([reached], listener, journey);
    const possible = listener.endpoints.find((each) => isInternet(each.address));
    if (address === undefined && host !== '*' && possible !== undefined) {
      const what = `whether ${host} has an address of Service ${name}, such as ${possible.address},`;
      journey.doubt({ what, decidedBy: listener.decidedBy });
    }
  }
  return undefined;
}

interface Listener {
  readonly service: OutsideService;
  readonly listener: OutsidePort;
}

const listenersAt = perMesh((mesh): ReadonlyMap<number, readonly Listener[]> => {
  const byPort = new Map<number, Listener[]>();
  for (const service of outsideServices(mesh).values()) {
    for (const listener of service.ports) getOrAdd(byPort, listener.port, () => []).push({ service, listener });
  }
  return byPort;
});

/** Returns the way to the first endpoint that is part of the internet, else to the first endpoint. */
function arrive(endpoints: OutsidePort['endpoints'], { decidedBy }: OutsidePort, journey: Journey): DirectWay {
  const { address: host, port } = endpoints.find(({ address }) => isInternet(address)) ?? endpoints[0];
  journey.reach(hostPort(host, port), decidedBy);
  const ends = endpoints.map((each) => ({ host: each.address, port: each.port }));
  return { kind: 'direct', destination: { host, port }, endpoints: ends, origination: 'NONE', ...journey.travelled };
}
