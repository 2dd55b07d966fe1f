import { Host } from '../../host/host';
import { ExternalHost, isForRanges } from '../../mesh/external-host';
import { hasOwnEntry, HostServer } from '../../mesh/host-server';
import { addressFilterSpec, needsAddressFilter } from './address-filter';
import { allowPolicySpec, needsPolicy } from './authorization-policy';
import { cidrFilterSpec } from './cidr-filter';
import { credentialFilterSpec, needsCredentialFilter } from './credential-filter';
import { destinationRuleSpec } from './destination-rule';
import { gatewaySpec } from './gateway';
import { minimumTlsSpec, needsMinimumTls } from './minimum-tls-filter';
import { identityFilterSpec, needsIdentityFilter } from './identity-filter';
import { HostObjectNames } from './object-names';
import { Placement } from './placement';
import { needsRequestFilter, requestFilterSpec } from './request-filter';
import { serviceEntrySpec } from './service-entry';
import { needsTunnel, tunnelEntrySpec, tunnelFilterSpec, tunnelRouteSpec, tunnelRuleSpec } from './tunnel';
import { upstreamRuleSpec } from './upstream-rule';
import { furtherVirtualServiceSpec, virtualServiceSpec } from './virtual-service';

/** An object that hosts have: a placement for any host. */
export interface HostObject extends Omit<Placement, 'namespace' | 'name' | 'spec'> {
  readonly name: keyof HostObjectNames;
  /**
   * Returns whether the routes of a host need the object.
   * @default - every host has the object
   */
  readonly isNeeded?: (external: ExternalHost) => boolean;
  readonly spec: (external: ExternalHost, names: HostObjectNames) => object;
  /**
   * The same kind of object for a further port, under its outer name.
   * @default - the object of the host is for every port
   */
  readonly further?: {
    /** @default - every further port has the object */
    readonly isNeeded?: (server: HostServer, external: ExternalHost) => boolean;
    readonly spec: (external: ExternalHost, outerName: Host, names: HostObjectNames) => object;
  };
}

/**
 * The objects of a host, in the layout of Istio's egress gateway task: a DestinationRule with a subset, a Gateway with
 * its servers, a VirtualService with both legs and a ServiceEntry; and a DestinationRule for the gateway's connections to the
 * host. If the routes need them, also an AuthorizationPolicy, and EnvoyFilters for the identities of callers, for requests, for
 * resolved addresses, for ranges, for credentials, for tunnels and for TLS 1.3.
 *
 * The order is that of `kubectl apply`. The policy is first, since a policy does not apply to connections that are already open.
 * The ServiceEntry is last: if the ServiceEntry existed before its rules, sidecars would reach the host directly. Without the
 * ServiceEntry, the objects before it fail closed. The namespaces of the objects:
 *
 * - AuthorizationPolicy, EnvoyFilter, Gateway, and the DestinationRule of the host: the namespace of the gateway's pods, to which
 *   the objects apply, and where no tenant can write. A Gateway there also works with PILOT_SCOPE_GATEWAY_TO_NAMESPACE.
 * - DestinationRule of the gateway: the namespace of the gateway's Service, where Istio finds it for clients of every namespace
 *   (`destinationRule()` in istio.io/istio `pilot/pkg/model/push_context.go`). In the namespace of a client, it would apply to that
 *   client only.
 * - VirtualService and ServiceEntry: the namespace of the chart, visible to the whole mesh unless `exportTo` restricts them.
 */
export const HOST_OBJECTS: readonly HostObject[] = [
  {
    id: 'AuthorizationPolicy',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    belongsTo: 'gateway',
    name: 'allowPolicy',
    isNeeded: needsPolicy,
    spec: allowPolicySpec,
  },
  {
    id: 'IdentityFilter',
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    belongsTo: 'gateway',
    name: 'identityFilter',
    isNeeded: needsIdentityFilter,
    spec: identityFilterSpec,
  },
  {
    id: 'RequestFilter',
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    belongsTo: 'gateway',
    name: 'requestFilter',
    isNeeded: needsRequestFilter,
    spec: requestFilterSpec,
  },
  {
    id: 'AddressFilter',
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    belongsTo: 'gateway',
    name: 'addressFilter',
    isNeeded: needsAddressFilter,
    spec: addressFilterSpec,
  },
  {
    id: 'CidrFilter',
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    belongsTo: 'gateway',
    name: 'cidrFilter',
    isNeeded: isForRanges,
    spec: cidrFilterSpec,
  },
  {
    id: 'CredentialFilter',
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    belongsTo: 'gateway',
    name: 'credentialFilter',
    isNeeded: needsCredentialFilter,
    spec: credentialFilterSpec,
  },
  {
    id: 'TunnelFilter',
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    belongsTo: 'gateway',
    name: 'tunnel',
    isNeeded: needsTunnel,
    spec: tunnelFilterSpec,
  },
  {
    id: 'TlsFilter',
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    belongsTo: 'gateway',
    name: 'minimumTls',
    isNeeded: needsMinimumTls,
    spec: minimumTlsSpec,
  },
  {
    id: 'Upstream',
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    belongsTo: 'gateway',
    name: 'upstreamRule',
    isNeeded: hasEntry,
    spec: (external) => upstreamRuleSpec(external),
    further: {
      // For ranges, the gateway connects by a cluster of its own, to which no DestinationRule applies.
      isNeeded: (server, external) => hasOwnEntry(server, external) && server.passthrough?.cidrs === undefined,
      spec: upstreamRuleSpec,
    },
  },
  {
    id: 'TunnelRule',
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    belongsTo: 'gateway',
    name: 'tunnel',
    isNeeded: needsTunnel,
    spec: tunnelRuleSpec,
  },
  {
    id: 'TunnelEntry',
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    belongsTo: 'gateway',
    name: 'tunnel',
    isNeeded: needsTunnel,
    spec: tunnelEntrySpec,
  },
  {
    id: 'TunnelRoute',
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    belongsTo: 'gateway',
    name: 'tunnel',
    isNeeded: needsTunnel,
    spec: tunnelRouteSpec,
  },
  {
    id: 'DestinationRule',
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    belongsTo: 'gateway',
    name: 'destinationRule',
    spec: destinationRuleSpec,
  },
  {
    id: 'Gateway',
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    belongsTo: 'gateway',
    name: 'gateway',
    spec: gatewaySpec,
  },
  {
    id: 'VirtualService',
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    belongsTo: 'host',
    name: 'virtualService',
    isNeeded: hasEntry,
    spec: (external, names) => virtualServiceSpec(external, gatewayOf(external, names)),
    further: {
      spec: (external, outerName, names) => furtherVirtualServiceSpec(external, outerName, gatewayOf(external, names)),
    },
  },
  {
    id: 'ServiceEntry',
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    belongsTo: 'host',
    name: 'serviceEntry',
    isNeeded: hasEntry,
    spec: (external) => serviceEntrySpec(external),
    further: {
      isNeeded: hasOwnEntry,
      spec: serviceEntrySpec,
    },
  },
];

/** Returns whether a host has a ServiceEntry under its own name. Ranges have a ServiceEntry under the outer name of their port. */
function hasEntry({ ports }: ExternalHost): boolean {
  return ports.some(({ cidrs }) => cidrs === undefined);
}

function gatewayOf({ gateway: { namespace } }: ExternalHost, { gateway }: HostObjectNames): string {
  return `${namespace}/${gateway}`;
}
