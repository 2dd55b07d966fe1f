import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Construct, Dependable } from 'constructs';
import { EgressSource } from '../access/egress-source';
import { parseSources } from '../access/parse-sources';
import { withConstructPath } from '../construct/diagnostics';
import { meshOf, register } from '../construct/mesh';
import { listObjects } from '../construct/node';
import { writeOwnObjects } from '../gateway/write-own-objects';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { IExternalRoute } from '../gateway/iexternal-route';
import { assertMutualTls } from '../gateway/mutual-tls';
import { assertEnum } from '../input/enum';
import { isMarked, mark } from '../input/instance';
import { assertVariadic } from '../input/variadic';
import { ExportTo } from '../mesh/export-to';
import { ClaimedPort, throughGateway } from '../mesh/external-host';
import { RoutePart } from '../mesh/route-part';
import { partsOfId } from '../render/istio/object-id';
import { addPartPatches, findHostObjects, hostScope, writeHostObjects } from './host-objects';
import { ParsedRoute, parseRoute, RouteKind, RouteProps } from './parse-route';
import { assertPatches } from './part-patches';

/**
 * The common base of all kinds of routes. A route claims hosts and ports. The objects of a host are written once, from the claims of
 * all its routes, so that several routes may have handles to one object.
 */
export abstract class ExternalRoute extends Construct implements IExternalRoute {
  /** Returns whether a value is a route of this library. */
  public static isExternalRoute(value: unknown): value is ExternalRoute {
    return isMarked(value, 'ExternalRoute');
  }

  private declared!: ParsedRoute;

  /** Creates the construct; the kinds of routes of this library declare the hosts. */
  protected constructor(scope: Construct, id: string) {
    super(scope, id);
    mark(this, 'ExternalRoute');
  }

  /**
   * Adds allowed sources to the route.
   *
   * @throws EgressError for no source, for a value that is not a source, and if the gateway does not authenticate callers
   */
  public allowFrom(...sources: EgressSource[]): void {
    withConstructPath(this, () => {
      assertVariadic('route.allowFrom', sources, "EgressSource.namespace('payments')");
      assertMutualTls('allowFrom', this.gateway.clientTls);
      if (this.addSources(parseSources(sources))) this._writeObjects();
    });
  }

  /**
   * Patches a part of the objects of every host, for the port of this route only. Paths begin at the part. The patches are applied at
   * synthesis, after the patches of whole objects, wherever the part is then.
   *
   * @example
   * const api = new ExternalHttpRoute(chart, 'api', { gateway, hosts: ['api.example.com', 'api.example.org'] });
   * api.patch(RoutePart.GATEWAY_ROUTE, JsonPatch.add('/headers/request/set', { 'x-team': 'payments' }));
   *
   * @throws EgressError for a part that does not exist and for an argument that is not a patch; at synthesis, for a path that does not
   * exist in the part
   */
  public patch(part: RoutePart, ...patches: JsonPatch[]): void {
    withConstructPath(this, () => {
      assertEnum('part', part, 'RoutePart', RoutePart);
      assertPatches(patches);
    });
    for (const { host, ports } of this.declared.claims) {
      for (const { number: port } of throughGateway(ports)) {
        addPartPatches(Chart.of(this), host.name, { owner: this.node.path, port, part, patches });
      }
    }
  }

  /** The gateway that the hosts are reached through. */
  public get gateway(): IEgressGateway {
    return this.declared.gateway;
  }

  /** The hosts: lower case, without a trailing dot, sorted. */
  public get hosts(): string[] {
    return this.declared.claims.map(({ host }) => host.name);
  }

  /** The namespaces that can see the route. */
  public get exportTo(): ExportTo {
    return this.declared.exportTo;
  }

  /** The sources that may use the route, as new values, each once and sorted; empty if every caller may. */
  public get sources(): EgressSource[] {
    return meshOf(this)
      .model.plan.accessOf(this.node.path)
      .sources.map((source) => EgressSource._of(source));
  }

  /** Every object of the hosts, in the order in which the objects are written. */
  public get objects(): ApiObject[] {
    return this.hosts.flatMap((host) => findHostObjects(Chart.of(this), host));
  }

  /** The ServiceEntries of the hosts. */
  public get serviceEntries(): ApiObject[] {
    return this._withId('ServiceEntry');
  }

  /** The Gateway objects of the hosts, which open the ports of the gateway for the hosts. */
  public get gatewayObjects(): ApiObject[] {
    return this._withId('Gateway');
  }

  /** The DestinationRules of the gateway's Service, with the subset that each host uses. */
  public get destinationRules(): ApiObject[] {
    return this._withId('DestinationRule');
  }

  /**
   * The DestinationRules that state how the gateway connects to each port of the hosts: in TLS with `tlsOrigination`, else as
   * received, with the settings of `upstream`.
   */
  public get upstreamRules(): ApiObject[] {
    return this._withId('Upstream');
  }

  /** The VirtualServices of the hosts. The first VirtualService is the construct's `node.defaultChild`. */
  public get virtualServices(): ApiObject[] {
    return this._withId('VirtualService');
  }

  /**
   * The AuthorizationPolicies of the hosts, which allow the sources; empty without sources. The gateway has the policy that denies
   * other callers: `gateway.defaultDenyPolicy`.
   */
  public get authorizationPolicies(): ApiObject[] {
    return this._withId('AuthorizationPolicy');
  }

  /**
   * Reads the properties, declares the hosts, and writes the objects of the hosts. Returns the ports that the route claims of each
   * host, the port of the route first.
   *
   * @internal
   */
  protected _declare<P extends RouteProps>(props: P, kind: RouteKind<P>): readonly ClaimedPort[] {
    this.declared = withConstructPath(this, () => parseRoute(this, props, kind));
    const { claims, sources, operations } = this.declared;
    const { plan } = register(this).model;
    plan.addClaims(claims);
    if (operations.length > 0) plan.allowOperations(this.node.path, operations);
    if (sources.length > 0) this.addSources(sources);
    this._writeObjects();
    this.node.defaultChild = this.virtualServices[0];
    this.orderWithObjects();
    return claims[0]?.ports ?? [];
  }

  /**
   * Writes the objects of the gateway and of the hosts that do not exist yet.
   *
   * @internal
   */
  protected _writeObjects(): void {
    const { plan } = meshOf(this).model;
    withConstructPath(this, () => {
      writeOwnObjects(this.gateway);
      for (const { host } of this.declared.claims) writeHostObjects(Chart.of(this), this.gateway, plan, host);
    });
  }

  /**
   * Returns the objects of the hosts with a construct id, and those of further ports: `VirtualService`, `VirtualService-22`.
   *
   * @internal
   */
  protected _withId(id: string): ApiObject[] {
    return this.objects.filter(({ node }) => partsOfId(node.id).ofHost === id);
  }

  /** Returns whether the hosts may need further objects. */
  private addSources(sources: readonly EgressSource[]): boolean {
    return meshOf(this).model.plan.allowFrom(
      this.node.path,
      sources.map(({ _source }) => _source),
    );
  }

  /**
   * Makes dependencies on the route order the objects of its hosts. Dependencies of the route order the objects of the hosts that the
   * route claims first, so that two routes of one host can depend on each other.
   */
  private orderWithObjects(): void {
    const { path, scopes } = this.node;
    const { plan } = meshOf(this).model;
    const chart = Chart.of(this);
    const objects = (): readonly ApiObject[] =>
      this.hosts.flatMap((host) => (plan.claimsOf(host)[0]?.owner === path ? findHostObjects(chart, host) : []));
    Dependable.implement(this, { dependencyRoots: [this, ...this.hosts.map((host) => hostScope(chart, host))] });
    // The constructs between the chart and the route have the objects too.
    for (const scope of scopes.slice(scopes.lastIndexOf(chart) + 1)) listObjects(scope, objects);
  }
}
