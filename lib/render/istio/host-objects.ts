import { allowPolicySpec, needsPolicy } from './authorization-policy';
import { destinationRuleSpec } from './destination-rule';
import { gatewaySpec } from './gateway';
import { minimumTlsSpec, needsMinimumTls } from './minimum-tls-filter';
import { hostObjectNames } from './object-names';
import { originatingPort, originationRuleSpec } from './origination-rule';
import { needsRequestFilter, requestFilterSpec } from './request-filter';
import { serviceEntrySpec } from './service-entry';
import { virtualServiceSpec } from './virtual-service';
import { ExternalHost } from '../../mesh/external-host';
import { Placement } from './placement';

/**
 * The layout of Istio's egress gateway task: per host a DestinationRule with a subset, a Gateway with its servers, a
 * VirtualService with both legs and a ServiceEntry; and where the routes ask for it an AuthorizationPolicy, how the gateway
 * reads requests, and how it speaks TLS to the host.
 *
 * The order serves `kubectl apply`: the policy comes first, since it does not hold for connections that are open already; the
 * ServiceEntry comes last, because where it is known before its rules, sidecars reach the host directly. Everything before it
 * only fails closed. Where each object lives, and why:
 *
 * - AuthorizationPolicy, EnvoyFilter, Gateway, and the DestinationRule of the host: beside the gateway's pods, which they are
 *   about; no tenant can write there. The Gateway there also works with PILOT_SCOPE_GATEWAY_TO_NAMESPACE.
 * - DestinationRule of the gateway: the namespace of its Service, where Istio looks it up for clients of every namespace
 *   (`destinationRule()` in istio.io/istio `pilot/pkg/model/push_context.go`); in a client's namespace it serves that alone.
 * - VirtualService and ServiceEntry: the chart's namespace, visible to the whole mesh unless `exportTo` says otherwise.
 */
export function documented(external: ExternalHost): readonly Placement[] {
  const names = hostObjectNames(external.host);
  const { namespace: ofGateway } = external.gateway;
  const refs = { gateway: `${ofGateway}/${names.gateway}`, subset: names.subset };
  const beside = { namespace: ofGateway, belongsTo: 'gateway' as const };
  const chart = { namespace: external.namespace, belongsTo: 'host' as const };
  const subset = (host: ExternalHost): object => destinationRuleSpec(host, names.subset);
  const legs = (host: ExternalHost): object => virtualServiceSpec(host, refs);
  return [
    ...whereAskedFor(external).map((placed) => ({ ...placed, ...beside })),
    { ...rule('DestinationRule'), ...beside, name: names.destinationRule, spec: subset },
    { ...networking('Gateway'), ...beside, name: names.gateway, spec: gatewaySpec },
    { ...networking('VirtualService'), ...chart, name: names.virtualService, spec: legs },
    { ...networking('ServiceEntry'), ...chart, name: names.serviceEntry, spec: serviceEntrySpec },
  ];
}

/** The objects that a host has only where its routes ask for them, all of them beside the gateway. */
function whereAskedFor(external: ExternalHost): readonly Omit<Placement, 'namespace' | 'belongsTo'>[] {
  const names = hostObjectNames(external.host);
  return [
    ...(needsPolicy(external) ? [{ ...POLICY, name: names.allowPolicy, spec: allowPolicySpec }] : []),
    ...(needsRequestFilter(external)
      ? [{ ...filter('RequestFilter'), name: names.requestFilter, spec: requestFilterSpec }]
      : []),
    ...(needsMinimumTls(external) ? [{ ...filter('TlsFilter'), name: names.minimumTls, spec: minimumTlsSpec }] : []),
    ...(originatingPort(external)
      ? [{ ...rule('OriginationRule'), name: names.originationRule, spec: originationRuleSpec }]
      : []),
  ];
}

type Typed = Pick<Placement, 'id' | 'apiVersion' | 'kind'>;

const POLICY: Typed = {
  id: 'AuthorizationPolicy',
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
};

function filter(id: string): Typed {
  return { id, apiVersion: 'networking.istio.io/v1alpha3', kind: 'EnvoyFilter' };
}

function networking(kind: string, id = kind): Typed {
  return { id, apiVersion: 'networking.istio.io/v1', kind };
}

function rule(id: string): Typed {
  return networking('DestinationRule', id);
}
