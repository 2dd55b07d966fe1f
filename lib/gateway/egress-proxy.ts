import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { writeObject } from '../construct/write-object';
import {
  allowUndeclaredSpec,
  loopbackSpec,
  undeclaredRouteSpec,
  undeclaredServerSpec,
  undeclaredSubsetSpec,
} from '../render/istio/egress-proxy';
import { catchAllName } from '../render/istio/object-names';
import { GatewayFacts, gatewayKey } from '../mesh/gateway';
import { InputError } from '../input/input-error';
import { gatewayFactsOf } from './gateway-facts-of';
import { gatewayMetadata } from './gateway-metadata';
import { IEgressGateway } from './iegress-gateway';
import { ownerOf } from './owner-of';
import { refuseAnonymous } from './refuse-anonymous';

/** Id of the construct below the gateway that holds the objects. Part of the contract, as all construct ids. */
const HOLDER = 'Undeclared';

/**
 * Makes a gateway take what strict sidecars do not know. Written once in an app, where the gateway's policy that denies is written
 * too. For the gateway of another app that app has written it, and must not lose it when this one is deleted.
 *
 * @throws InputError for a gateway that does not know who calls, and for that of another app that is not described as one that does so
 */
export function catchAll(gateway: IEgressGateway): void {
  const { catchAlls, gateways, plan } = meshOf(gateway);
  const facts = gatewayFactsOf(gateway);
  if (catchAlls.has(gatewayKey(facts))) return;
  refuseAnonymous(gateway.clientTls);
  const foreign = gateways.isForeign(facts);
  if (foreign && !facts.takesUndeclared) refuseUnasked(gateway);
  plan.catchAll(facts);
  if (foreign) return;
  const holder = afterNamespaces(new Construct(ownerOf(gateway, 'a strict sidecar'), HOLDER));
  catchAlls.set(gatewayKey(facts), holder);
  const server = `${facts.namespace}/${catchAllName(facts.serviceName)}`;
  write(holder, facts, 'DestinationRule', () => undeclaredSubsetSpec(facts));
  write(holder, facts, 'Gateway', () => undeclaredServerSpec(facts));
  write(holder, facts, 'VirtualService', () => undeclaredRouteSpec(facts, server));
  write(holder, facts, 'ServiceEntry', () => loopbackSpec(facts));
  allowUndeclared(gateway);
}

function refuseUnasked({ node }: IEgressGateway): never {
  throw new InputError({
    problem: 'strict sidecars send what they do not know to a gateway of another app, which does not take it',
    got: node.path,
    allowed: 'a gateway that this app describes with new EgressGateway(...), or one that takesUndeclared',
    fix: 'write takesUndeclared: true here and where the gateway is owned, or, in one app, new EgressGateway(...) before the sidecar',
  });
}

/**
 * Lets what strict sidecars do not know into a gateway that denies what no policy allows. Where it denies nothing there is no such
 * policy: it would deny all else.
 */
export function allowUndeclared(gateway: IEgressGateway): void {
  const { catchAlls, denyPolicies } = meshOf(gateway);
  const facts = gatewayFactsOf(gateway);
  const holder = catchAlls.get(gatewayKey(facts));
  // Where it requires sources, some app has written the policy that denies.
  const denies = facts.requireSources || denyPolicies.has(gatewayKey(facts));
  if (holder === undefined || !denies || holder.node.tryFindChild('AuthorizationPolicy')) return;
  write(holder, facts, 'AuthorizationPolicy', () => allowUndeclaredSpec(facts));
}

/** The objects of {@link catchAll}; none where no sidecar is strict. */
export function catchAllObjects(gateway: IEgressGateway): readonly ApiObject[] {
  const holder = meshOf(gateway).catchAlls.get(gatewayKey(gatewayFactsOf(gateway)));
  return (holder?.node.children ?? []).filter((child) => ApiObject.isApiObject(child));
}

function write(holder: Construct, facts: GatewayFacts, kind: string, spec: () => object): void {
  const group = kind === 'AuthorizationPolicy' ? 'security' : 'networking';
  writeObject(holder, kind, {
    apiVersion: `${group}.istio.io/v1`,
    kind,
    metadata: gatewayMetadata(facts, catchAllName(facts.serviceName)),
    spec,
  });
}
