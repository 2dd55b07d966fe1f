import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { atPath } from '../construct/at-path';
import { meshOf } from '../construct/mesh';
import { tellOnStderr } from '../construct/stderr';
import { refuseAnonymous } from '../gateway/refuse-anonymous';
import { parseKeptHeaders } from '../http/stripped-headers';
import { ClaimedPort } from '../mesh/external-host';
import { Known, refuseUnknown } from '../input/properties';
import { refuseList } from '../input/variadic';
import { parseOperation } from '../http/operation';
import { EgressOperation } from './egress-operation';
import { ExternalHttpRouteProps } from './external-http-route-props';
import { ExternalRoute } from './external-route';
import { readHttpPorts } from './http-ports';
import { OF_ROUTES } from './known-props';
import { refuseNone } from './read-sources';
import { TlsOrigination } from './tls-origination';
import { WildcardTarget } from './wildcard-target';

/**
 * Hosts that the mesh calls in plain HTTP, through the gateway.
 *
 * Per host it writes a ServiceEntry with the port, a Gateway with an HTTP server, a DestinationRule with a subset, and a
 * VirtualService; with `allowFrom` also an AuthorizationPolicy, with `tlsOrigination` another DestinationRule, and EnvoyFilters
 * for TLS 1.3 at least and for paths:
 *
 * ```yaml
 * http:
 *   - match: [{ gateways: [mesh], port: 80 }]
 *     route: [{ destination: { host: istio-egressgateway.istio-system.svc.cluster.local, port: { number: 80 }, subset: edition-cnn-com } }]
 *   - match: [{ gateways: [istio-system/egress-server-edition-cnn-com], port: 80 }]
 *     headers: { request: { remove: [b3, baggage, ..., x-forwarded-client-cert, ...] } }
 *     route: [{ destination: { host: edition.cnn.com, port: { number: 80 } } }]
 * ```
 *
 * @example
 * new ExternalHttpRoute(chart, 'cnn-http', { gateway, hosts: ['edition.cnn.com'] });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#egress-gateway-for-http-traffic
 */
export class ExternalHttpRoute extends ExternalRoute {
  /** The port of the hosts where plain HTTP is spoken. */
  public readonly port: number;
  /** The ports that the mesh may reach around the gateway, sorted. */
  public readonly directPorts: readonly number[];
  /** Of the headers that tell of the mesh, those that reach the hosts: lower case, sorted. */
  public readonly keepHeaders: readonly string[];
  /**
   * How the gateway speaks TLS to the hosts.
   * @default - it speaks plain HTTP
   */
  public readonly tlsOrigination?: TlsOrigination;

  /**
   * @throws Error for an unknown property, for a malformed or in-cluster host, for a malformed port or operation, for a header to
   * keep that nothing takes away, for a host and port that another route claims, for a host that another chart routes, or a gateway that cannot be kept apart,
   * for sources, operations or a client certificate on a gateway that does not know who calls, and for a gateway of another app; at
   * synthesis for operations or a client certificate without sources, and for no sources where another route has some
   */
  public constructor(scope: Construct, id: string, props: ExternalHttpRouteProps) {
    super(scope, id, props);
    this.port = props.port ?? 80;
    this.directPorts = [...(props.directPorts ?? [])].sort((a, b) => a - b);
    this.keepHeaders = parseKeptHeaders(props.keepHeaders ?? []);
    this.tlsOrigination = props.tlsOrigination;
    if (props.allow !== undefined) this.narrowTo(props.allow);
    if (this.directPorts.length > 0 && props.allowFrom !== undefined) this.warn(AROUND_SOURCES);
    if (this.tlsOrigination?._origination.verify === false) this.warn(UNVERIFIED);
  }

  /**
   * Lets the sources do more, beside what `allow` has said already; at first it narrows them to that. See the property of that
   * name.
   *
   * @example
   * const api = new ExternalHttpRoute(chart, 'api', {
   *   gateway,
   *   hosts: ['api.example.com'],
   *   tlsOrigination: TlsOrigination.simple(),
   *   allowFrom: [EgressSource.namespace('orders')],
   * });
   * api.allow({ methods: ['GET'], paths: ['/v1/*'] });
   *
   * @throws Error for no operation at all, for one without methods and paths, for malformed ones, and where the gateway does not know who calls
   */
  public allow(...operations: EgressOperation[]): void {
    atPath(this, () => refuseList('route.allow', operations, '{ methods: ["GET"] }'));
    this.narrowTo(operations);
  }

  private warn(text: string): void {
    tellOnStderr('warning', this, text);
  }

  private narrowTo(operations: readonly EgressOperation[]): void {
    atPath(this, () => {
      refuseAnonymous(this.gateway.clientTls);
      refuseNone(
        'allow',
        operations,
        'write allow: [{ methods: ["GET"] }], or leave it out: its sources may do everything then',
      );
      const read = operations.map((operation) => parseOperation(operation));
      meshOf(this).plan.allow(this.node.path, read);
      this._restrict();
    });
  }

  /** The DestinationRules that make the gateway speak TLS to the hosts; none without `tlsOrigination`. */
  public get originationRules(): readonly ApiObject[] {
    return this._withId('OriginationRule');
  }

  /**
   * The EnvoyFilters that make the gateway refuse TLS 1.2 from the hosts, where `minProtocolVersion` asks for it, and what the hosts
   * may read in another way than the gateway, where `allow` says what may be asked.
   */
  public get envoyFilters(): readonly ApiObject[] {
    return this.objects.filter(({ kind }) => kind === 'EnvoyFilter');
  }

  /** @internal */
  protected override _refuseUnknown(props: ExternalHttpRouteProps): void {
    refuseUnknown('ExternalHttpRoute', props, KNOWN);
  }

  /** @internal */
  protected override _wildcardTarget(props: ExternalHttpRouteProps): WildcardTarget | undefined {
    return props.wildcardTarget;
  }

  /** @internal */
  protected override _readPorts(props: ExternalHttpRouteProps): readonly ClaimedPort[] {
    return readHttpPorts(props);
  }
}

const KNOWN: Known<ExternalHttpRouteProps> = {
  ...OF_ROUTES,
  port: true,
  directPorts: true,
  keepHeaders: true,
  tlsOrigination: true,
  wildcardTarget: true,
  allow: true,
};

const AROUND_SOURCES = 'directPorts are open to everybody: allowFrom does not hold there';
const UNVERIFIED = 'whoever answers in the place of the hosts is believed: nothing of their certificates is verified';
