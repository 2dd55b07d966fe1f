import { ApiObject } from 'cdk8s';
import { meshOf } from '../construct/mesh';
import { afterNamespaces } from '../construct/namespaces-first';
import { writeObject } from '../construct/write-object';
import { denyOthersSpec } from '../render/istio/authorization-policy';
import { denyPolicyName } from '../render/istio/object-names';
import { gatewayKey } from '../mesh/gateway';
import { allowUndeclared } from './egress-proxy';
import { gatewayFactsOf } from './gateway-facts-of';
import { gatewayMetadata } from './gateway-metadata';
import { IEgressGateway } from './iegress-gateway';
import { ownerOf } from './owner-of';

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
  const owner = ownerOf(gateway, 'a route with sources');
  const policy = writeObject(owner, 'AuthorizationPolicy', {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: gatewayMetadata(facts, denyPolicyName(facts.serviceName)),
    spec: () => denyOthersSpec(facts),
  });
  denyPolicies.set(gatewayKey(facts), afterNamespaces(policy));
  allowUndeclared(gateway);
  return policy;
}
