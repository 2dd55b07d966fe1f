import { describePlace } from '../manifest/evidence';
import { Block } from '../model/block';
import { idOf, nameOf } from '../manifest/manifest';
import { Cause, MissingDestination, MissingSubset } from '../model/broken';
import { serviceEntriesByHost } from '../model/lookup';
import { Mesh } from '../model/mesh';
import { serversIn } from '../model/server-place';
import { unknownService } from '../model/unknown-service';
import { BrokenWay, Request } from '../way/types';
import { portForm, routeStep } from './declare-step';
import { fixOfMtls, mtlsMismatch } from './mtls-mismatch';
import { placesOf } from './failure-places';
import { hidingOf } from './hiding-rules';
import { stepToRule } from './step-to-rule';

/** A request that fails. */
export interface FailedRequest {
  readonly request: Request;
  readonly way: BrokenWay;
  /** The clients in words: `namespace payments`. */
  readonly from: string;
}

/** Returns the instruction that mends a failure: answers and findings have the same. */
export function fixOfFailure(mesh: Mesh, failed: FailedRequest): string {
  const fix: Fix<never> = FIXES[failed.way.cause.kind];
  return typeof fix === 'string' ? fix : fix(failed, failed.way.cause as never, mesh);
}

type Fix<C> = string | ((failed: FailedRequest, cause: C, mesh: Mesh) => string);

const PROXY_PROTOCOL = 'spec.trafficPolicy of the DestinationRule of the Service of the gateway';

type MissingRoute = Extract<Cause, { readonly kind: 'missing-route' }>;

const FIXES: { readonly [Kind in Cause['kind']]: Fix<Cause & { readonly kind: Kind }> } = {
  'missing-destination': fixOfDestination,
  'missing-subset': ({ way }, cause, mesh) => fixOfSubset(mesh, way, cause),
  'empty-subset': 'remove labels from the subset',
  'missing-server': (_, { isUnserved }) =>
    isUnserved
      ? 'write a port of the Service in port.number of the server'
      : 'write the labels of the pods of the gateway in selector of a Gateway that has a server for the port',
  'missing-port': 'write a declared port in destination.port.number',
  'undeclared-port': ({ request }) =>
    `add ${portForm(request)} to spec.ports of the ServiceEntry of ${request.host}, and ${routeStep(request)}`,
  'missing-route': fixOfRoute,
  'rival-servers': 'write the hosts of both servers into one server, or use another port',
  'unknown-sni': fixOfConnection,
  'mtls-mismatch': fixOfConnection,
  'protocol-mismatch': 'write one protocol for the port in the ServiceEntry, the Gateway and the VirtualService',
  'proxy-header': (_, { isSent }) =>
    isSent
      ? `remove proxyProtocol from ${PROXY_PROTOCOL}`
      : `write proxyProtocol: { version: V2 } in ${PROXY_PROTOCOL}`,
  'tls-in-tls': 'remove tls from the DestinationRule, or let the application send HTTP',
  'lost-origination': 'create a DestinationRule with trafficPolicy.tls in the namespace of the gateway',
  'unresolvable-host': 'route to a ServiceEntry with resolution: DNS and one host, or with endpoints',
  answered: ({ way }) =>
    placesOf(way)[0]?.manifest.kind === 'Gateway'
      ? 'remove httpsRedirect from tls of the server'
      : 'remove redirect, directResponse or fault from the rule',
  'unmatched-request': 'add a rule that matches the request to spec.http',
  loop: 'write gateways: [mesh] in the rule for sidecars, and the external host as destination of the rule for the gateway',
  'invalid-object': 'write a destination in the route',
};

function fixOfDestination({ way, from }: FailedRequest, { host }: MissingDestination, mesh: Mesh): string {
  const service = unknownService(mesh, host);
  const viewer = way.connections.length > 0 ? 'the namespace of the gateway' : from;
  return service === undefined
    ? `write the name of a declared host, or export the ServiceEntry of ${host} to ${viewer}`
    : `write the name of a declared host, or add Service ${service} and its Gateways to the manifests, or the Service to gatewayServices of the settings of the mesh`;
}

function fixOfRoute({ request, way }: FailedRequest, cause: MissingRoute, mesh: Mesh): string {
  const { host, port, protocol } = request;
  const block: Block = cause.block ?? protocol;
  const [place] = serversIn(placesOf(way).slice(0, 1));
  const gateway = place === undefined ? 'NAMESPACE/GATEWAY' : idOf(place.manifest);
  const server = place === undefined ? 'the server of the Gateway' : describePlace(place);
  const namespace = way.connections.at(-1)?.service.namespace;
  if (place !== undefined && namespace !== undefined) {
    const step = stepToRule(mesh, { place, gateway, namespace, block }, host);
    if (step !== undefined) return step;
  }
  const match = block === 'tls' ? `, sniHosts: [${host}]` : '';
  return `write a VirtualService with hosts: [${host}], gateways: [${gateway}] and ${block}: [{ match: [{ gateways: [${gateway}]${match} }], route: [{ destination: { host: ${host}, port: { number: ${port} } } }] }], and ${host} in hosts of ${server}`;
}

/** Mesh mTLS that a gateway does not read, or mesh mTLS to a host outside the mesh. */
function fixOfConnection({ request, way }: FailedRequest): string {
  const connection = way.connections[way.connections.length - 1];
  const other = connection && mtlsMismatch(connection, serversIn(way.decidedBy));
  if (connection !== undefined && other !== undefined) return fixOfMtls(request, connection, other);
  return way.cause.kind === 'unknown-sni'
    ? `write sni: ${request.host} beside mode: ISTIO_MUTUAL`
    : 'remove mode ISTIO_MUTUAL from the DestinationRule of the host';
}

function fixOfSubset(mesh: Mesh, way: BrokenWay, cause: MissingSubset): string {
  const { host, subset, rules } = cause;
  const home = mesh.gatewayServices.get(host)?.namespace ?? serviceEntriesByHost(mesh).get(host)[0]?.namespace;
  const hiding = hidingOf(mesh, way, cause);
  if (hiding === undefined) {
    const fix =
      rules.length === 0
        ? `create a DestinationRule in namespace ${home} with host: ${host} and subsets: [{ name: ${subset} }]`
        : `add { name: ${subset} } to spec.subsets of the DestinationRule of ${host}`;
    return `remove subset from the destination, or ${fix}`;
  }
  const name = nameOf(hiding.rule.manifest);
  switch (hiding.kind) {
    case 'other-host':
      return `write host: ${host}`;
    case 'rival':
      return `add subset ${subset} to ${nameOf(hiding.rival.manifest)}, or remove ${nameOf(hiding.rival.manifest)}`;
    case 'invisible':
      return hiding.rule.namespace === home
        ? `remove spec.exportTo from ${name}`
        : `move ${name} to namespace ${home}, without exportTo`;
  }
}
