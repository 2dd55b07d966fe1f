/**
 * The external services that a proxy sees: its view of all ServiceEntries.
 * One host is one service to a proxy, in whichever namespace the ServiceEntry is (pilot/pkg/model/sidecar.go, selectServices and
 * appendSidecarServices): a sidecar's own namespace comes first, then what is not for every namespace, then the oldest. ServiceEntries of
 * that namespace are merged if they differ in their ports alone.
 */
import { keyOfLabels } from '../model/labels';
import { getOrAdd } from '../../input/get-or-add';
import { perObject } from '../../input/per-object';
import { at } from '../manifest/evidence';
import { portAt, PortPlace } from '../model/port-place';
import { refuseUnevaluated } from '../model/unevaluated';
import { Resource, Mesh } from '../model/mesh';
import { assumedOlder } from '../model/older';
import { ServiceEntrySpec } from '../model/specs';
import { serviceEntriesByHost, serviceEntriesByPort } from '../model/lookup';
import { isForEvery, isVisible } from '../model/export-to';
import { Destination } from './destination';
import { Journey } from './journey';
import { PortKind, portKinds } from './port-kinds';
import { importsService, Viewer } from './viewer';

/** A port of an external service. */
export interface ExternalPort {
  readonly number: number;
  readonly kinds: readonly PortKind[];
  readonly protocol: string;
  readonly name: string;
  readonly targetPort: number;
  readonly entry: ServiceEntry;
  /** The port in the ServiceEntry. */
  readonly decidedBy: PortPlace;
}

/** A host declared by ServiceEntries. */
export interface ExternalService {
  readonly host: string;
  readonly namespace: string;
  /** The ports for which a proxy has clusters. */
  readonly ports: readonly ExternalPort[];
  /** The ports of all ServiceEntries. */
  readonly declared: readonly ExternalPort[];
  /** The declared ports for which a sidecar has listeners. */
  readonly listening: readonly ExternalPort[];
  readonly resolution: string;
  readonly entries: readonly ServiceEntry[];
  /** Sentences about the ages of the ServiceEntries. */
  readonly assumptions: readonly string[];
}

type ServiceEntry = Resource<ServiceEntrySpec>;

/** Returns the external service of a host that a proxy sees. */
export function serviceSeen(mesh: Mesh, viewer: Viewer, host: string): ExternalService | undefined {
  const visible = visibleEntries(mesh, viewer.namespace, host);
  const entries = viewer.sidecar
    ? visible.filter((entry) => importsService(mesh, viewer, entry.namespace, host))
    : visible;
  return entries.length === 0 ? undefined : serviceFor(host, entries, viewer);
}

/**
 * Returns the external service of the destination of a route. A Sidecar that imports the VirtualService also imports the destinations of
 * its routes (pilot/pkg/model/sidecar.go collectImportedServices).
 */
export function destinationSeen(mesh: Mesh, viewer: Viewer, host: string): ExternalService | undefined {
  const imported = serviceSeen(mesh, viewer, host);
  if (imported !== undefined) return imported;
  const entries = visibleEntries(mesh, viewer.namespace, host);
  return entries.length === 0 ? undefined : serviceFor(host, entries, viewer);
}

function visibleEntries(mesh: Mesh, namespace: string, host: string): readonly ServiceEntry[] {
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
    if (service?.declared.some(({ number }) => number === port)) yield service;
  }
}

/** Returns the port of that number, if a proxy has a cluster for the port. */
export function portOf(service: ExternalService, number: number): ExternalPort | undefined {
  return service.ports.find((port) => port.number === number);
}

/** Returns the endpoints behind a port: those of the ServiceEntries that have the port. */
export function endpointsOf({ host, entries }: ExternalService, { name }: ExternalPort): readonly Destination[] {
  return entries.flatMap(({ spec }) => {
    const port = spec.ports?.find((each) => (each.name ?? '') === name);
    if (port === undefined) return [];
    return (spec.endpoints ?? []).map(({ address = host, ports }) => {
      // With a dot at the end of a name, DNS appends no search domain.
      return { host: address.replace(/\.$/, ''), port: ports?.[name] ?? port.targetPort ?? port.number };
    });
  });
}

/**
 * Returns whether a ServiceEntry replaces a Service of Kubernetes: for the proxies of its namespace, a Service of another namespace
 * (pilot/pkg/model/sidecar.go).
 */
export function isReplaced(
  viewer: Viewer,
  service: { readonly namespace: string },
  entry: Pick<ExternalService, 'namespace'> | undefined,
): boolean {
  return entry?.namespace === viewer.namespace && service.namespace !== viewer.namespace;
}

/** Returns whether a sidecar has a listener for a kind of bytes on a port of a service. */
export function hasKind({ listening }: ExternalService, number: number, kind: PortKind): boolean {
  return listening.some((port) => port.number === number && port.kinds.includes(kind));
}

/** Returns whether proxies detect the protocol of a port. */
export function isDetected({ kinds }: ExternalPort): boolean {
  return kinds.length > 1;
}

/** Adds what the service relies on to the journey. Ends the way if the service has a setting that is not modelled. */
export function relyOn({ assumptions, entries }: ExternalService, journey: Journey): void {
  journey.assume(assumptions);
  for (const entry of entries) {
    refuseUnevaluated(entry.spec, KNOWN_FIELDS, () => `ServiceEntry ${entry.id}`, at(entry, 'spec'));
  }
}

const KNOWN_FIELDS = new Set([
  ...['hosts', 'addresses', 'ports', 'location', 'resolution', 'endpoints', 'exportTo'],
  // The names in the certificate of the host decide about trust, and not about the way.
  'subjectAltNames',
]);

function serviceFor(
  host: string,
  visible: readonly ServiceEntry[],
  { namespace: home, isSidecar }: Viewer,
): ExternalService {
  const [only, ...more] = visible;
  // Most hosts have one ServiceEntry, which is the same service for every proxy.
  if (only !== undefined && more.length === 0)
    return getOrAdd(servicesOf(only), host, () => serviceOfAll(host, [only]));
  const ordered = [...visible].sort((a, b) => Number(isPublic(a)) - Number(isPublic(b)));
  const own = isSidecar ? ordered.filter(({ namespace }) => namespace === home) : [];
  return serviceOfAll(host, own.length > 0 ? own : ordered);
}

const servicesOf = perObject((_: ServiceEntry) => new Map<string, ExternalService>());

/** Returns the service of ServiceEntries for a host, the first of which decides. */
function serviceOfAll(host: string, candidates: readonly ServiceEntry[]): ExternalService {
  const [first, ...others] = candidates;
  if (first === undefined) throw new Error(`no ServiceEntry for ${host}`);
  const { namespace } = first;
  const entries = candidates.filter((entry) => entry.namespace === namespace);
  const ports = entries.filter((entry) => canMerge(first, entry)).flatMap(portsOf);
  const declared = entries.flatMap(portsOf);
  const rival = others.find((entry) => isPublic(entry) === isPublic(first) && isRival(first, entry));
  return {
    host,
    namespace,
    ports: ports.filter(({ number }, index) => ports.findIndex((port) => port.number === number) === index),
    declared,
    listening: declared.filter((port) => hasListener(port, entries)),
    resolution: first.spec.resolution ?? 'NONE',
    entries,
    assumptions: rival === undefined ? [] : assumedOlder(first, rival, host),
  };
}

/** Every request for a host asks for the ports. */
const portsOf = perObject((entry: ServiceEntry): readonly ExternalPort[] => {
  return (entry.spec.ports ?? []).map(({ number, name = '', protocol = '', targetPort = number }, index) => {
    return {
      number,
      kinds: portKinds(protocol),
      protocol,
      name,
      targetPort,
      entry,
      decidedBy: portAt(entry, index, number),
    };
  });
});

/** Without an address and resolution, TCP and TLS have no listener where another ServiceEntry of the host has endpoints for the port. */
function hasListener({ kinds, number, entry }: ExternalPort, entries: readonly ServiceEntry[]): boolean {
  if (kinds.every((kind) => kind === 'http') || !isPassedThrough(entry) || entry.spec.addresses?.length) return true;
  return !entries.some((other) => !isPassedThrough(other) && other.spec.ports?.some((port) => port.number === number));
}

function isPassedThrough({ spec: { resolution = 'NONE' } }: ServiceEntry): boolean {
  return resolution === 'NONE';
}

/** Returns whether a ServiceEntry is for every namespace. */
export function isPublic({ spec }: ServiceEntry): boolean {
  return isForEvery(spec.exportTo);
}

/**
 * Returns whether istiod adds the ports of a ServiceEntry to those of another of the namespace (pilot/pkg/model/sidecar.go
 * canMergeServices).
 */
function canMerge(first: ServiceEntry, other: ServiceEntry): boolean {
  return first === other || identityOf(first) === identityOf(other);
}

function identityOf({
  manifest,
  spec: { resolution = 'NONE', exportTo = [], workloadSelector },
}: ServiceEntry): string {
  const labels = [manifest.metadata.labels, workloadSelector?.labels].map((each = {}) => keyOfLabels(each));
  return JSON.stringify([resolution, [...new Set(exportTo)].sort(), ...labels]);
}

/** Returns whether the age of two ServiceEntries decides about a request. */
function isRival(first: ServiceEntry, other: ServiceEntry): boolean {
  if (first.namespace !== other.namespace || !canMerge(first, other)) return shapeOf(first) !== shapeOf(other);
  const known = new Map(portsOf(first).map((port) => [port.number, port]));
  return portsOf(other).some(({ number, protocol, targetPort }) => {
    const twin = known.get(number);
    return twin !== undefined && (twin.protocol !== protocol || twin.targetPort !== targetPort);
  });
}

function shapeOf({ spec }: ServiceEntry): string {
  return JSON.stringify([spec.ports, spec.resolution, spec.endpoints, spec.addresses]);
}
