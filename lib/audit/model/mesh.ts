/**
 * The manifests of a mesh, sorted by kind and age, with every name resolved to its full form once.
 */
import { isApiRoute } from './gateway-api';
import { discovered, isOfRevision } from './discovery';
import { gatewayServicesOf } from './gateway-services';
import { fullName } from './hosts';
import {
  ofEnvoyFilter,
  ofProxyConfig,
  ofWasmPlugin,
  ProxyConfigSpec,
  ProxyFilter,
  WasmPluginSpec,
} from './proxy-filters';
import { MESH, Resource, VirtualService } from './resource';
import { compare } from '../../input/compare';
import {
  ApiRouteSpec,
  DestinationRuleSpec,
  EnvoyFilterSpec,
  GatewaySpec,
  ServiceEntrySpec,
  SidecarSpec,
  VirtualServiceSpec,
} from './specs';
import { lastOfTwins } from '../manifest/last-of-twins';
import { idOf, Manifest, namespaceOf } from '../manifest/manifest';
import { GatewayService, MeshSettings } from './settings';

export { MESH } from './resource';
export type { Resource, VirtualService } from './resource';
export { serviceHost } from './gateway-services';

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
  /** EnvoyFilters, WasmPlugins and ProxyConfigs. */
  readonly proxyFilters: readonly ProxyFilter[];
  /** Routes of the Gateway API. */
  readonly apiRoutes: readonly Resource<ApiRouteSpec>[];
  /** The objects for another revision than that of the settings, which istiod does not read. */
  readonly ofOtherRevisions: readonly Manifest[];
}

const ISTIO = /^(?:networking|extensions)\.istio\.io\//;

/** Returns the mesh that has these manifests and nothing else. */
export function readMesh(manifests: readonly Manifest[], settings: MeshSettings): Mesh {
  const { clusterDomain = 'cluster.local' } = settings;
  const watched = discovered([...lastOfTwins(manifests).last].sort(olderFirst), settings);
  const aged = watched.filter((manifest) => isOfRevision(manifest, settings));
  const byKind = istioObjects(aged);
  const ofKind = <Spec>(kind: string): Resource<Spec>[] =>
    (byKind.get(kind) ?? []).map((resource) => resource as Resource<Spec>);
  const gateways = ofKind<GatewaySpec>('Gateway');
  const virtualServices = exported(
    ofKind<VirtualServiceSpec>('VirtualService'),
    settings.defaultVirtualServiceExportTo,
  ).map((resource, age) => virtualServiceOf(resource, age, clusterDomain));
  return {
    manifests: aged,
    settings,
    rootNamespace: settings.rootNamespace ?? 'istio-system',
    clusterDomain,
    outboundPolicy: settings.outboundTrafficPolicy ?? 'ALLOW_ANY',
    gatewayServices: gatewayServicesOf({ manifests: aged, settings, clusterDomain, gateways, virtualServices }),
    serviceEntries: exported(ofKind<ServiceEntrySpec>('ServiceEntry'), settings.defaultServiceExportTo),
    virtualServices,
    destinationRules: exported(ofKind<DestinationRuleSpec>('DestinationRule'), settings.defaultDestinationRuleExportTo),
    gateways,
    sidecars: ofKind<SidecarSpec>('Sidecar'),
    proxyFilters: [
      ...ofKind<EnvoyFilterSpec>('EnvoyFilter').map(ofEnvoyFilter),
      ...ofKind<WasmPluginSpec>('WasmPlugin').flatMap(ofWasmPlugin),
      ...ofKind<ProxyConfigSpec>('ProxyConfig').flatMap(ofProxyConfig),
    ],
    apiRoutes: aged.filter(isApiRoute).map((m) => resourceOf<ApiRouteSpec>(m)),
    ofOtherRevisions: watched.filter((manifest) => !isOfRevision(manifest, settings)),
  };
}

function virtualServiceOf(resource: Resource<VirtualServiceSpec>, age: number, clusterDomain: string): VirtualService {
  const { id, namespace, name, spec, manifest } = resource;
  const hosts = (spec.hosts ?? []).map((host) => fullName(host, namespace, clusterDomain));
  const gateways = spec.gateways?.length ? fullGatewayNames(spec.gateways, namespace) : [MESH];
  return { id, namespace, name, spec, manifest, age, hosts, gateways };
}

/** Returns the objects with the default of `exportTo`, if there is one, in place of an absent field. */
function exported<Spec extends { readonly exportTo?: readonly string[] }>(
  objects: readonly Resource<Spec>[],
  exportTo: readonly string[] | undefined,
): readonly Resource<Spec>[] {
  if (exportTo === undefined) return objects;
  return objects.map((each) => (each.spec.exportTo?.length ? each : { ...each, spec: { ...each.spec, exportTo } }));
}

/** Returns the objects of Istio's APIs for networking and for extensions by kind. */
function istioObjects(aged: readonly Manifest[]): ReadonlyMap<string, readonly Resource<unknown>[]> {
  const byKind = new Map<string, Resource<unknown>[]>();
  for (const manifest of aged) {
    if (!ISTIO.test(manifest.apiVersion)) continue;
    const resource = resourceOf(manifest);
    const known = byKind.get(manifest.kind);
    if (known) known.push(resource);
    else byKind.set(manifest.kind, [resource]);
  }
  return byKind;
}

/** Returns the gateways of a VirtualService as `namespace/name`. A name without a namespace is of the namespace of the VirtualService. */
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

/** Sorts behind every time: an object without a time of creation is not in the cluster yet. */
const NOT_CREATED = '~';

/** Orders objects as istiod does: by the time of creation, then by name and namespace if they were created in one second. */
export function olderFirst(a: Manifest, b: Manifest): number {
  return (
    compare(a.metadata.creationTimestamp ?? NOT_CREATED, b.metadata.creationTimestamp ?? NOT_CREATED) ||
    compare(a.metadata.name, b.metadata.name) ||
    compare(namespaceOf(a), namespaceOf(b))
  );
}

/** Returns an object with its full name. */
export function resourceOf<Spec>(manifest: Manifest): Resource<Spec> {
  const { metadata, spec } = manifest;
  const namespace = namespaceOf(manifest);
  // Parsed YAML: the API server checks the spec against the CRD, the reader trusts the spec as far as the types of specs.ts.
  return { id: idOf(manifest), namespace, name: metadata.name, spec: (spec ?? {}) as Spec, manifest };
}
