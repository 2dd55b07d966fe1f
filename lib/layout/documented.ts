import { destinationRuleSpec } from '../dialect/istio/destination-rule';
import { gatewaySpec } from '../dialect/istio/gateway';
import { hostObjectNames } from '../dialect/istio/object-names';
import { serviceEntrySpec } from '../dialect/istio/service-entry';
import { virtualServiceSpec } from '../dialect/istio/virtual-service';
import { ExternalHost } from '../model/external-host';
import { Placement } from './placement';

const apiVersion = 'networking.istio.io/v1';

/**
 * The layout of Istio's egress gateway task: per host a DestinationRule with a subset, a Gateway with its servers, a
 * VirtualService with both legs and a ServiceEntry.
 *
 * The order serves `kubectl apply`: the ServiceEntry comes last, because where it is known before its rules, sidecars reach
 * the host directly. Everything before it only fails closed. Where each object lives, and why:
 *
 * - DestinationRule: the namespace of the gateway's Service, where Istio looks it up for clients of every namespace
 *   (`destinationRule()` in istio.io/istio `pilot/pkg/model/push_context.go`); in a client's namespace it serves that alone.
 * - Gateway: beside the gateway's pods, so that it also works with PILOT_SCOPE_GATEWAY_TO_NAMESPACE.
 * - VirtualService and ServiceEntry: the chart's namespace, visible to the whole mesh.
 */
export function documented(external: ExternalHost): readonly Placement[] {
  const names = hostObjectNames(external.host);
  const gatewayNamespace = external.gateway.namespace;
  const refs = { gateway: `${gatewayNamespace}/${names.gateway}`, subset: names.subset };
  return [
    {
      ...ofGateway('DestinationRule', gatewayNamespace, names.destinationRule),
      spec: (host) => destinationRuleSpec(host, names.subset),
    },
    { ...ofGateway('Gateway', gatewayNamespace, names.gateway), spec: gatewaySpec },
    {
      ...ofHost('VirtualService', external.namespace, names.virtualService),
      spec: (host) => virtualServiceSpec(host, refs),
    },
    { ...ofHost('ServiceEntry', external.namespace, names.serviceEntry), spec: serviceEntrySpec },
  ];
}

function ofGateway(kind: string, namespace: string, name: string) {
  return { apiVersion, kind, namespace, name, belongsTo: 'gateway' as const };
}

function ofHost(kind: string, namespace: string, name: string) {
  return { apiVersion, kind, namespace, name, belongsTo: 'host' as const };
}
