/**
 * The external services that a proxy sees: its view of all ServiceEntries.
 * One host is one service to a proxy, in whichever namespace the ServiceEntry is (pilot/pkg/model/sidecar.go, selectServices and
 * appendSidecarServices): the proxy's own namespace comes first, ServiceEntries of one namespace are merged.
 */
import { at, Evidence } from '../manifest/evidence';
import { notEvaluated, refuseUnevaluated } from '../model/broken';
import { Resource, Mesh } from '../model/mesh';
import { haveAges } from '../model/older';
import { ServiceEntrySpec } from '../model/specs';
import { serviceEntriesByHost, serviceEntriesByPort } from '../model/lookup';
import { isVisible } from '../model/visibility';
import { importsService, Viewer } from './viewer';

/** The protocol of a port, as far as routing differs. */
export type PortKind = 'http' | 'tls' | 'other';

/** A port of an external service. */
export interface ExternalPort {
  readonly number: number;
  readonly kind: PortKind;
  readonly protocol: string;
  readonly name: string;
  readonly targetPort: number;
  /** The port in the ServiceEntry. */
  readonly decidedBy: Evidence;
}

/** A host declared by ServiceEntries. */
export interface ExternalService {
  readonly host: string;
  readonly namespace: string;
  readonly ports: readonly ExternalPort[];
  readonly resolution: string;
  readonly entries: readonly Resource<ServiceEntrySpec>[];
  /** The reason why the service is not determined; reported if a request depends on the service. */
  readonly doubt?: string;
}

/** Returns the external service of a host that a proxy sees. */
export function serviceSeen(mesh: Mesh, viewer: Viewer, host: string): ExternalService | undefined {
  const visible = visibleEntries(mesh, viewer.namespace, host);
  const entries = viewer.sidecar
    ? visible.filter((entry) => importsService(mesh, viewer, entry.namespace, host))
    : visible;
  return entries.length === 0 ? undefined : serviceFor(host, entries, viewer.namespace);
}

/**
 * Returns the external service of the destination of a route. A Sidecar that imports the VirtualService also imports the destinations of
 * its routes (pilot/pkg/model/sidecar.go collectImportedServices).
 */
export function destinationSeen(mesh: Mesh, viewer: Viewer, host: string): ExternalService | undefined {
  const entries = visibleEntries(mesh, viewer.namespace, host);
  return entries.length === 0 ? undefined : serviceFor(host, entries, viewer.namespace);
}

function visibleEntries(mesh: Mesh, namespace: string, host: string): readonly Resource<ServiceEntrySpec>[] {
  return serviceEntriesByHost(mesh)
    .get(host)
    .filter((entry) => isVisible(entry.spec.exportTo, entry.namespace, namespace));
}

/** Returns the external service that a proxy sees for a name: the host itself, else the longest wildcard over the host. */
export function serviceOf(mesh: Mesh, viewer: Viewer, host: string): ExternalService | undefined {
  for (const pattern of serviceEntriesByHost(mesh).over(host)) {
    const service = serviceSeen(mesh, viewer, pattern);
    if (service !== undefined) return service;
  }
  return undefined;
}

/** Returns the services with a port that a proxy sees and that have a name in common with the host. */
export function* servicesAt(mesh: Mesh, viewer: Viewer, port: number, host: string): Generator<ExternalService> {
  for (const pattern of serviceEntriesByPort(mesh).get(port)?.overlapping(host) ?? []) {
    const service = serviceSeen(mesh, viewer, pattern);
    if (service !== undefined && portOf(service, port) !== undefined) yield service;
  }
}

/** The port of that number, if the service has it. */
export function portOf(service: ExternalService, number: number): ExternalPort | undefined {
  return service.ports.find((port) => port.number === number);
}

/** Ends the way if the way depends on a service that is not determined. */
export function refuseDoubt(service: ExternalService): void {
  const { doubt, entries } = service;
  if (doubt !== undefined) notEvaluated(doubt, ...entries.map((entry) => at(entry, 'spec')));
  for (const entry of entries) {
    refuseUnevaluated(entry.spec, KNOWN_FIELDS, `ServiceEntry ${entry.id}`, at(entry, 'spec'));
  }
}

/** `http`, `tls` or `other` for a protocol name as the API writes it (pkg/config/protocol). */
export function portKind(protocol: string): PortKind {
  switch (protocol.toUpperCase()) {
    case 'HTTP':
    case 'HTTP2':
    case 'GRPC':
    case 'GRPC-WEB':
      return 'http';
    case 'HTTPS':
    case 'TLS':
      return 'tls';
    default:
      return 'other';
  }
}

const KNOWN_FIELDS = new Set([
  ...['hosts', 'addresses', 'ports', 'location', 'resolution', 'endpoints', 'exportTo'],
  // Which names the outside server's certificate may carry: a matter of trust, not of the way.
  'subjectAltNames',
]);

function serviceFor(host: string, entries: readonly Resource<ServiceEntrySpec>[], viewer: string): ExternalService {
  const own = entries.filter((entry) => entry.namespace === viewer);
  const candidates = own.length > 0 ? own : entries;
  // Among other namespaces the oldest ServiceEntry wins: no promise to build on unless they agree, or have the time of their creation.
  const owner = candidates[0]?.namespace ?? viewer;
  const chosen = candidates.filter((entry) => entry.namespace === owner);
  const rivals = candidates.filter((entry) => entry.namespace !== owner);
  const merged = merge(host, owner, chosen);
  const rival = rivals.find((entry) => shapeOf([entry]) !== shapeOf(chosen));
  return rival === undefined || haveAges(rival, ...chosen)
    ? merged
    : {
        ...merged,
        doubt: `the difference between ServiceEntry ${merged.entries[0]?.id} and ServiceEntry ${rival.id} of ${host} (IST0177)`,
      };
}

function merge(host: string, namespace: string, entries: readonly Resource<ServiceEntrySpec>[]): ExternalService {
  const ports: ExternalPort[] = [];
  let doubt: string | undefined;
  for (const entry of entries) {
    for (const [index, { number, name = '', protocol = '', targetPort = number }] of (
      entry.spec.ports ?? []
    ).entries()) {
      const twin = ports.find((port) => port.number === number);
      const decidedBy = at(entry, 'spec', 'ports', index);
      if (twin === undefined) ports.push({ number, kind: portKind(protocol), protocol, name, targetPort, decidedBy });
      else if (twin.protocol !== protocol || twin.targetPort !== targetPort) {
        doubt ??= `the port ${number} of ${host}, which is ${twin.protocol} and ${protocol} in namespace ${namespace} (IST0177),`;
      }
    }
  }
  const resolutions = new Set(entries.map((entry) => entry.spec.resolution ?? 'NONE'));
  if (resolutions.size > 1) doubt ??= `the resolution of ${host}, of which namespace ${namespace} has several,`;
  return { host, namespace, ports, resolution: [...resolutions][0] ?? 'NONE', entries, doubt };
}

function shapeOf(entries: readonly Resource<ServiceEntrySpec>[]): string {
  return JSON.stringify(entries.map(({ spec }) => [spec.ports, spec.resolution, spec.endpoints, spec.addresses]));
}
