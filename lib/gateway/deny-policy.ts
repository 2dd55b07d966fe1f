import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { writeObject } from '../construct/write-object';
import { denyOthersSpec } from '../dialect/istio/authorization-policy';
import { denyPolicyName } from '../dialect/istio/object-names';
import { gatewayKey } from '../model/gateway-facts';
import { InputError } from '../model/input-error';
import { gatewayFactsOf } from './gateway-facts-of';
import { gatewayMetadata } from './gateway-metadata';
import { IEgressGateway } from './iegress-gateway';

/**
 * The AuthorizationPolicy that denies what no route through the gateway allows; written once in an app, below the construct
 * that runs the gateway where there is one by then, else below the one that is asked. Apps that share a gateway write the same
 * object: its name and content follow from the gateway alone. None where the gateway is another app's that requires sources: that
 * app has written it, and must not lose it when this one is deleted.
 */
export function denyPolicyOf(gateway: IEgressGateway): ApiObject | undefined {
  const { denyPolicies, gateways } = meshOf(gateway);
  const facts = gatewayFactsOf(gateway);
  const found = denyPolicies.get(gatewayKey(facts));
  if (found) return found;
  if (facts.requireSources && gateways.isForeign(facts)) return undefined;
  const owner = ownerOf(gateway, gateways.ownerOf(facts));
  refuseChartless(owner);
  const policy = writeObject(owner, 'AuthorizationPolicy', {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: gatewayMetadata(facts, denyPolicyName(facts.serviceName)),
    spec: () => denyOthersSpec(facts),
  });
  denyPolicies.set(gatewayKey(facts), afterNamespaces(policy));
  return policy;
}

/** The construct that runs the gateway, told by its path; where nobody of the app does, the one that is asked. */
function ownerOf(gateway: IEgressGateway, path: string | undefined): Construct {
  const found = gateway.node.root.node.findAll().find(({ node }) => node.path === path);
  return found ?? gateway;
}

/**
 * A gateway that writes nothing may stand anywhere, but a policy needs a chart to be written to.
 *
 * @throws InputError
 */
function refuseChartless(gateway: IConstruct): void {
  if (gateway.node.scopes.some((scope) => Chart.isChart(scope))) return;
  throw new InputError({
    problem: 'the gateway of a route with sources stands in no chart',
    got: gateway.node.path,
    allowed: 'a gateway below a chart: the policy that denies what no route allows is written there',
    fix: "make the gateway with a chart as its scope: new EgressGateway(chart, 'gateway')",
  });
}
