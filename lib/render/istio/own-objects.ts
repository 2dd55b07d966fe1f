import { cidrsServiceName, GatewayModel, PortPair } from '../../mesh/gateway';
import { defaultDenySpec } from './authorization-policy';
import { cidrsPortFilterSpec, cidrsServiceSpec } from './cidrs-port';
import { connectFilterSpec } from './connect-filter';
import {
  allowEgressProxySpec,
  egressProxyRouteSpec,
  egressProxyServerSpec,
  egressProxySubsetSpec,
  loopbackSpec,
} from './egress-proxy';
import { cidrsPortFilterName, connectFilterName, defaultDenyPolicyName, egressProxyName } from './object-names';

/** An object that a gateway has once, independent of its routes. */
export interface OwnObject {
  /** Path of the object's construct below that of the gateway. Part of the contract. */
  readonly id: readonly string[];
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly spec: () => object;
}

/** The features of a gateway that need objects. */
export interface GatewayFeatures {
  /** Whether the gateway denies every request that no policy allows. */
  readonly defaultDeny: boolean;
  /** Whether this app writes the policy that denies. */
  readonly writesDefaultDeny: boolean;
  /** Whether this app writes the filter by which the gateway connects to hosts after the handshake with the caller. */
  readonly writesConnectFilter: boolean;
  /** Whether this app writes the objects that accept egress-proxy traffic. */
  readonly writesEgressProxy: boolean;
  /** Whether this app writes the Service and the filter of the port for ranges. */
  readonly writesCidrsPort: boolean;
}

/** Id of the construct that holds the objects of the egress proxy. */
export const EGRESS_PROXY = 'EgressProxy';

/** Id of the construct that holds the objects of the port for ranges. */
export const CIDRS_PORT = 'CidrsPort';

/**
 * Returns the objects of a gateway. The objects follow from the gateway alone, so apps that share a gateway write the same objects.
 *
 * The policy of the egress proxy is written with the default deny policy only: without the latter, an ALLOW policy would deny every
 * other request.
 */
export function ownObjects(gateway: GatewayModel, features: GatewayFeatures): readonly OwnObject[] {
  return [
    ...(features.writesDefaultDeny ? [defaultDenyPolicy(gateway)] : []),
    ...(features.writesConnectFilter ? [connectFilter(gateway)] : []),
    ...(features.writesCidrsPort && gateway.cidrsPort ? cidrsPort(gateway, gateway.cidrsPort) : []),
    ...(features.writesEgressProxy ? egressProxy(gateway) : []),
    ...(features.writesEgressProxy && features.defaultDeny ? [egressProxyPolicy(gateway)] : []),
  ];
}

function defaultDenyPolicy(gateway: GatewayModel): OwnObject {
  return {
    id: ['AuthorizationPolicy'],
    ...security(),
    name: defaultDenyPolicyName(gateway.serviceName),
    spec: () => defaultDenySpec(gateway),
  };
}

function connectFilter(gateway: GatewayModel): OwnObject {
  return {
    id: ['EnvoyFilter'],
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    name: connectFilterName(gateway.serviceName),
    spec: () => connectFilterSpec(gateway),
  };
}

function egressProxyPolicy(gateway: GatewayModel): OwnObject {
  return {
    id: [EGRESS_PROXY, 'AuthorizationPolicy'],
    ...security(),
    name: egressProxyName(gateway.serviceName),
    spec: () => allowEgressProxySpec(gateway),
  };
}

function egressProxy(gateway: GatewayModel): readonly OwnObject[] {
  const name = egressProxyName(gateway.serviceName);
  const server = `${gateway.namespace}/${name}`;
  const object = (kind: string, spec: () => object): OwnObject => ({
    id: [EGRESS_PROXY, kind],
    apiVersion: 'networking.istio.io/v1',
    kind,
    name,
    spec,
  });
  return [
    object('DestinationRule', () => egressProxySubsetSpec(gateway)),
    object('Gateway', () => egressProxyServerSpec(gateway)),
    object('VirtualService', () => egressProxyRouteSpec(gateway, server)),
    object('ServiceEntry', () => loopbackSpec(gateway)),
  ];
}

function cidrsPort(gateway: GatewayModel, pair: PortPair): readonly OwnObject[] {
  return [
    {
      id: [CIDRS_PORT, 'Service'],
      apiVersion: 'v1',
      kind: 'Service',
      name: cidrsServiceName(gateway),
      spec: () => cidrsServiceSpec(gateway, pair),
    },
    {
      id: [CIDRS_PORT, 'EnvoyFilter'],
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      name: cidrsPortFilterName(gateway.serviceName),
      spec: () => cidrsPortFilterSpec(gateway, pair),
    },
  ];
}

function security(): { readonly apiVersion: string; readonly kind: string } {
  return { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy' };
}
