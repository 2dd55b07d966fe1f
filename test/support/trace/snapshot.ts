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
import { GatewayService, Manifest, MeshFacts } from './types';

/** An object of one kind. */
export interface Resource<Spec> {
  /** `namespace/name` */
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly spec: Spec;
}

/** A VirtualService with full names of its hosts and gateways. */
export interface VirtualService extends Resource<VirtualServiceSpec> {
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
}

/** All that the trace reads. */
export interface Snapshot {
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

/** Reads the manifests. Policies of who may (AuthorizationPolicy, NetworkPolicy) are none of the trace's business. */
export function snapshotOf(manifests: readonly Manifest[], mesh: MeshFacts): Snapshot {
  const clusterDomain = mesh.gatewayServices[0]?.clusterDomain ?? 'cluster.local';
  const aged = [...manifests].sort(olderFirst);
  const ofKind = <Spec>(kind: string): Resource<Spec>[] =>
    aged.filter((m) => m.kind === kind && m.apiVersion.startsWith(ISTIO)).map((m) => resourceOf<Spec>(m));
  refuseTwins(aged);
  const route = aged.find((m) => m.apiVersion.startsWith(GATEWAY_API) && m.kind.endsWith('Route'));
  if (route !== undefined) notModelled(`${route.kind} of the Gateway API (${route.metadata.name})`);
  return {
    rootNamespace: mesh.rootNamespace ?? 'istio-system',
    clusterDomain,
    outboundPolicy: mesh.outboundPolicy ?? 'ALLOW_ANY',
    gatewayServices: new Map(mesh.gatewayServices.map((s) => [serviceHost(s), s])),
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
export function serviceHost(service: GatewayService): string {
  return `${service.name}.${service.namespace}.svc.${service.clusterDomain ?? 'cluster.local'}`;
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

function resourceOf<Spec>({ metadata, spec }: Manifest): Resource<Spec> {
  const namespace = metadata.namespace ?? 'default';
  // Parsed YAML: the API server has checked it against the CRD, the trace trusts it as far as the types of specs.ts say.
  return { id: `${namespace}/${metadata.name}`, namespace, name: metadata.name, spec: (spec ?? {}) as Spec };
}
