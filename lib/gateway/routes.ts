import { IConstruct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { canonicalName } from '../host/dns-name';
import { EgressError } from '../input/egress-error';
import { sourceOf } from '../input/source-text';
import { gatewayKey } from '../mesh/gateway';
import { ownersOf } from '../mesh/route-through';
import { IExternalRoute } from './iexternal-route';
import { toGatewayModel } from './to-gateway-model';

/** Returns the routes through a gateway, sorted by path. */
export function routesThrough(gateway: IConstruct): readonly IExternalRoute[] {
  const { plan } = meshOf(gateway).model;
  return routesOf(gateway, ownersOf(plan.routesThrough(gatewayKey(toGatewayModel(gateway)))));
}

/**
 * Returns the routes to a host through a gateway, sorted by path.
 *
 * @throws EgressError for a host that is not text
 */
export function routesTo(gateway: IConstruct, host: string): readonly IExternalRoute[] {
  assertText(host);
  const key = gatewayKey(toGatewayModel(gateway));
  const claims = meshOf(gateway).model.plan.claimsOf(canonicalName(host));
  return routesOf(gateway, ownersOf(claims.filter((claim) => gatewayKey(claim.gateway) === key)));
}

function assertText(host: unknown): void {
  if (typeof host === 'string') return;
  const [first] = Array.isArray(host) ? (host as readonly unknown[]) : [];
  throw EgressError.of({
    code: 'EGR0103',
    problem: 'host of routesTo must be text',
    got: host,
    allowed: 'one host',
    fix: `write gateway.routesTo(${typeof first === 'string' ? sourceOf(first) : '"api.example.com"'})`,
  });
}

function routesOf(gateway: IConstruct, owners: readonly string[]): readonly IExternalRoute[] {
  const { constructs } = meshOf(gateway);
  return owners.map((owner) => constructs.get(owner) as IConstruct as IExternalRoute);
}
