import { Construct } from 'constructs';
import { EgressError } from '../input/egress-error';
import { isMarked, mark } from '../input/instance';
import { parseTrafficPort } from '../input/port';
import { ExternalRoute } from './external-route';
import { ExternalRouteProps } from './external-route-props';
import { RouteKind } from './parse-route';
import { PROPERTY_HINTS } from './property-hints';
import { ROUTE_PROPERTIES } from './route-properties';
import { WildcardTarget } from './wildcard-target';

/** Properties of an `ExternalTlsRoute`. */
export interface ExternalTlsRouteProps extends ExternalRouteProps {
  /**
   * The TLS port of the hosts, 1 to 65535. A host has one TLS or TCP port per gateway.
   * @default 443
   */
  readonly port?: number | undefined;
  /**
   * The target of the wildcards in `hosts`. Every wildcard needs a target.
   * @default - none: the hosts are single hosts
   */
  readonly wildcardTarget?: WildcardTarget | undefined;
}

/**
 * Hosts that applications call with TLS of their own. The gateway identifies hosts by SNI, and does not decrypt the TLS of the
 * application. With `ClientTls.ISTIO_MUTUAL`, the TLS of the application is carried inside mesh mTLS between sidecar and gateway.
 *
 * For each host, the route writes a ServiceEntry with the port, a Gateway with a TLS server, a DestinationRule with a subset, a
 * DestinationRule for the gateway's connections to the host, and a VirtualService; with `allowFrom` also an AuthorizationPolicy:
 *
 * ```yaml
 * tls:
 *   - match: [{ gateways: [mesh], port: 443, sniHosts: [edition.cnn.com] }]
 *     route: [{ destination: { host: istio-egressgateway.istio-system.svc.cluster.local, port: { number: 443 }, subset: edition-cnn-com } }]
 * tcp:
 *   - match: [{ gateways: [istio-system/egress-server-edition-cnn-com], port: 443 }]
 *     route: [{ destination: { host: edition.cnn.com, port: { number: 443 } } }]
 * ```
 *
 * @example
 * new ExternalTlsRoute(chart, 'cnn-tls', { gateway, hosts: ['edition.cnn.com'] });
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/#egress-gateway-for-https-traffic
 */
export class ExternalTlsRoute extends ExternalRoute {
  /** Returns whether a value is an `ExternalTlsRoute`. */
  public static isExternalTlsRoute(value: unknown): value is ExternalTlsRoute {
    return isMarked(value, 'ExternalTlsRoute');
  }

  /** The TLS port of the hosts. */
  public readonly port: number;

  /**
   * @throws EgressError that names every unknown and malformed property, such as a host inside the cluster, a gateway of another
   * mesh, or sources on a gateway that does not authenticate callers
   */
  public constructor(scope: Construct, id: string, props: ExternalTlsRouteProps) {
    super(scope, id);
    mark(this, 'ExternalTlsRoute');
    const [tls] = this._declare(props, KIND);
    this.port = tls?.number ?? 443;
  }
}

const KIND: RouteKind<ExternalTlsRouteProps> = {
  name: 'ExternalTlsRoute',
  properties: { ...ROUTE_PROPERTIES, port: true, wildcardTarget: true },
  hints: {
    ...PROPERTY_HINTS,
    ...Object.fromEntries(
      ['allowedOperations', 'directPorts', 'keepHeaders', 'tlsOrigination'].map((name) => [
        name,
        `use an ExternalHttpRoute: the gateway cannot see requests inside the application's TLS; remove ${name}`,
      ]),
    ),
  },
  parsePorts: ({ port = 443 }) => {
    assertNotPlainHttp(port);
    return [{ number: parseTrafficPort('port', port), protocol: 'TLS', routing: 'gateway' }];
  },
  wildcardTarget: ({ wildcardTarget }) => wildcardTarget,
};

/** Rejects the port of plain HTTP, on which no host speaks TLS. */
function assertNotPlainHttp(port: number): void {
  if (port !== 80) return;
  throw EgressError.of({
    code: 'EGR0401',
    problem: 'port of an ExternalTlsRoute cannot be 80',
    got: port,
    allowed: 'a port where the hosts speak TLS',
    fix: 'use an ExternalHttpRoute for plain HTTP',
  });
}
