/**
 * TLS that a proxy starts: the settings that hold for one port and subset of a destination.
 */
import { at, Evidence, within } from '../manifest/evidence';
import { broken, inNamespace } from '../model/broken';
import { notEvaluated, refuseUnevaluated } from '../model/unevaluated';
import { isPassthrough } from './passthrough';
import { few } from '../model/sentence';
import { destinationRuleFor, MergedRule, Part } from './destination-rules';
import { Request } from './types';
import { Viewer } from './viewer';
import { Mesh } from '../model/mesh';
import { ClientTlsSettings, Subset, TrafficPolicy } from '../model/specs';

/** One destination of a route, as in the name of a cluster. */
export interface Cluster {
  readonly host: string;
  /** The namespace of the Service or ServiceEntry. */
  readonly namespace: string;
  readonly port: number;
  readonly subset?: string;
  /** The entry of the route that names the destination. */
  readonly target: Evidence;
}

/** TLS that a proxy starts; `sni` is what it sends if the mode is ISTIO_MUTUAL. */
export interface UpstreamTls {
  readonly mode: 'NONE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  readonly sni: string;
  /** The SNI of the settings. */
  readonly ownSni?: string;
  readonly subset?: Part<Subset>;
  /** Whether the proxy writes a PROXY header before the first byte. */
  readonly hasProxyHeader: boolean;
  /** The load balancing by which a sidecar connects to the address that the application dials. */
  readonly passthrough: Evidence | undefined;
  /** The settings; the subset if it has no settings. */
  readonly decidedBy: readonly Evidence[];
}

/** TLS that a proxy starts, and that is not mesh mTLS. */
export interface StartedTls {
  readonly mode: 'SIMPLE' | 'MUTUAL';
  readonly sni: string;
}

/** Returns the TLS that a proxy starts around a request. Without a setting, the SNI is the name in the Host header. */
export function startedTls({ mode, ownSni }: UpstreamTls, { protocol, host }: Request): StartedTls | undefined {
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return undefined;
  return { mode, sni: ownSni ?? (protocol === 'http' ? host : '') };
}

const POLICY_FIELDS = new Set([
  ...['tls', 'portLevelSettings', 'loadBalancer', 'connectionPool', 'outlierDetection', 'proxyProtocol'],
  'tunnel',
]);
const RULE_FIELDS = new Set(['name', 'labels', 'trafficPolicy']);

/** Returns the TLS of a proxy towards a cluster. A subset that the viewer does not see fails. */
export function upstreamTls(mesh: Mesh, viewer: Viewer, cluster: Cluster): UpstreamTls {
  const { host, port } = cluster;
  const rule = destinationRuleFor(mesh, viewer, host, cluster.namespace);
  const subset = cluster.subset === undefined ? undefined : subsetOf(rule, cluster, viewer.namespace, mesh);
  const policies = [rule?.trafficPolicy, subset && policyOf(subset)];
  for (const policy of policies) {
    if (policy === undefined) continue;
    const where = (): string => `trafficPolicy of ${few(rule?.ids ?? [])}`;
    refuseUnevaluated(policy.value, POLICY_FIELDS, where, policy.evidence);
  }
  const settings = tlsForPort(policies, port);
  // The default SNI names the cluster (pilot/pkg/model/service.go BuildDNSSrvSubsetKey).
  const ownSni = settings?.value.sni || undefined;
  const sni = ownSni ?? `outbound_.${port}_.${cluster.subset ?? ''}_.${host}`;
  const decidedBy = settings?.evidence ?? subset?.evidence;
  const hasProxyHeader = writesProxyHeader(policies, port);
  const passthrough = passthroughOf(policies, port);
  if (passthrough !== undefined && viewer.isSidecar !== true) notEvaluated('PASSTHROUGH at a gateway', passthrough);
  return {
    mode: modeOf(settings?.value),
    sni,
    ownSni,
    subset,
    hasProxyHeader,
    passthrough,
    decidedBy: decidedBy ? [decidedBy] : [],
  };
}

/**
 * PASSTHROUGH of the rule makes clusters of the type ORIGINAL_DST, whatever its subsets have, and so does that of a subset, whatever its
 * ports have (core/cluster_builder.go buildSubsetCluster, core/cluster_traffic_policy.go applyLoadBalancer).
 */
function passthroughOf(
  [ofRule, ofSubset]: readonly (Part<TrafficPolicy> | undefined)[],
  port: number,
): Evidence | undefined {
  const found = [atPort(ofRule, port), ofSubset, atPort(ofSubset, port)].find(
    (each) => each && isPassthrough(each.value),
  );
  return found && within(found.evidence, 'loadBalancer');
}

/** Settings of a port replace the others, and have no PROXY header. */
function writesProxyHeader(policies: readonly (Part<TrafficPolicy> | undefined)[], port: number): boolean {
  const isPortLevel = policies.some((policy) => atPort(policy, port)?.isPortLevel);
  return !isPortLevel && policies.some((policy) => policy?.value.proxyProtocol !== undefined);
}

function subsetOf(
  rule: MergedRule | undefined,
  { host, subset: name = '', namespace, target }: Cluster,
  viewer: string,
  { rootNamespace }: Mesh,
): Part<Subset> {
  const found = rule?.subsets.get(name);
  if (found !== undefined) {
    refuseUnevaluated(found.value, RULE_FIELDS, () => `subset ${name}`, found.evidence);
    return found;
  }
  const why =
    rule === undefined
      ? `no DestinationRule of the host is in ${viewer === '*' ? '' : `namespace ${viewer} of the proxy, `}namespace ${namespace} of the host or the root namespace ${rootNamespace}, and exported to the proxy`
      : `DestinationRule ${few(rule.ids)} decides${inNamespace(viewer)}, and has no such subset`;
  const deciding = rule?.rules.slice(0, MENTIONED).map((each) => at(each, 'spec', 'subsets')) ?? [];
  broken(
    { kind: 'missing-subset', host, subset: name, viewer, rules: rule?.ids ?? [] },
    `subset ${name} of service ${host} not found: ${why}`,
    target,
    ...deciding,
  );
}

/** Rules that a reason mentions, of all that are merged. */
const MENTIONED = 3;

/** Returns the policy of a subset. */
export function policyOf({ value, evidence }: Part<Subset>): Part<TrafficPolicy> | undefined {
  return value.trafficPolicy && { value: value.trafficPolicy, evidence: within(evidence, 'trafficPolicy') };
}

/**
 * Port over host, subset over rule (pilot/pkg/networking/util MergeSubsetTrafficPolicy): port level settings replace
 * the others as a whole, so that a subset's port entry without `tls` means no TLS.
 */
function tlsForPort(
  [ofRule, ofSubset]: readonly (Part<TrafficPolicy> | undefined)[],
  port: number,
): Part<ClientTlsSettings> | undefined {
  const subset = atPort(ofSubset, port);
  const policy = subset?.value.tls !== undefined || subset?.isPortLevel ? subset : atPort(ofRule, port);
  const tls = policy?.value.tls;
  return (
    policy && tls && { value: tls, evidence: policy.isPortLevel ? policy.evidence : within(policy.evidence, 'tls') }
  );
}

function atPort(policy: Part<TrafficPolicy> | undefined, port: number): PortPolicy | undefined {
  if (policy === undefined) return undefined;
  const { value, evidence } = policy;
  const index = value.portLevelSettings?.findIndex((settings) => settings.port?.number === port) ?? -1;
  const entry = value.portLevelSettings?.[index];
  if (entry === undefined) return { value, evidence, isPortLevel: false };
  return { value: entry, evidence: within(evidence, 'portLevelSettings', index), isPortLevel: true };
}

/** The policy of a port: that of the port itself, else that of the whole host. */
interface PortPolicy extends Part<Pick<TrafficPolicy, 'tls' | 'loadBalancer'>> {
  readonly isPortLevel: boolean;
}

/** Without settings there is no TLS: automatic mTLS does not reach a gateway's ports (seen on a running mesh). */
function modeOf(settings: ClientTlsSettings | undefined): UpstreamTls['mode'] {
  const { mode } = settings ?? {};
  return mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL' ? mode : 'NONE';
}

/** Returns the TLS settings of a rule for a port, or of a subset of the rule. */
export function clientTlsOf(
  rule: MergedRule | undefined,
  subset: string | undefined,
  port: number,
): Part<ClientTlsSettings> | undefined {
  const found = subset === undefined ? undefined : rule?.subsets.get(subset);
  return tlsForPort([rule?.trafficPolicy, found && policyOf(found)], port);
}
