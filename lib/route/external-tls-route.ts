import { Construct } from 'constructs';
import { ClaimedPort } from '../model/external-host';
import { InputError } from '../model/input-error';
import { parseTrafficPort } from '../model/port';
import { ExternalRoute, ExternalRouteProps } from './external-route';

/** Properties of an `ExternalTlsRoute`. */
export interface ExternalTlsRouteProps extends ExternalRouteProps {
  /**
   * The port of the hosts where TLS is spoken, 1 to 65535. A host has one TLS port per gateway.
   * @default 443
   */
  readonly port?: number;
}

/**
 * Hosts that the mesh calls with TLS of the application's own, through the gateway, told apart by SNI. The gateway never
 * sees what is inside. With `ClientTls.ISTIO_MUTUAL` it travels inside the mesh's mTLS on its way to the gateway.
 *
 * Per host it writes a ServiceEntry with the port, a Gateway with a TLS server, a DestinationRule with a subset, and a
 * VirtualService:
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
  /** The port of the hosts where TLS is spoken. */
  public readonly port: number;

  /**
   * @throws Error for a malformed host or port, for a host and port that another route claims, and for a host that another
   * gateway or chart routes
   */
  public constructor(scope: Construct, id: string, props: ExternalTlsRouteProps) {
    super(scope, id, props);
    this.port = props.port ?? 443;
  }

  /** @internal */
  protected override _readPorts(props: ExternalTlsRouteProps): readonly ClaimedPort[] {
    refuseOrigination(props);
    return [{ number: parseTrafficPort('port', props.port ?? 443), protocol: 'TLS', way: 'gateway' }];
  }
}

/**
 * Types keep the property out, JavaScript does not: TLS in the application's TLS would reach a host that speaks it once.
 *
 * @throws InputError
 */
function refuseOrigination(props: object): void {
  if (!('tlsOrigination' in props) || props.tlsOrigination === undefined) return;
  throw new InputError({
    problem: 'tlsOrigination on a route of the applications own tls',
    got: 'ExternalTlsRoute',
    allowed: 'tlsOrigination on an ExternalHttpRoute, whose applications speak plain http',
    fix: 'remove tlsOrigination, or use an ExternalHttpRoute and call http://',
  });
}
