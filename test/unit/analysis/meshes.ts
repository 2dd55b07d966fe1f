/** Meshes as plain data for the tests of the model and of its analyzers. */
import { Labels } from '../../../lib/input/labels';
import { analyze } from '../../../lib/analysis/all';
import { Host } from '../../../lib/host/host';
import { DYNAMIC_DNS, Resolution } from '../../../lib/mesh/resolution';
import { Operation } from '../../../lib/http/operation';
import { EgressFinding, FindingLevel } from '../../../lib/input/finding';
import { ExportTo } from '../../../lib/mesh/export-to';
import { ClaimedPort } from '../../../lib/mesh/external-host';
import { GatewayModel, gatewayKey } from '../../../lib/mesh/gateway';
import { GatewayDescription } from '../../../lib/mesh/gateways';
import { HostClaim } from '../../../lib/mesh/host-claim';
import { DEFAULT_SETTINGS, MeshModel, MeshSettings } from '../../../lib/mesh/mesh-model';
import { NO_METADATA, ObjectMetadata } from '../../../lib/mesh/object-metadata';
import { DirectHostRecord } from '../../../lib/mesh/direct-hosts';
import { DirectProtocol } from '../../../lib/mesh/direct-protocol';
import { EVERY_POD } from '../../../lib/mesh/pod-labels';
import { OutboundTrafficPolicyMode } from '../../../lib/mesh/outbound-traffic-policy-mode';
import {
  AdmissionRecord,
  ClusterLockdownRecord,
  ClusterRangeRecord,
  GatewayLockdownRecord,
  GatewayPartRecord,
  LockdownRecord,
  SidecarRecord,
} from '../../../lib/mesh/records';
import { Source } from '../../../lib/mesh/source';
import { TlsOriginationModel } from '../../../lib/mesh/tls-origination-model';
import { TlsVersion } from '../../../lib/mesh/tls-version';
import { GATEWAY, HTTP_80, TLS_443 } from '../help';
import { UpstreamProxyModel } from '../../../lib/mesh/upstream-proxy-model';

export const ANYONE: Source = { kind: 'anyAuthenticated' };
export const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });
export const account = (of: string, name: string): Source => ({ kind: 'serviceAccount', namespace: of, name });

export const READ: Operation = { methods: ['GET'], paths: [] };
export const SIMPLE: TlsOriginationModel = {
  mode: 'SIMPLE',
  port: 443,
  minProtocolVersion: TlsVersion.TLS_1_2,
  verify: true,
};

/** An HTTP port behind which the gateway originates TLS. */
export const originating = (over: Partial<TlsOriginationModel> = {}): ClaimedPort => ({
  ...HTTP_80,
  origination: { ...SIMPLE, ...over },
});

/** A TCP port with the addresses of the host. */
export const tcp = (number: number, ...addresses: string[]): ClaimedPort => ({
  number,
  protocol: 'TCP',
  routing: 'gateway',
  addresses,
});

/** A port with ranges, of which the gateway connects to the addresses that callers dialled. */
export const ranges = (number: number, ...cidrs: string[]): ClaimedPort => ({
  number,
  protocol: 'TCP',
  routing: 'gateway',
  cidrs,
});

/** A gateway `egress-<region>/<region>` with pods of its own. */
export const gatewayOf = (region: string, over: Partial<GatewayModel> = {}): GatewayModel => ({
  ...GATEWAY,
  namespace: `egress-${region}`,
  serviceName: region,
  selector: { istio: region },
  ...over,
});

/** A description of a gateway by a construct of the app. */
export const described = (
  model: GatewayModel,
  over: Partial<Omit<GatewayDescription, 'model'>> = {},
): GatewayDescription => ({
  owner: `platform/${model.serviceName}`,
  model,
  ownership: 'installed',
  canReadSecrets: true,
  secretKeys: [],
  ...over,
});

/** A route to one host; a TLS route through Istio's default gateway, open to every caller, without further properties. */
export interface Route {
  readonly owner: string;
  readonly host?: string;
  readonly chart?: string;
  readonly namespace?: string;
  readonly gateway?: GatewayModel;
  readonly ports?: readonly ClaimedPort[];
  readonly exportTo?: ExportTo;
  readonly resolution?: Resolution;
  readonly upstreamProxy?: UpstreamProxyModel;
  readonly metadata?: Partial<ObjectMetadata>;
  readonly sources?: readonly Source[];
  readonly operations?: readonly Operation[];
}

/** Returns the claim of a route. */
export function claimOf(route: Route): HostClaim {
  const { owner, host: name = 'a.com', chart = 'chart', namespace = 'default', gateway = GATEWAY, metadata } = route;
  const { ports = [TLS_443], exportTo = ExportTo.ALL, resolution, upstreamProxy } = route;
  const host = Host.parsePattern(name);
  return {
    ...{ owner, chart, namespace, gateway, host, ports, exportTo, upstreamProxy },
    resolution: resolution ?? (host.isWildcard ? DYNAMIC_DNS : undefined),
    metadata: { ...NO_METADATA, ...metadata },
  };
}

/** What a mesh consists of. */
export interface MeshParts {
  readonly settings?: Partial<MeshSettings>;
  /** @default - one description of each gateway of a route */
  readonly gateways?: readonly GatewayDescription[];
  readonly routes?: readonly Route[];
  readonly lockdowns?: readonly (Pick<LockdownRecord, 'owner' | 'namespaces'> & Partial<LockdownRecord>)[];
  /** The namespaces from which lockdowns leave gateways reachable. */
  readonly reaches?: readonly (readonly [namespace: string, gateway: GatewayModel, podLabels?: Labels])[];
  readonly clusterLockdowns?: readonly ClusterLockdownRecord[];
  /** The gateways that lockdowns of the cluster leave reachable. */
  readonly clusterReaches?: readonly (readonly [owner: string, gateway: GatewayModel])[];
  readonly clusterRanges?: readonly ClusterRangeRecord[];
  readonly sidecars?: readonly (Pick<SidecarRecord, 'owner' | 'namespaces'> & Partial<SidecarRecord>)[];
  readonly createdNamespaces?: readonly (readonly [owner: string, namespace: string])[];
  readonly gatewayParts?: readonly (Pick<GatewayPartRecord, 'owner'> & Partial<GatewayPartRecord>)[];
  readonly gatewayLockdowns?: readonly (Pick<GatewayLockdownRecord, 'owner' | 'gateway'> &
    Partial<GatewayLockdownRecord>)[];
  readonly directHosts?: readonly (Pick<DirectHostRecord, 'owner'> &
    Partial<DirectHostRecord> & { readonly hosts?: readonly string[] })[];
  readonly admissionPolicies?: readonly (Pick<AdmissionRecord, 'owner'> & Partial<AdmissionRecord>)[];
}

/** Returns a mesh of these parts. */
export function meshOf(parts: MeshParts): MeshModel {
  const { routes = [], gateways = gatewaysOf(routes) } = parts;
  const mesh = new MeshModel({ ...DEFAULT_SETTINGS, ...parts.settings });
  gateways.forEach((each) => mesh.gateways.add(each));
  routes.forEach((route) => addRoute(mesh, route));
  parts.lockdowns?.forEach((each) => mesh.lockdowns.add({ labelCommands: [], podLabels: EVERY_POD, ...each }));
  parts.reaches?.forEach(([namespace, gateway, podLabels = EVERY_POD]) =>
    mesh.reaches.add({ owner: 'chart/lockdown', namespace, podLabels, gateway: gatewayKey(gateway) }),
  );
  parts.sidecars?.forEach((each) =>
    mesh.sidecars.add({ mode: OutboundTrafficPolicyMode.REGISTRY_ONLY, podLabels: EVERY_POD, ...each }),
  );
  parts.clusterLockdowns?.forEach((each) => mesh.clusterLockdowns.add(each));
  parts.clusterReaches?.forEach(([owner, gateway]) => mesh.clusterReaches.add({ owner, gateway: gatewayKey(gateway) }));
  parts.clusterRanges?.forEach((each) => mesh.clusterRanges.add(each));
  parts.createdNamespaces?.forEach(([owner, namespace]) => mesh.createdNamespaces.add({ owner, namespace }));
  parts.gatewayParts?.forEach((each) =>
    mesh.gatewayParts.add({ gateway: GATEWAY, construct: 'GatewayLockdownPolicy', needsOwner: true, ...each }),
  );
  parts.gatewayLockdowns?.forEach((each) =>
    mesh.gatewayLockdowns.add({ clientNamespaces: ['payments'], internalCidrs: [], hasExternalPorts: true, ...each }),
  );
  parts.directHosts?.forEach(({ hosts = ['s3.com'], ...each }) => {
    const entries = hosts.map((name) => ({ host: Host.parsePattern(name), name: `direct-${name}` }));
    const more = { namespace: 'egress', namespaces: ['payments'], ports: [443], cidrs: [], because: 'near' };
    mesh.directHosts.add({ protocol: DirectProtocol.TLS, entries, ...more, ...each });
  });
  parts.admissionPolicies?.forEach((each) => {
    const lists = { namespaces: ['payments'], serviceAccounts: [], tenantHosts: [] };
    const defaults = { gateway: GATEWAY, settings: {}, isEnforced: true, ...lists };
    mesh.admissionPolicies.add({ ...defaults, ...each });
  });
  return mesh;
}

/** Adds a route to a mesh. */
export function addRoute(mesh: MeshModel, route: Route): void {
  mesh.plan.addClaims([claimOf(route)]);
  mesh.plan.allowFrom(route.owner, route.sources ?? []);
  mesh.plan.allowOperations(route.owner, route.operations ?? []);
}

function gatewaysOf(routes: readonly Route[]): readonly GatewayDescription[] {
  const models = routes.map(({ gateway = GATEWAY }) => gateway);
  return [...new Map(models.map((model) => [gatewayKey(model), model])).values()].map((model) => described(model));
}

/** Returns the findings of one check. */
export function found(code: string, parts: MeshParts): readonly EgressFinding[] {
  return analyze(meshOf(parts)).filter((finding) => finding.code === code);
}

/** Returns the codes of everything that the checks find, each once. */
export function codesOf(parts: MeshParts): readonly string[] {
  return [...new Set(analyze(meshOf(parts)).map(({ code }) => code))];
}

/** Expects one finding of a check, and returns the finding. The problem of an error says `<subject> must/cannot <predicate>`. */
export function expectFound(
  code: string,
  parts: MeshParts,
  { at, problem, fix }: { readonly at: string; readonly problem: RegExp; readonly fix: RegExp },
): EgressFinding {
  const findings = found(code, parts);
  expect(findings).toEqual([
    expect.objectContaining({
      constructPath: at,
      problem: expect.stringMatching(problem) as string,
      fix: expect.stringMatching(fix) as string,
    }),
  ]);
  const [finding] = findings as [EgressFinding];
  if (finding.level === FindingLevel.ERROR) expect(finding.problem).toMatch(/\b(must|cannot)\b/);
  return finding;
}
