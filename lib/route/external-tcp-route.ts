import { Construct } from 'constructs';
import { parseAddresses } from '../network/ip-addresses';
import { ClaimedPort } from '../mesh/external-host';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { parseTrafficPort } from '../input/port';
import { ExternalRoute, ExternalRouteProps } from './external-route';
import { OF_ROUTES } from './known-props';

/** Properties of an `ExternalTcpRoute`. */
export interface ExternalTcpRouteProps extends ExternalRouteProps {
  /** The port of the host, 1 to 65535. */
  readonly port: number;
  /**
   * The addresses that applications dial, IPv4 or IPv6: what the host's name resolves to for them. TCP carries no name, so that
   * sidecars go by these; the gateway resolves the name itself. Single addresses, no ranges: Istio takes none here.
   */
  readonly addresses: readonly string[];
}

/**
 * A host that the mesh calls in some protocol over TCP, a database or SSH, through the gateway. Sidecars tell it by its addresses and
 * port, and the gateway by the name in the mesh's mTLS around it, so that it needs no further port on the gateway's Service. It needs
 * `ClientTls.ISTIO_MUTUAL`.
 *
 * An application that dials another address of the host goes past the route: directly under `ALLOW_ANY`, nowhere under
 * `REGISTRY_ONLY` or a lockdown.
 *
 * It writes what an `ExternalTlsRoute` writes; the ServiceEntry has the addresses, and the VirtualService two legs of TCP:
 *
 * ```yaml
 * tcp:
 *   - match: [{ gateways: [mesh], port: 5432 }]
 *     route: [{ destination: { host: istio-egressgateway.istio-system.svc.cluster.local, port: { number: 443 }, subset: db-example-com } }]
 *   - match: [{ gateways: [istio-system/egress-server-db-example-com], port: 443 }]
 *     route: [{ destination: { host: db.example.com, port: { number: 5432 } } }]
 * ```
 *
 * @example
 * new ExternalTcpRoute(chart, 'db', { gateway, hosts: ['db.example.com'], port: 5432, addresses: ['203.0.113.10'] });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry
 */
export class ExternalTcpRoute extends ExternalRoute {
  /** The port of the host. */
  public readonly port: number;
  /** The addresses that applications dial, sorted. */
  public readonly addresses: readonly string[];

  /**
   * @throws Error as the other kinds of routes; for several hosts, for a malformed address or none, and on a gateway with
   * `ClientTls.DISABLE`
   */
  public constructor(scope: Construct, id: string, props: ExternalTcpRouteProps) {
    super(scope, id, props);
    this.port = props.port;
    this.addresses = parseAddresses(props.addresses);
  }

  /** @internal */
  protected override _refuseUnknown(props: ExternalTcpRouteProps): void {
    refuseUnknown('ExternalTcpRoute', props, KNOWN);
  }

  /** @internal */
  protected override _readPorts(props: ExternalTcpRouteProps): readonly ClaimedPort[] {
    refuseSeveral(props.hosts);
    refusePlain(props);
    const addresses = parseAddresses(props.addresses);
    return [{ number: parseTrafficPort('port', props.port), protocol: 'TCP', way: 'gateway', addresses }];
  }
}

const KNOWN: Known<ExternalTcpRouteProps> = { ...OF_ROUTES, port: true, addresses: true };

/**
 * The addresses are of one host.
 *
 * @throws InputError
 */
function refuseSeveral(hosts: readonly string[]): void {
  if (hosts.length < 2) return;
  throw new InputError({
    problem: 'several hosts on one tcp route',
    got: hosts,
    allowed: 'one host: sidecars tell it by its addresses',
    fix: 'write a route per host',
  });
}

/**
 * Without the mesh's mTLS nothing tells the gateway which host is meant.
 *
 * @throws InputError
 */
function refusePlain({ gateway }: ExternalTcpRouteProps): void {
  if (gateway.clientTls.mode !== 'DISABLE') return;
  throw new InputError({
    problem: 'tcp reaches the gateway without a name',
    got: `ClientTls.${gateway.clientTls.mode}`,
    allowed: 'an ExternalTcpRoute on a gateway with ClientTls.ISTIO_MUTUAL, whose outer name tells hosts apart',
    fix: 'write clientTls: ClientTls.ISTIO_MUTUAL on the gateway, or leave clientTls out',
  });
}
