import { describePlace } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { Block } from '../model/block';
import { isVisible } from '../model/export-to';
import { bareHost, overlap } from '../model/hosts';
import { virtualServicesByGateway } from '../model/lookup';
import { Mesh, VirtualService } from '../model/mesh';
import { ServerPlace } from '../model/server-place';
import { holdsAt } from '../way/virtual-services';

/** A server that has no rule for a host, and the namespace of the pods of the gateway. */
export interface UnruledServer {
  readonly place: ServerPlace;
  /** The Gateway of the server, `namespace/name`. */
  readonly gateway: string;
  readonly namespace: string;
  readonly block: Block;
}

/** Returns the step by which the rules of a VirtualService that is bound to the Gateway hold at a server; nothing if no rule is meant. */
export function stepToRule(mesh: Mesh, at: UnruledServer, host: string): string | undefined {
  const bound = virtualServicesByGateway(mesh).get(at.gateway);
  const meant = (bound?.over(host) ?? [])
    .flatMap((pattern) => bound?.get(pattern) ?? [])
    .filter(({ spec }) => spec[at.block]?.some(({ route = [] }) => route.length > 0));
  const steps = meant.map((vs) => stepOf(mesh, at, vs, host));
  return steps.every((step) => step !== undefined) ? steps[0] : undefined;
}

function stepOf(mesh: Mesh, at: UnruledServer, vs: VirtualService, host: string): string | undefined {
  const { place, gateway, namespace } = at;
  const name = nameOf(vs.manifest);
  if (!isVisible(vs.spec.exportTo, vs.namespace, namespace))
    return `export ${name} to namespace ${namespace} in spec.exportTo`;
  const servers = mesh.gateways.filter(({ id }) => id === gateway).flatMap(({ spec }) => spec.servers ?? []);
  const isServed = servers.some(({ hosts = [] }) => hosts.some((each) => overlap(bareHost(each), host)));
  if (!isServed) return `add ${host} to hosts of ${describePlace(place)}`;
  return portStep(at, vs);
}

/** A match for the Gateway alone can have the port of another server. */
function portStep({ place, gateway, namespace, block }: UnruledServer, vs: VirtualService): string | undefined {
  const port = place.server.port.number;
  const at = { gateway, port, namespace, labels: {} };
  const rules = vs.spec[block] ?? [];
  if (rules.some(({ match = [{}] }) => match.some((each) => holdsAt(each, vs, at)))) return undefined;
  const steps = rules.flatMap(({ match = [] }, rule) =>
    match.flatMap((each, index) => {
      const isMeant = each.gateways?.length === 1 && holdsAt({ ...each, port: undefined }, vs, at);
      const path = ['spec', block, rule, 'match', index, 'port'];
      return isMeant ? [`write ${port} in ${describePlace({ manifest: vs.manifest, path })}`] : [];
    }),
  );
  return steps[0];
}
