import { Construct } from 'constructs';
import { EgressError } from '../input/egress-error';
import { assertBoolean } from '../input/boolean';
import { isMarked, mark } from '../input/instance';
import { parseTrafficPort } from '../input/port';
import { readConnectionUpstream } from '../upstream/read-upstream';
import { assertNoPlaintextStart, useTcpRoute } from '../network/plaintext-start';
import { ExternalRoute } from './external-route';
import { ExternalTlsRouteProps } from './external-tls-route-props';
import { RouteKind } from './parse-route';
import { PROPERTY_HINTS } from './property-hints';
import { ROUTE_PROPERTIES } from './route-properties';

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
  properties: { ...ROUTE_PROPERTIES, port: true, implicitTls: true, wildcardTarget: true, upstream: true },
  readUpstream: readConnectionUpstream,
  hints: PROPERTY_HINTS,
  parsePorts: ({ port = 443, implicitTls = false }) => {
    const number = parseTrafficPort('port', port);
    assertNotPlainHttp(number);
    assertBoolean('implicitTls', implicitTls);
    if (!implicitTls) {
      const fix = `${useTcpRoute(number)}, ${IMPLICIT_TLS}`;
      assertNoPlaintextStart('port of an ExternalTlsRoute', number, 'TLS', fix);
    }
    return [{ number, protocol: 'TLS', routing: 'gateway' }];
  },
  wildcardTarget: ({ wildcardTarget }) => wildcardTarget,
};

const IMPLICIT_TLS = 'or write implicitTls: true if applications start with TLS on the port';

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
