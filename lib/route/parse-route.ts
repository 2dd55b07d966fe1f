import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EgressSource } from '../access/egress-source';
import { parseSources } from '../access/parse-sources';
import { meshOf } from '../construct/mesh';
import { parseMetadata } from '../construct/parse-metadata';
import { EgressGateway } from '../gateway/egress-gateway';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { assertMutualTls } from '../gateway/mutual-tls';
import { assertSameMesh, toGatewayModel } from '../gateway/to-gateway-model';
import { Host } from '../host/host';
import { parseHosts } from '../host/hosts';
import { Operation } from '../http/operation';
import { assertEnum } from '../input/enum';
import { parseDnsLabel } from '../input/kubernetes-name';
import { PropertyHints, PropertyNames, readProperties } from '../input/properties';
import { ClientTls } from '../mesh/client-tls';
import { ExportTo } from '../mesh/export-to';
import { ClaimedPort } from '../mesh/external-host';
import { assertExternalHost } from '../mesh/assert-external-host';
import { assertOutsideName } from '../mesh/assert-outside-name';
import { GatewayModel } from '../mesh/gateway';
import { HostClaim } from '../mesh/host-claim';
import { Resolution } from '../mesh/resolution';
import { ExternalRouteProps } from './external-route-props';
import { assertWildcardTarget } from './assert-wildcard-target';
import { WildcardTarget } from './wildcard-target';

/** The differences between the kinds of routes. */
export interface RouteKind<P extends ExternalRouteProps> {
  /** Class of the route: `ExternalTlsRoute`. */
  readonly name: string;
  readonly properties: PropertyNames<P>;
  /** Properties that the kind does not have, with what to write instead. */
  readonly hints: PropertyHints;
  /** Returns the ports that a route with these properties claims of each host. */
  readonly parsePorts: (props: P, clientTls: ClientTls) => readonly ClaimedPort[];
  /**
   * How the gateway finds the addresses of each host.
   * @default - the gateway resolves the name of the host, or as the wildcard target states
   */
  readonly resolution?: Resolution;
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
export function parseRoute<P extends ExternalRouteProps>(route: IConstruct, props: P, kind: RouteKind<P>): ParsedRoute {
  const { hosts, ports, exportTo, metadata, sources, operations } = readProperties(
    kind.name,
    props,
    kind.properties,
    (given) => readsOf(route, given, kind),
    kind.hints,
  );
  const model = toGatewayModel(props.gateway);
  const target = kind.wildcardTarget?.(props);
  assertWildcardTarget(hosts, target);
  const { _host, _resolution: resolution = kind.resolution } = target ?? {};
  if (_host) assertExternal(route, model, _host, 'wildcardTarget');
  if (resolution?.kind === 'DYNAMIC_DNS') {
    assertMutualTls('WildcardTarget.dynamicDns()', model.clientTls, FOR_ADDRESSES);
  }
  const common = { gateway: model, ports, exportTo, metadata, resolution, ...placeOf(route, model) };
  const claims = hosts.map((host: Host) => Object.assign({ host }, common));
  return { gateway: props.gateway, claims, sources, operations, exportTo };
}

/** The address filter is in the filter chain of the host, which the SNI of mesh mTLS selects. */
const FOR_ADDRESSES = 'where the gateway checks the addresses of names';

function readsOf<P extends ExternalRouteProps>(route: IConstruct, props: P, kind: RouteKind<P>) {
  const { exportTo = ExportTo.ALL } = props;
  const gateway = EgressGateway.isEgressGateway(props.gateway) ? toGatewayModel(props.gateway) : undefined;
  const clientTls = gateway?.clientTls ?? ClientTls.ISTIO_MUTUAL;
  return {
    gateway: () => assertSameMesh(route, props.gateway),
    hosts: () => parseHosts(props.hosts, (host) => gateway && assertExternal(route, gateway, host, 'host')),
    ports: () => kind.parsePorts(props, clientTls),
    exportTo: () => {
      assertEnum('exportTo', exportTo, 'ExportTo', ExportTo);
      return exportTo;
    },
    metadata: () => parseMetadata(props.metadata),
    sources: () => parseAllowFrom(props, clientTls),
    operations: () => kind.parseOperations?.(props, clientTls) ?? [],
  };
}

function assertExternal(route: IConstruct, gateway: GatewayModel, host: Host, what: 'host' | 'wildcardTarget'): void {
  assertExternalHost(gateway, host, what);
  assertOutsideName(host, meshOf(route).model.settings.externalDomains, what);
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
