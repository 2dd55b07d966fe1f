import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { HttpOperation } from '../http/http-operation';
import { parseOperations } from '../access/parse-operations';
import { withConstructPath } from '../construct/diagnostics';
import { meshOf } from '../construct/mesh';
import { HttpCredential } from '../gateway/http-credential';
import { assertMutualTls } from '../gateway/mutual-tls';
import { Operation } from '../http/operation';
import { isMarked, mark } from '../input/instance';
import { assertVariadic } from '../input/variadic';
import { ClientTls } from '../mesh/client-tls';
import { readHttpUpstream } from '../upstream/read-upstream';
import { HttpProtocol } from '../mesh/http-protocol';
import { ExternalHttpRouteProps } from './external-http-route-props';
import { ExternalRoute } from './external-route';
import { parseHttpPorts } from './http-ports';
import { RouteKind } from './parse-route';
import { HTTP_PROPERTY_HINTS, PROPERTY_HINTS } from './property-hints';
import { ROUTE_PROPERTIES } from './route-properties';
import { TlsOrigination } from './tls-origination';

/**
 * Hosts that applications call in plain HTTP, through the gateway.
 *
 * For each host, the route writes a ServiceEntry with the port, a Gateway with an HTTP server, a DestinationRule with a subset, a
 * DestinationRule for the gateway's connections to the host, and a VirtualService; with `allowFrom` also an AuthorizationPolicy, and
 * EnvoyFilters for TLS 1.3 as the minimum, for HTTP/2 over TLS, for `credential`, for `allowedOperations` and for
 * `WildcardTarget.dynamicDns()`:
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
  /** Returns whether a value is an `ExternalHttpRoute`. */
  public static isExternalHttpRoute(value: unknown): value is ExternalHttpRoute {
    return isMarked(value, 'ExternalHttpRoute');
  }

  /** The port on which applications call the hosts in plain HTTP. */
  public readonly port: number;
  /** The protocol in which the gateway calls the hosts. */
  public readonly protocol: HttpProtocol;
  /** Whether requests reach the hosts in the protocol of the application. */
  public readonly useClientProtocol: boolean;
  /** The ports that the mesh may reach around the gateway, sorted. */
  public readonly directPorts: number[];
  /** The address that applications call in place of a name; empty if applications call the hosts by name. */
  public readonly addresses: string[];
  /** The headers that the gateway keeps, although they describe the mesh: lower case, sorted. */
  public readonly keepHeaders: string[];
  /**
   * TLS from the gateway to the hosts.
   * @default - the gateway calls the hosts in plain HTTP
   */
  public readonly tlsOrigination?: TlsOrigination | undefined;
  /**
   * The credential that the gateway adds to requests.
   * @default - none
   */
  public readonly credential?: HttpCredential | undefined;

  /**
   * @throws EgressError that names every unknown and malformed property, such as a host inside the cluster, a gateway of another
   * mesh, or sources, operations or a client certificate on a gateway that does not authenticate callers
   */
  public constructor(scope: Construct, id: string, props: ExternalHttpRouteProps) {
    super(scope, id);
    mark(this, 'ExternalHttpRoute');
    const [http, ...direct] = this._declare(props, KIND);
    this.port = http?.number ?? 80;
    this.protocol = http?.httpProtocol ?? HttpProtocol.HTTP;
    this.useClientProtocol = http?.useClientProtocol ?? false;
    this.directPorts = direct.map(({ number }) => number);
    this.addresses = [...(http?.addresses ?? [])];
    this.keepHeaders = [...(http?.keptHeaders ?? [])];
    this.tlsOrigination = props.tlsOrigination;
    this.credential = props.credential;
  }

  /**
   * Adds operations that the sources may perform. The first call restricts the sources to its operations. See the property
   * `allowedOperations`.
   *
   * @example
   * const api = new ExternalHttpRoute(chart, 'api', {
   *   gateway,
   *   hosts: ['api.example.com'],
   *   tlsOrigination: TlsOrigination.simple(),
   *   allowFrom: [EgressSource.namespace('orders')],
   * });
   * api.allowOperations({ methods: ['GET'], paths: ['/v1/*'] });
   *
   * @throws EgressError for no operation, for a malformed operation, and if the gateway does not authenticate callers
   */
  public allowOperations(...operations: HttpOperation[]): void {
    const read = withConstructPath(this, () => {
      assertVariadic('route.allowOperations', operations, "{ methods: ['GET'] }");
      return parseAllowedOperations(operations, this.gateway.clientTls);
    });
    meshOf(this).model.plan.allowOperations(this.node.path, read);
    this._writeObjects();
  }

  /** The operations that the sources may perform, sorted; empty if every operation is allowed. */
  public get operations(): HttpOperation[] {
    const { operations } = meshOf(this).model.plan.accessOf(this.node.path);
    return operations.map(({ methods, paths }) => ({
      ...(methods.length > 0 && { methods: [...methods] }),
      ...(paths.length > 0 && { paths: [...paths] }),
    }));
  }

  /**
   * The EnvoyFilters that require TLS 1.3 from the hosts, those that reject requests that hosts may interpret differently or set the
   * scheme of HTTP/2 over TLS, those that add credentials, and those that check the addresses of `WildcardTarget.dynamicDns()`.
   */
  public get envoyFilters(): ApiObject[] {
    return this.objects.filter(({ kind }) => kind === 'EnvoyFilter');
  }
}

/** Reads operations, which restrict callers and therefore need their identity. */
function parseAllowedOperations(operations: readonly HttpOperation[], clientTls: ClientTls): readonly Operation[] {
  assertMutualTls('allowedOperations', clientTls);
  return parseOperations(operations);
}

const KIND: RouteKind<ExternalHttpRouteProps> = {
  name: 'ExternalHttpRoute',
  properties: {
    ...ROUTE_PROPERTIES,
    port: true,
    addresses: true,
    protocol: true,
    useClientProtocol: true,
    directPorts: true,
    keepHeaders: true,
    tlsOrigination: true,
    credential: true,
    wildcardTarget: true,
    upstream: true,
    allowedOperations: true,
  },
  readUpstream: readHttpUpstream,
  hints: { ...PROPERTY_HINTS, ...HTTP_PROPERTY_HINTS },
  parsePorts: parseHttpPorts,
  needsStatic: ({ addresses }) => addresses !== undefined,
  parseOperations: ({ allowedOperations }, clientTls) =>
    allowedOperations === undefined ? [] : parseAllowedOperations(allowedOperations, clientTls),
  wildcardTarget: ({ wildcardTarget }) => wildcardTarget,
};
