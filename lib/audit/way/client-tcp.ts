/**
 * TCP at the sidecar: a listener per address and port of a service (core/listener.go buildSidecarOutboundListener), with the first
 * `tcp` route that holds there (core/tls.go buildSidecarOutboundTCPFilterChainOpts).
 */
import { at } from '../manifest/evidence';
import { broken, notModelled, few } from '../model/broken';
import { overlap } from '../model/hosts';
import { portOf } from './registry';
import { ClientLeg, SidecarView } from './sidecar-view';
import { MESH } from '../model/mesh';
import { followL4, holdsAt, matchesOf, Place, routesOf } from './virtual-services';

/** What the sidecar does with a TCP connection, whose host is the address that was dialled. */
export function tcpLeg({ mesh, request, services, virtualServices }: SidecarView): ClientLeg {
  const onPort = [...services.values()].filter((service) => portOf(service, request.port)?.kind === 'other');
  const addressesOf = (service: (typeof onPort)[number]): string[] =>
    service.entries.flatMap(({ spec }) => spec.addresses ?? []);
  const wild = onPort.filter((service) => addressesOf(service).length === 0);
  if (wild.length > 0)
    notModelled(
      `TCP without addresses: ${few(wild.map(({ host }) => host))}`,
      ...wild.flatMap(({ entries }) => entries).map((e) => at(e)),
    );
  const [service, ...more] = onPort.filter((each) => addressesOf(each).includes(request.host));
  if (service === undefined) return { kind: 'unknown' };
  if (more.length > 0) {
    const rivals = [service, ...more];
    const owners = rivals.flatMap(({ entries }) => entries).map((entry) => at(entry, 'spec', 'addresses'));
    broken(`${request.host}:${request.port} is of ${few(rivals.map(({ host }) => host))}`, ...owners);
  }
  const place: Place = { gateway: MESH, port: request.port, namespace: request.clientNamespace };
  const [along] = virtualServices
    .filter((vs) => vs.hosts.some((host) => overlap(host, service.host)))
    .flatMap((vs) => routesOf(vs, 'tcp').flatMap(matchesOf))
    .filter(({ vs, match }) => holdsAt(match, vs, place));
  if (along === undefined) return { kind: 'direct', service };
  return { kind: 'routed', to: followL4(mesh, along) };
}
