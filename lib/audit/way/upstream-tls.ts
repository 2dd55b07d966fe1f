/**
 * What a proxy wraps a connection in: the TLS settings that hold for one port and subset of a destination.
 */
import { broken, few, refuseUnmodelled } from '../model/broken';
import { destinationRuleFor, MergedRule, Viewer } from './destination-rules';
import { Mesh } from '../model/mesh';
import { ClientTlsSettings, Subset, TrafficPolicy } from '../model/specs';

/** One destination of a route, as a cluster name tells it. */
export interface Cluster {
  readonly host: string;
  /** The namespace of the Service or ServiceEntry. */
  readonly namespace: string;
  readonly port: number;
  readonly subset?: string;
}

/** TLS that a proxy starts; `sni` is what it sends if the mode is ISTIO_MUTUAL. */
export interface UpstreamTls {
  readonly mode: 'NONE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
  readonly sni: string;
  readonly subset?: Subset;
}

const POLICY_FIELDS = new Set([
  ...['tls', 'portLevelSettings', 'loadBalancer', 'connectionPool', 'outlierDetection'],
  // Read where a TCP or TLS route of a gateway leaves (exit.ts).
  'tunnel',
]);
const RULE_FIELDS = new Set(['name', 'labels', 'trafficPolicy']);

/** The TLS of a proxy towards a cluster. A subset that the viewer does not see fails. */
export function upstreamTls(mesh: Mesh, viewer: Viewer, cluster: Cluster): UpstreamTls {
  const { host, port } = cluster;
  const rule = destinationRuleFor(mesh, viewer, host, cluster.namespace);
  const subset = cluster.subset === undefined ? undefined : subsetOf(rule, cluster, viewer.namespace, mesh);
  for (const policy of [rule?.trafficPolicy, subset?.trafficPolicy]) {
    if (policy !== undefined) refuseUnmodelled(policy, POLICY_FIELDS, `trafficPolicy of ${few(rule?.ids ?? [])}`);
  }
  const settings = tlsForPort(rule?.trafficPolicy, subset?.trafficPolicy, port);
  // The default SNI names the cluster (pilot/pkg/model/service.go BuildDNSSrvSubsetKey).
  const sni = settings?.sni || `outbound_.${port}_.${cluster.subset ?? ''}_.${host}`;
  return { mode: modeOf(settings), sni, subset };
}

function subsetOf(
  rule: MergedRule | undefined,
  { host, subset: name = '', namespace }: Cluster,
  viewer: string,
  { rootNamespace }: Mesh,
): Subset {
  const found = rule?.subsets.find((subset) => subset.name === name);
  if (found !== undefined) {
    refuseUnmodelled(found, RULE_FIELDS, `subset ${name}`);
    return found;
  }
  const why =
    rule === undefined
      ? 'no DestinationRule for it is visible in the client namespace, the service namespace or the root namespace' +
        ` (${[...new Set([viewer, namespace, rootNamespace])].join(', ')})`
      : `DestinationRule ${few(rule.ids)} decides in namespace ${viewer} and lacks it`;
  broken(`subset ${name} of service ${host} not found: ${why}`);
}

/**
 * Port over host, subset over rule (pilot/pkg/networking/util MergeSubsetTrafficPolicy): port level settings replace
 * the others as a whole, so that a subset's port entry without `tls` means no TLS.
 */
function tlsForPort(
  rulePolicy: TrafficPolicy | undefined,
  subsetPolicy: TrafficPolicy | undefined,
  port: number,
): ClientTlsSettings | undefined {
  const ofRule = atPort(rulePolicy, port);
  const ofSubset = atPort(subsetPolicy, port);
  return ofSubset.tls !== undefined || ofSubset.isPortLevel ? ofSubset.tls : ofRule.tls;
}

function atPort(
  policy: TrafficPolicy | undefined,
  port: number,
): { readonly tls: ClientTlsSettings | undefined; readonly isPortLevel: boolean } {
  const entry = policy?.portLevelSettings?.find((settings) => settings.port?.number === port);
  return entry === undefined ? { tls: policy?.tls, isPortLevel: false } : { tls: entry.tls, isPortLevel: true };
}

/** Without settings there is no TLS: automatic mTLS does not reach a gateway's ports (seen on a running mesh). */
function modeOf(settings: ClientTlsSettings | undefined): UpstreamTls['mode'] {
  const { mode } = settings ?? {};
  return mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL' ? mode : 'NONE';
}
