/**
 * Objects that change proxies as a whole: Sidecar and EnvoyFilter. Of these the trace follows one field, the outbound
 * traffic policy of a Sidecar; it refuses the rest.
 */
import { notModelled, refuseUnmodelled } from './broken';
import { Resource, Snapshot } from './snapshot';
import { SidecarSpec } from './specs';
import { Request } from './types';

const SIDECAR_FIELDS = new Set(['outboundTrafficPolicy']);
const POLICY_FIELDS = new Set(['mode']);

/** Refuses objects that change the client's sidecar or a gateway in ways that the trace does not follow. */
export function refuseForeignMeans(snapshot: Snapshot, { clientNamespace }: Request): void {
  const gatewayNamespaces = [...snapshot.gatewayServices.values()].map(({ namespace }) => namespace);
  const proxies = new Set([clientNamespace, snapshot.rootNamespace, ...gatewayNamespaces]);
  for (const { id, namespace } of snapshot.envoyFilters) {
    if (proxies.has(namespace)) notModelled(`EnvoyFilter ${id}`);
  }
  for (const { id, spec } of sidecarsFor(snapshot, clientNamespace)) {
    refuseUnmodelled(spec, SIDECAR_FIELDS, `Sidecar ${id}`);
    refuseUnmodelled(spec.outboundTrafficPolicy ?? {}, POLICY_FIELDS, `outboundTrafficPolicy of Sidecar ${id}`);
  }
}

/** Where the sidecars of a namespace send what they do not know. */
export function clusterOfUnknown(snapshot: Snapshot, namespace: string): 'PassthroughCluster' | 'BlackHoleCluster' {
  const [sidecar] = sidecarsFor(snapshot, namespace);
  const mode = sidecar?.spec.outboundTrafficPolicy?.mode ?? snapshot.outboundPolicy;
  return mode === 'REGISTRY_ONLY' ? 'BlackHoleCluster' : 'PassthroughCluster';
}

/** A Sidecar of the namespace replaces the one of the root namespace. */
function sidecarsFor({ sidecars, rootNamespace }: Snapshot, namespace: string): Resource<SidecarSpec>[] {
  const own = sidecars.filter((sidecar) => sidecar.namespace === namespace);
  return own.length > 0 ? own : sidecars.filter((sidecar) => sidecar.namespace === rootNamespace);
}
