import { Construct } from 'constructs';
import { parseKeptHeaders } from '../model/edge-headers';
import { ExternalPort } from '../model/external-host';
import { InputError } from '../model/input-error';
import { parseTrafficPort } from '../model/port';
import { ExternalRoute, ExternalRouteProps } from './external-route';

/** Properties of an `ExternalHttpRoute`. */
export interface ExternalHttpRouteProps extends ExternalRouteProps {
  /**
   * The port of the hosts where plain HTTP is spoken, 1 to 65535. A host has one HTTP port per gateway.
   * @default 80
   */
  readonly port?: number;
  /**
   * Ports of the hosts that the mesh may reach *around* the gateway, with TLS. Istio's own example opens 443 in this way;
   * an `EgressLockdownPolicy` closes it again.
   * @default - none: every port that the mesh knows of goes through the gateway
   */
  readonly directPorts?: number[];
  /**
   * Names of request headers that reach the hosts although they tell of the mesh, in any case, e.g. `traceparent`. The gateway
   * takes away what Istio's proxies add (the caller's certificate and identity, its pod's address, request ids) and every trace
   * context; all other headers of the application pass.
   * @default - none
   */
  readonly keepHeaders?: string[];
}

/**
 * Hosts that the mesh calls in plain HTTP, through the gateway.
 *
 * Per host it writes a ServiceEntry with the port, a Gateway with an HTTP server, a DestinationRule with a subset, and a
 * VirtualService:
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
   * @throws Error for a malformed host or port, for a header to keep that nothing takes away, for a host and port that
   * another route claims, and for a host that another gateway or chart routes
   */
  public constructor(scope: Construct, id: string, props: ExternalHttpRouteProps) {
    super(scope, id, props);
    this.port = props.port ?? 80;
    this.directPorts = [...(props.directPorts ?? [])].sort((a, b) => a - b);
    this.keepHeaders = parseKeptHeaders(props.keepHeaders ?? []);
  }

  /** @internal */
  protected override _readPorts(props: ExternalHttpRouteProps): readonly ExternalPort[] {
    return readPorts(props);
  }
}

function readPorts(props: ExternalHttpRouteProps): readonly ExternalPort[] {
  const port = parseTrafficPort('port', props.port ?? 80);
  const direct = (props.directPorts ?? []).map((number) => parseTrafficPort('direct port', number));
  const twice = direct.find((number, index) => number === port || direct.indexOf(number) !== index);
  if (twice !== undefined) {
    throw new InputError({
      problem: `direct port ${twice} ${twice === port ? "is the route's own port" : 'stands in directPorts twice'}`,
      got: props.directPorts,
      allowed: 'ports that the route does not take through the gateway, each once',
      fix: `remove ${twice} from directPorts`,
    });
  }
  return [
    { number: port, protocol: 'HTTP', way: 'gateway', keptHeaders: parseKeptHeaders(props.keepHeaders ?? []) },
    ...direct.map((number) => ({ number, protocol: 'HTTPS' as const, way: 'direct' as const })),
  ];
}
