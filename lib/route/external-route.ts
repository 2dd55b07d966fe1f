import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { atSynth } from '../construct/at-synth';
import { meshOf } from '../construct/mesh';
import { tellOnStderr } from '../construct/stderr';
import { denyPolicyOf } from '../gateway/deny-policy';
import { checkGateway, gatewayFactsOf, refuseStranger } from '../gateway/gateway-facts-of';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { ClaimedPort } from '../mesh/external-host';
import { refuseInternalHost } from '../mesh/gateway';
import { Host } from '../host/host';
import { parseHosts } from '../host/hosts';
import { parseDnsLabel } from '../input/namespace';
import { refuseList } from '../input/variadic';
import { required } from '../input/instance';
import { EgressSource } from './egress-source';
import { ExportTo } from './export-to';
import { writeHostObjects } from './host-objects';
import { readSources } from './read-sources';
import { readWildcard } from './read-wildcard';
import { WildcardTarget } from './wildcard-target';

/** Properties that every kind of route has. */
export interface ExternalRouteProps {
  /** The gateway that the hosts are reached through. */
  readonly gateway: IEgressGateway;
  /**
   * The hosts: full DNS names, at least one; or wildcards such as `*.example.com`, with a `wildcardTarget`. Upper case is lowered, a
   * trailing dot is stripped. All ports of one host belong to routes of one chart and one gateway; but another chart may have it through
   * another gateway, for other namespaces: see `exportTo`.
   */
  readonly hosts: readonly string[];
  /**
   * Who may use the route. Others are refused by the gateway: 403 for HTTP, a reset connection for TLS. This holds for the port of
   * the route: under `ALLOW_ANY` sidecars let other ports of the host go directly, also TLS on its HTTP port; `REGISTRY_ONLY` or a
   * lockdown closes those. Once one route of a
   * gateway has sources, every route of it needs them; those of other apps on the gateway too. Needs
   * `ClientTls.ISTIO_MUTUAL`: without it the gateway does not know who calls.
   * @default - whoever reaches the gateway, as long as no route of it says who may
   */
  readonly allowFrom?: readonly EgressSource[];
  /**
   * Which namespaces see the route; not who may use it. All routes of a host have the same: all of them
   * `ALL`, or none. A host that leaves through several gateways, each for namespaces of its own, needs one of the others: no proxy may
   * see two of its routes, so that charts, gateways and sources have different namespaces.
   * @default ExportTo.ALL
   */
  readonly exportTo?: ExportTo;
}

/**
 * What all kinds of route share. A route claims hosts and ports; the objects of a host are written once, from the claims of
 * all its routes, so that several routes may hold a handle to one object.
 */
export abstract class ExternalRoute extends Construct {
  /** The hosts as they are written: lower case, without a trailing dot, sorted. */
  public readonly hosts: readonly string[];
  /** The gateway that the hosts are reached through. */
  public readonly gateway: IEgressGateway;
  /** Which namespaces see the route. */
  public readonly exportTo: ExportTo;

  private readonly parsedHosts: readonly Host[];

  /** For the kinds of routes of this library. */
  protected constructor(scope: Construct, id: string, props: ExternalRouteProps) {
    super(scope, id);
    this.gateway = atPath(this, () => {
      this._refuseUnknown(props);
      checkGateway(props.gateway);
      refuseStranger(this, props.gateway);
      return props.gateway;
    });
    this.exportTo = atPath(this, () => readExportTo(props));
    this.parsedHosts = atPath(this, () => parseHosts(props.hosts));
    this.hosts = this.parsedHosts.map((host) => host.name);
    atPath(this, () => this.claim(props));
    if (props.allowFrom === undefined) this._writeObjects();
    else this.restrictTo(props.allowFrom);
    this.node.defaultChild = this.virtualServices[0];
    if (this.exportTo === ExportTo.SOURCES_UNDER_LOCKDOWN) atSynth(this, () => this.warnUnlessLockedDown());
  }

  /**
   * Lets more sources use the route, beside those that may already.
   *
   * @throws Error for none, for something else than a source, and where the gateway does not know who calls
   */
  public allowFrom(...sources: EgressSource[]): void {
    atPath(this, () => refuseList('route.allowFrom', sources, "EgressSource.namespace('...')"));
    this.restrictTo(sources);
  }

  /** Every object that this route's hosts stand in, in the order in which they are written. */
  public get objects(): readonly ApiObject[] {
    return this._writeObjects();
  }

  /** The ServiceEntries of the hosts. */
  public get serviceEntries(): readonly ApiObject[] {
    return this._withId('ServiceEntry');
  }

  /** The Gateway objects of the hosts, which open the gateway's ports for them. */
  public get gatewayObjects(): readonly ApiObject[] {
    return this._withId('Gateway');
  }

  /** The DestinationRules of the gateway, with the subset of its Service that each host uses. */
  public get destinationRules(): readonly ApiObject[] {
    return this._withId('DestinationRule');
  }

  /** The VirtualServices of the hosts. The first of them is the construct's `node.defaultChild`. */
  public get virtualServices(): readonly ApiObject[] {
    return this._withId('VirtualService');
  }

  /**
   * The AuthorizationPolicies of the hosts, which let the sources through the gateway; none where nobody said who may. The one
   * that denies the rest is the gateway's: `gateway.denyPolicy`.
   */
  public get authorizationPolicies(): readonly ApiObject[] {
    return this._withId('AuthorizationPolicy');
  }

  /**
   * Refuses properties that the kind of route does not have. Called by the constructor: reads its argument only.
   *
   * @internal
   */
  protected abstract _refuseUnknown(props: ExternalRouteProps): void;

  /**
   * The ports that a route with these properties claims of each host. Called by the constructor: reads its argument only.
   *
   * @internal
   */
  protected abstract _readPorts(props: ExternalRouteProps): readonly ClaimedPort[];

  /**
   * Where the names below wildcards are. Called by the constructor: reads its argument only.
   *
   * @internal
   */
  protected _wildcardTarget(_props: ExternalRouteProps): WildcardTarget | undefined {
    return undefined;
  }

  /**
   * Writes the policy that denies what no route allows, and the host's objects that sources and operations ask for.
   *
   * @internal
   */
  protected _restrict(): void {
    denyPolicyOf(this.gateway);
    this._writeObjects();
  }

  private restrictTo(sources: readonly EgressSource[]): void {
    atPath(this, () => {
      meshOf(this).plan.allowFrom(this.node.path, readSources(this.gateway.clientTls, sources));
      this._restrict();
    });
  }

  /** Says of each host what the properties say of it. */
  private claim(props: ExternalRouteProps): void {
    const gateway = gatewayFactsOf(this.gateway);
    const ports = this._readPorts(props);
    const wildcard = readWildcard(this.parsedHosts, this._wildcardTarget(props));
    if (wildcard?.kind === 'fixed') refuseInternalHost(gateway, wildcard.target, 'wildcard target');
    const chart = Chart.of(this);
    const namespace = parseDnsLabel('namespace', chart.namespace ?? gateway.namespace);
    const { _visibility: visibility } = this.exportTo;
    const said = { owner: this.node.path, chart: chart.node.path, namespace, gateway, ports, visibility, wildcard };
    for (const host of this.parsedHosts) {
      refuseInternalHost(gateway, host);
      meshOf(this).plan.claim({ ...said, host });
    }
  }

  private warnUnlessLockedDown(): void {
    if (meshOf(this).namespaces.locksDownAny()) return;
    tellOnStderr(
      'warning',
      this,
      'exported to its sources under a lockdown, and no construct of this app locks anything down',
    );
  }

  /** @internal */
  protected _writeObjects(): readonly ApiObject[] {
    const { plan } = meshOf(this);
    return this.parsedHosts.flatMap((host) => writeHostObjects(Chart.of(this), this.gateway, plan, host));
  }

  /**
   * The objects of the hosts with this id below them.
   *
   * @internal
   */
  protected _withId(id: string): readonly ApiObject[] {
    return this.objects.filter((object) => object.node.id === id);
  }
}

function readExportTo({ exportTo = ExportTo.ALL }: ExternalRouteProps): ExportTo {
  const choices = 'ExportTo.ALL, ExportTo.SOURCES_UNDER_REGISTRY_ONLY or ExportTo.SOURCES_UNDER_LOCKDOWN';
  required('exportTo', exportTo instanceof ExportTo, exportTo, choices);
  return exportTo;
}
