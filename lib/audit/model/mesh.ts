/**
 * The manifests of a mesh, sorted by kind and age, with every name resolved to its full form once.
 */
import { broken, notModelled } from './broken';
import { fullName } from './hosts';
import {
  DestinationRuleSpec,
  EnvoyFilterSpec,
  GatewaySpec,
  ServiceEntrySpec,
  SidecarSpec,
  VirtualServiceSpec,
} from './specs';
import { Manifest } from '../manifest/manifest';
import { GatewayService, MeshSettings } from './settings';

/** An object of one kind. */
export interface Resource<Spec> {
  /** `namespace/name` */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly spec: Spec;
  readonly manifest: Manifest;
}

/** A VirtualService with full names of its hosts and gateways. */
export interface VirtualService extends Resource<VirtualServiceSpec> {
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
}

/** The manifests of a mesh, by kind, and the settings of the mesh. */
export interface Mesh {
  /** Every object, oldest first. */
  readonly manifests: readonly Manifest[];
  readonly settings: MeshSettings;
  readonly rootNamespace: string;
  readonly clusterDomain: string;
  readonly outboundPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** By full host name. */
  readonly gatewayServices: ReadonlyMap<string, GatewayService>;
  readonly serviceEntries: readonly Resource<ServiceEntrySpec>[];
  readonly virtualServices: readonly VirtualService[];
  readonly destinationRules: readonly Resource<DestinationRuleSpec>[];
  readonly gateways: readonly Resource<GatewaySpec>[];
  readonly sidecars: readonly Resource<SidecarSpec>[];
  readonly envoyFilters: readonly Resource<EnvoyFilterSpec>[];
}

const ISTIO = 'networking.istio.io/';
const GATEWAY_API = 'gateway.networking.k8s.io/';

/** The name by which a VirtualService binds to all sidecars. */
export const MESH = 'mesh';

/** Returns the mesh that has these manifests and nothing else. */
export function readMesh(manifests: readonly Manifest[], settings: MeshSettings): Mesh {
  const { clusterDomain = 'cluster.local', gatewayServices = [] } = settings;
  const aged = [...manifests].sort(olderFirst);
  const ofKind = <Spec>(kind: string): Resource<Spec>[] =>
    aged.filter((m) => m.kind === kind && m.apiVersion.startsWith(ISTIO)).map((m) => resourceOf<Spec>(m));
  refuseTwins(aged);
  const route = aged.find((m) => m.apiVersion.startsWith(GATEWAY_API) && m.kind.endsWith('Route'));
  if (route !== undefined) notModelled(`${route.kind} of the Gateway API (${route.metadata.name})`);
  return {
    manifests: aged,
    settings,
    rootNamespace: settings.rootNamespace ?? 'istio-system',
    clusterDomain,
    outboundPolicy: settings.outboundTrafficPolicy ?? 'ALLOW_ANY',
    gatewayServices: new Map(gatewayServices.map((service) => [serviceHost(service, clusterDomain), service])),
    serviceEntries: ofKind<ServiceEntrySpec>('ServiceEntry'),
    virtualServices: ofKind<VirtualServiceSpec>('VirtualService').map((vs) => ({
      ...vs,
      hosts: (vs.spec.hosts ?? []).map((host) => fullName(host, vs.namespace, clusterDomain)),
      gateways: vs.spec.gateways?.length ? fullGatewayNames(vs.spec.gateways, vs.namespace) : [MESH],
    })),
    destinationRules: ofKind<DestinationRuleSpec>('DestinationRule'),
    gateways: ofKind<GatewaySpec>('Gateway'),
    sidecars: ofKind<SidecarSpec>('Sidecar'),
    envoyFilters: ofKind<EnvoyFilterSpec>('EnvoyFilter'),
  };
}

/** Of two manifests of one object the later replaces the earlier without a word (`kubectl apply`). */
function refuseTwins(manifests: readonly Manifest[]): void {
  const seen = new Set<string>();
  for (const { apiVersion, kind, metadata } of manifests) {
    const [group] = apiVersion.split('/');
    const key = `${kind} ${metadata.namespace ?? 'default'}/${metadata.name}`;
    if (seen.has(`${group} ${key}`)) broken(`${key} is there twice, of which only the last would stay`);
    seen.add(`${group} ${key}`);
  }
}

/** The host name under which a gateway Service is known in the mesh. */
export function serviceHost({ name, namespace }: GatewayService, clusterDomain: string): string {
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** `namespace/name` of the gateways named in a VirtualService; a bare name is one of its own namespace. */
export function fullGatewayNames(names: readonly string[], namespace: string): string[] {
  return names.map((name) => {
    if (name === MESH) return name;
    if (name.startsWith('./')) return `${namespace}/${name.slice(2)}`;
    if (name.includes('/')) return name;
    // The old spelling name.namespace.svc.cluster.local (pilot/pkg/model/config.go resolveGatewayName).
    const [bare = name, home = namespace] = name.split('.');
    return `${home}/${bare}`;
  });
}

/** Istio lets the older of two rivals win, and goes by name, then namespace, when they were made in one second. */
function olderFirst(a: Manifest, b: Manifest): number {
  return (
    compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
    compare(a.metadata.name, b.metadata.name) ||
    compare(a.metadata.namespace ?? 'default', b.metadata.namespace ?? 'default')
  );
}

/** Order of two strings by code unit, as Go compares them. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function resourceOf<Spec>(manifest: Manifest): Resource<Spec> {
  const { metadata, spec } = manifest;
  const namespace = metadata.namespace ?? 'default';
  // Parsed YAML: the API server has checked it against the CRD, the trace trusts it as far as the types of specs.ts say.
  return { id: `${namespace}/${metadata.name}`, namespace, name: metadata.name, spec: (spec ?? {}) as Spec, manifest };
}
