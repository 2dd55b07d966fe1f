import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EgressSource } from '../access/egress-source';
import { parseSources } from '../access/parse-sources';
import { meshOf } from '../construct/mesh';
import { parseMetadata } from '../construct/parse-metadata';
import { EgressGateway } from '../gateway/egress-gateway';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { assertOutsideProxy, assertUpstreamProxy } from '../gateway/assert-upstream-proxy';
import { assertMutualTls } from '../gateway/mutual-tls';
import { UpstreamProxy } from '../gateway/upstream-proxy';
import { assertSameMesh, toGatewayModel } from '../gateway/to-gateway-model';
import { Host } from '../host/host';
import { parseHosts } from '../host/hosts';
import { Operation } from '../http/operation';
import { assertEnum } from '../input/enum';
import { parseDnsLabel } from '../input/kubernetes-name';
import { PropertyHints, PropertyNames, readProperties } from '../input/properties';
import { Reader } from '../input/shape';
import { ClientTls } from '../mesh/client-tls';
import { ExportTo } from '../mesh/export-to';
import { ClaimedPort } from '../mesh/external-host';
import { assertExternalHost } from '../mesh/assert-external-host';
import { assertOutsideName, assertUnresolvedName } from '../mesh/assert-outside-name';
import { GatewayModel } from '../mesh/gateway';
import { HostResolution } from '../mesh/host-resolution';
import { HostClaim } from '../mesh/host-claim';
import { Resolution } from '../mesh/resolution';
import { ReadUpstream } from '../upstream/upstream-rules';
import { UpstreamOptions } from '../upstream/upstream-options';
import { ExternalRouteProps } from './external-route-props';
import { assertWildcardTarget } from './assert-wildcard-target';
import { mayBeStatic, resolutionOf, statesAddresses } from './parse-resolution';
import { assertFitsTarget, namesOf, withUpstream } from './parse-upstream';
import { assertNotTheProxy, assertTunnelled } from './tunnelled';
import { WildcardTarget } from './wildcard-target';

/** The properties that every kind of route has, in a type of its own for `upstream`. */
export type RouteProps = ExternalRouteProps & { readonly upstream?: UpstreamOptions | undefined };

/** The differences between the kinds of routes. */
export interface RouteKind<P extends RouteProps> {
  /** Class of the route: `ExternalTlsRoute`. */
  readonly name: string;
  readonly properties: PropertyNames<P>;
  /** Properties that the kind does not have, with what to write instead. */
  readonly hints: PropertyHints;
  /** Returns the ports that a route with these properties claims of each host. */
  readonly parsePorts: (props: P, clientTls: ClientTls) => readonly ClaimedPort[];
  /**
   * Reads the settings of the gateway's connections to the hosts.
   * @default - the kind has no settings
   */
  readonly readUpstream?: Reader<ReadUpstream>;
  /** Returns whether the properties need the resolution `STATIC`. */
  readonly needsStatic?: (props: P) => boolean;
  /**
   * How the gateway finds the addresses of each host, for a kind without a choice.
   * @default - as the properties state
   */
  readonly fixedResolution?: Resolution;
  readonly wildcardTarget?: (props: P) => WildcardTarget | undefined;
  /** Returns the operations that the sources may perform. */
  readonly parseOperations?: (props: P, clientTls: ClientTls) => readonly Operation[];
}

/** The properties of a route that were read. */
export interface ParsedRoute {
  readonly gateway: IEgressGateway;
  readonly claims: readonly HostClaim[];
  readonly sources: readonly EgressSource[];
  readonly operations: readonly Operation[];
  readonly exportTo: ExportTo;
}

/**
 * Reads the properties of a route.
 *
 * @throws EgressError that names every malformed property
 */
export function parseRoute<P extends RouteProps>(route: IConstruct, props: P, kind: RouteKind<P>): ParsedRoute {
  const { hosts, ports, upstream, resolution, exportTo, metadata, sources, operations } = readProperties(
    kind.name,
    props,
    kind.properties,
    (given) => readsOf(route, given, kind),
    kind.hints,
  );
  const model = toGatewayModel(props.gateway);
  const target = kind.wildcardTarget?.(props);
  assertWildcardTarget(hosts, target);
  const { _host, _resolution } = target ?? {};
  if (_host) assertExternal(route, model, _host, 'wildcardTarget');
  if (_resolution?.kind === 'DYNAMIC_DNS') {
    assertMutualTls('WildcardTarget.dynamicDns()', model.clientTls, FOR_ADDRESSES);
  }
  assertFitsTarget({ resolution, upstream, ports }, _resolution);
  const { _proxy: upstreamProxy } = props.upstreamProxy ?? UpstreamProxy._of(model.upstreamProxy);
  const endpoints = upstream?.endpoints;
  const common = { gateway: model, ports: withUpstream(ports, upstream), exportTo, metadata, ...placeOf(route, model) };
  const claims = hosts.map((host: Host) => {
    const found = _resolution ?? kind.fixedResolution ?? resolutionOf(host, { resolution, ports, endpoints });
    if (upstreamProxy !== undefined) {
      assertNotTheProxy(host, ports, upstreamProxy);
      assertTunnelled(ports, found, upstream);
    }
    return Object.assign({ host, resolution: found, upstreamProxy }, common);
  });
  return { gateway: props.gateway, claims, sources, operations, exportTo };
}

/** The address filter is in the filter chain of the host, which the SNI of mesh mTLS selects. */
const FOR_ADDRESSES = 'where the gateway checks the addresses of names';

function readsOf<P extends RouteProps>(route: IConstruct, props: P, kind: RouteKind<P>) {
  const { exportTo = ExportTo.ALL } = props;
  const gateway = EgressGateway.isEgressGateway(props.gateway) ? toGatewayModel(props.gateway) : undefined;
  const clientTls = gateway?.clientTls ?? ClientTls.ISTIO_MUTUAL;
  // Addresses without STATIC are an error of their own.
  const isStatic = mayBeStatic(props.resolution) || kind.needsStatic?.(props) === true;
  const isUnresolved = isStatic || kind.fixedResolution !== undefined;
  return {
    gateway: () => assertSameMesh(route, props.gateway),
    hosts: () =>
      parseHosts(props.hosts, (host) => {
        if (gateway === undefined) return;
        assertExternal(route, gateway, host, 'host', { isUnresolved, hasAddresses: statesAddresses(props) });
      }),
    ports: () => kind.parsePorts(props, clientTls),
    upstream: () => {
      if (props.upstream === undefined || kind.readUpstream === undefined) return undefined;
      const read = kind.readUpstream('upstream', props.upstream);
      for (const host of namesOf(read)) if (gateway) assertExternal(route, gateway, host, 'upstream.endpoints');
      return read;
    },
    resolution: () => {
      const { resolution } = props;
      // A kind without a choice rejects every value.
      if (resolution !== undefined && kind.fixedResolution === undefined)
        assertEnum('resolution', resolution, 'HostResolution', HostResolution);
      return resolution;
    },
    exportTo: () => {
      assertEnum('exportTo', exportTo, 'ExportTo', ExportTo);
      return exportTo;
    },
    upstreamProxy: () => {
      const { upstreamProxy = UpstreamProxy.none() } = props;
      assertUpstreamProxy(upstreamProxy);
      if (gateway) assertOutsideProxy(upstreamProxy, gateway, meshOf(route).model.settings.externalDomains);
    },
    metadata: () => parseMetadata(props.metadata),
    sources: () => parseAllowFrom(props, clientTls),
    operations: () => kind.parseOperations?.(props, clientTls) ?? [],
  };
}

type Target = 'host' | 'wildcardTarget' | 'upstream.endpoints';

function assertExternal(
  route: IConstruct,
  gateway: GatewayModel,
  host: Host,
  what: Target,
  { isUnresolved = false, hasAddresses = false } = {},
): void {
  assertExternalHost(gateway, host, what);
  if (isUnresolved) assertUnresolvedName(host);
  else assertOutsideName(host, meshOf(route).model.settings.externalDomains, { what, hasAddresses });
}

function parseAllowFrom({ allowFrom }: ExternalRouteProps, clientTls: ClientTls): readonly EgressSource[] {
  if (allowFrom === undefined) return [];
  assertMutualTls('allowFrom', clientTls);
  return parseSources(allowFrom);
}

/** Returns where the objects of a route's hosts are written. */
function placeOf(route: IConstruct, gateway: GatewayModel): Pick<HostClaim, 'owner' | 'chart' | 'namespace'> {
  const chart = Chart.of(route);
  const namespace = parseDnsLabel('namespace of the chart', chart.namespace ?? gateway.namespace);
  return { owner: route.node.path, chart: chart.node.path, namespace };
}
