/**
 * The endpoints of Services that the manifests name by address: those of EndpointSlices and Endpoints
 * (pilot/pkg/serviceregistry/kube/controller/endpointslice.go), and WorkloadEntries that the Service selects
 * (controller.go collectWorkloadInstanceEndpoints).
 */
import { groupBy } from '../../input/group-by';
import { idOf, Manifest, namespaceOf } from '../manifest/manifest';
import { hasLabels, Labels } from './labels';

/** A Service as the audit reads its endpoints. */
export interface ServiceSpec {
  readonly type?: string;
  readonly externalName?: string;
  readonly clusterIP?: string;
  readonly clusterIPs?: readonly string[];
  readonly selector?: Labels;
  readonly ports?: readonly ServicePort[];
}

/** A port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly appProtocol?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

/** An address to which the connections to a port of a Service go. */
export interface ServiceEndpoint {
  readonly address: string;
  readonly port: number;
  readonly manifest: Manifest;
}

/** An EndpointSlice, or Endpoints: the fields beside `spec`. */
interface Endpoints extends Manifest {
  readonly addressType?: string;
  readonly endpoints?: readonly { readonly addresses?: readonly string[] }[];
  readonly ports?: readonly EndpointPort[];
  readonly subsets?: readonly {
    readonly addresses?: readonly { readonly ip: string }[];
    readonly ports?: readonly EndpointPort[];
  }[];
}

interface EndpointPort {
  readonly name?: string;
  readonly port?: number;
}

interface WorkloadEntrySpec {
  readonly address?: string;
  readonly labels?: Labels;
  readonly ports?: Readonly<Record<string, number>>;
}

/** Returns a function that returns the endpoints of a port of a Service. */
export function endpointsIn(
  manifests: readonly Manifest[],
): (service: Manifest, port: ServicePort) => readonly ServiceEndpoint[] {
  const slices = groupBy(manifests.filter(isEndpoints), serviceOf);
  const workloads = groupBy(manifests.filter(isWorkloadEntry), namespaceOf);
  return (service, port) => {
    return [
      ...(slices.get(idOf(service)) ?? []).flatMap((slice) => endpointsOfSlice(slice, port)),
      ...(workloads.get(namespaceOf(service)) ?? []).flatMap((entry) => endpointOfWorkload(service, port, entry)),
    ];
  };
}

/** istiod ignores slices of names. */
function isEndpoints(manifest: Manifest): boolean {
  const { kind, addressType } = manifest as Endpoints;
  return (kind === 'EndpointSlice' && addressType !== 'FQDN') || kind === 'Endpoints';
}

function isWorkloadEntry({ apiVersion, kind }: Manifest): boolean {
  return kind === 'WorkloadEntry' && apiVersion.startsWith('networking.istio.io/');
}

function serviceOf(manifest: Manifest): string {
  const { kind, metadata } = manifest;
  if (kind === 'Endpoints') return idOf(manifest);
  return `${namespaceOf(manifest)}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`;
}

/** A port of a slice belongs to the port of the Service that has its name. */
function endpointsOfSlice(slice: Endpoints, { name: called = '' }: ServicePort): ServiceEndpoint[] {
  const { endpoints = [], ports = [], subsets = [] } = slice;
  const parts = [
    { ports, addresses: endpoints.flatMap(({ addresses = [] }) => addresses) },
    ...subsets.map((each) => ({ ports: each.ports ?? [], addresses: (each.addresses ?? []).map(({ ip }) => ip) })),
  ];
  return parts.flatMap((part) =>
    part.ports.flatMap(({ name = '', port }) =>
      name === called && port !== undefined
        ? part.addresses.map((address) => ({ address, port, manifest: slice }))
        : [],
    ),
  );
}

/** Labels of the metadata come before those of the spec (serviceregistry/serviceentry/conversion.go ConvertWorkloadEntry). */
function endpointOfWorkload(
  { spec }: Manifest,
  { port, targetPort = port }: ServicePort,
  entry: Manifest,
): ServiceEndpoint[] {
  const { selector = {}, clusterIP } = (spec ?? {}) as ServiceSpec;
  const { address, labels, ports = {} } = (entry.spec ?? {}) as WorkloadEntrySpec;
  const isSelected = Object.keys(selector).length > 0 && hasLabels({ ...labels, ...entry.metadata.labels }, selector);
  const number = typeof targetPort === 'number' ? targetPort : ports[targetPort];
  if (clusterIP === 'None' || !isSelected || address === undefined || number === undefined) return [];
  return [{ address, port: number, manifest: entry }];
}
