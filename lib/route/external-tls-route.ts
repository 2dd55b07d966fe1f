import { Construct } from 'constructs';
import { ClaimedPort } from '../mesh/external-host';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { parseTrafficPort } from '../input/port';
import { ExternalRoute, ExternalRouteProps } from './external-route';
import { OF_ROUTES } from './known-props';
import { refuseDynamic } from './refuse-dynamic';
import { TlsOrigination } from './tls-origination';
import { WildcardTarget } from './wildcard-target';

/** Properties of an `ExternalTlsRoute`. */
export interface ExternalTlsRouteProps extends ExternalRouteProps {
  /**
   * The port of the hosts where TLS is spoken, 1 to 65535. A host has one TLS port per gateway.
   * @default 443
   */
  readonly port?: number;
  /**
   * Where the names below wildcards in `hosts` are, which no wildcard goes without. Not `WildcardTarget.dynamic()`: Istio
   * sends TLS of such clusters to port 80.
   * @default - none: the hosts are single ones
   */
  readonly wildcardTarget?: WildcardTarget;
}

/**
 * Hosts that the mesh calls with TLS of the application's own, through the gateway, told apart by SNI. The gateway never
 * sees what is inside. With `ClientTls.ISTIO_MUTUAL` it travels inside the mesh's mTLS on its way to the gateway.
 *
 * Per host it writes a ServiceEntry with the port, a Gateway with a TLS server, a DestinationRule with a subset, and a
 * VirtualService; with `allowFrom` also an AuthorizationPolicy:
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
   * @throws Error for an unknown property, for a malformed or in-cluster host, for a malformed port, for a host and port that another
   * route claims, for a host that another chart routes, or a gateway that cannot be kept apart, for sources on a gateway that does not know who calls, and for a
   * gateway of another app; at synthesis for no sources where another route has some
   */
  public constructor(scope: Construct, id: string, props: ExternalTlsRouteProps) {
    super(scope, id, props);
    this.port = props.port ?? 443;
  }

  /** @internal */
  protected override _refuseUnknown(props: ExternalTlsRouteProps): void {
    refuseHttpProps(props);
    refuseUnknown('ExternalTlsRoute', props, KNOWN);
  }

  /** @internal */
  protected override _wildcardTarget(props: ExternalTlsRouteProps): WildcardTarget | undefined {
    return props.wildcardTarget;
  }

  /** @internal */
  protected override _readPorts({ port = 443, wildcardTarget }: ExternalTlsRouteProps): readonly ClaimedPort[] {
    refuseDynamic('an ExternalTlsRoute', wildcardTarget);
    return [{ number: parseTrafficPort('port', port), protocol: 'TLS', way: 'gateway' }];
  }
}

const KNOWN: Known<ExternalTlsRouteProps> = { ...OF_ROUTES, port: true, wildcardTarget: true };

/** What only an `ExternalHttpRoute` has: the gateway sees nothing of what is inside the application's TLS. */
const OF_HTTP = ['allow', 'directPorts', 'keepHeaders', 'tlsOrigination'];

/**
 * Types keep these out of a literal, but not out of an object in a variable, nor in JavaScript; nothing may be lost silently.
 *
 * @throws InputError
 */
function refuseHttpProps(props: object): void {
  const [name, value] =
    Object.entries(props ?? {}).find(([key, value]) => OF_HTTP.includes(key) && value !== undefined) ?? [];
  if (name === undefined) return;
  throw new InputError({
    problem: `${name} on a route of the application's own tls`,
    got: value instanceof TlsOrigination ? `TlsOrigination ${value.mode}` : value,
    allowed: `${name} on an ExternalHttpRoute: inside the application's tls the gateway sees nothing`,
    fix: `remove ${name}, or use an ExternalHttpRoute and call http://`,
  });
}
