import { Evidence } from '../../manifest/evidence';
import { Broken } from '../../model/broken';
import { NotEvaluated } from '../../model/unevaluated';
import { serviceEntriesByHost } from '../../model/lookup';
import { Mesh, Resource } from '../../model/mesh';
import { ClientTlsSettings, ServiceEntrySpec } from '../../model/specs';
import { isVisible } from '../../model/export-to';
import { destinationRuleFor } from '../../way/destination-rules';
import { clientTlsOf } from '../../way/upstream-tls';
import { exitsOf, GatewayExit } from './exits';
import { GatewayPods, podsOfGateways } from './gateway-pods';
import { perMesh } from '../../model/per-mesh';

/** TLS that the pods of a gateway start towards a host. */
export interface Origination {
  readonly exit: GatewayExit;
  readonly pods: GatewayPods;
  readonly settings: ClientTlsSettings;
  /** The settings in the DestinationRule. */
  readonly evidence: Required<Evidence>;
  /** The ServiceEntries that declare the host to the gateway. */
  readonly entries: readonly Resource<ServiceEntrySpec>[];
}

/** Returns the TLS of gateways towards hosts: settings of a DestinationRule once for each host, port and gateway. */
export const originationsOf: (mesh: Mesh) => readonly Origination[] = perMesh((mesh) => {
  const found = new Map<string, Origination>();
  for (const exit of exitsOf(mesh)) {
    for (const pods of exit.gateways.flatMap((gateway) => podsOfGateways(mesh).get(gateway) ?? [])) {
      const origination = originationAt(mesh, exit, pods);
      if (origination === undefined) continue;
      const { manifest, path } = origination.evidence;
      const { name, namespace } = manifest.metadata;
      const key = [namespace, name, ...path, exit.host, exit.port, exit.block === 'http', pods.namespace].join(' ');
      if (!found.has(key)) found.set(key, origination);
    }
  }
  return [...found.values()];
});

function originationAt(mesh: Mesh, exit: GatewayExit, pods: GatewayPods): Origination | undefined {
  const entries = entriesSeen(mesh, exit.host, pods.namespace);
  const [entry] = entries;
  const port = exit.port ?? entry?.spec.ports?.[0]?.number;
  if (entry === undefined || port === undefined) return undefined;
  const rule = unlessCutShort(() => destinationRuleFor(mesh, pods, exit.host, entry.namespace));
  const found = clientTlsOf(rule, exit.target.destination?.subset, port);
  if (found?.value.mode !== 'SIMPLE' && found?.value.mode !== 'MUTUAL') return undefined;
  const { manifest, path = [] } = found.evidence;
  const tls = path[path.length - 1] === 'tls' ? path : [...path, 'tls'];
  return { exit, pods, settings: found.value, evidence: { manifest, path: tls }, entries };
}

/** The ServiceEntries for a host that proxies of a namespace see; those of the namespace itself hide the others. */
function entriesSeen(mesh: Mesh, host: string, namespace: string): readonly Resource<ServiceEntrySpec>[] {
  const entries = serviceEntriesByHost(mesh).get(host);
  const seen = entries.filter((entry) => isVisible(entry.spec.exportTo, entry.namespace, namespace));
  const own = seen.filter((entry) => entry.namespace === namespace);
  return own.length > 0 ? own : seen;
}

/** The way of a request states that the request fails there, or that the rules are not evaluated. */
function unlessCutShort<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Broken || error instanceof NotEvaluated) return undefined;
    throw error;
  }
}
