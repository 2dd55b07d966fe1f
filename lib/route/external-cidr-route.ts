import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { EgressGateway } from '../gateway/egress-gateway';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { assertMutualTls } from '../gateway/mutual-tls';
import { toGatewayModel } from '../gateway/to-gateway-model';
import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { isMarked, mark } from '../input/instance';
import { parseTrafficPort } from '../input/port';
import { REQUIRED } from '../input/properties';
import { gatewayKey } from '../mesh/gateway';
import { HostResolution } from '../mesh/host-resolution';
import { NO_RESOLUTION } from '../mesh/resolution';
import { parseExternalCidrs } from '../network/external-cidrs';
import { ExternalRoute } from './external-route';
import { ExternalRouteProps } from './external-route-props';
import { assertOneHost } from './one-host';
import { RouteKind } from './parse-route';
import { PROPERTY_HINTS, SETTINGS_HINTS } from './property-hints';
import { ROUTE_PROPERTIES } from './route-properties';

/** Properties of an `ExternalCidrRoute`. */
export interface ExternalCidrRouteProps extends ExternalRouteProps {
  /** The port of the addresses, 1 to 65535. A route per port. */
  readonly port: number;
  /**
   * The IPv4 or IPv6 ranges that applications connect to, in CIDR notation, of /8 or smaller (IPv6: /16 or smaller). Not accepted:
   * ranges with loopback, link-local, multicast or reserved addresses, and with the metadata services of clouds. Write no ranges of
   * the cluster, which the library cannot detect.
   */
  readonly cidrs: string[];
}

/**
 * Ranges of addresses that applications call over TCP, such as the SFTP servers of a partner. The host of the route is a name that
 * the team chooses, for the access log, for the names of objects and for `allowFrom`: nothing resolves the name.
 *
 * The gateway needs a port for ranges (`GatewayPorts.of({ cidrs: { port: 15022 } })`), and `ClientTls.ISTIO_MUTUAL`. The sidecar writes
 * the address that the application dialled into a PROXY protocol header, before the handshake of the mesh mTLS. The gateway connects
 * to this address, if it is in the ranges, on the port of the route. The gateway closes a connection to any other address or port
 * before the handshake, and a connection of a caller that is no source in the handshake: it has then connected to nothing.
 *
 * The header is the word of the caller. A caller that writes its own header can
 *
 * - reach each address in the ranges of the routes that it is a source of, which it may reach in any case;
 * - choose the source address in the header, which the access log of the gateway shows as the address of the caller. Nothing else
 *   depends on this address. The identity in the log is that of the certificate, if the log has the identity.
 *
 * The route has no `upstream` and no `resolution`: the gateway resolves nothing. The route needs sources. A connection to an address
 * outside the ranges, or to another port, bypasses the route: the connection is direct under `ALLOW_ANY`, and refused under
 * `REGISTRY_ONLY` or a lockdown.
 *
 * ```yaml
 * # DestinationRule of the sidecars
 * host: istio-egressgateway-cidrs.istio-system.svc.cluster.local
 * subsets:
 *   - name: 22-sftp-partner-example-com-cidrs-invalid
 *     trafficPolicy:
 *       proxyProtocol: { version: V2 }
 *       tls: { mode: ISTIO_MUTUAL, sni: 22.sftp.partner.example.com.cidrs.invalid }
 * # AuthorizationPolicy of the gateway
 * rules:
 *   - from: [{ source: { principals: [cluster.local/ns/payments/sa/*] } }]
 *     to: [{ operation: { ports: ['22'] } }]
 *     when:
 *       - { key: connection.sni, values: [22.sftp.partner.example.com.cidrs.invalid] }
 *       - { key: destination.ip, values: [203.0.113.0/28] }
 * ```
 *
 * @example
 * const gateway = new EgressGateway(chart, 'gateway', { ports: GatewayPorts.of({ cidrs: { port: 15022 } }) });
 * new ExternalCidrRoute(chart, 'partner', {
 *   gateway,
 *   hosts: ['sftp.partner.example.com'],
 *   port: 22,
 *   cidrs: ['203.0.113.0/28'],
 *   allowFrom: [EgressSource.namespace('payments')],
 * });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy-ProxyProtocol
 */
export class ExternalCidrRoute extends ExternalRoute {
  /** Returns whether a value is an `ExternalCidrRoute`. */
  public static isExternalCidrRoute(value: unknown): value is ExternalCidrRoute {
    return isMarked(value, 'ExternalCidrRoute');
  }

  /** The port of the addresses. */
  public readonly port: number;
  /** The ranges, without ranges inside other ranges, sorted. */
  public readonly cidrs: string[];

  /**
   * @throws EgressError that names every unknown and malformed property, such as a range with the address of a metadata service,
   * several hosts, a gateway of another mesh, or a gateway without a port for ranges
   */
  public constructor(scope: Construct, id: string, props: ExternalCidrRouteProps) {
    super(scope, id);
    mark(this, 'ExternalCidrRoute');
    const [range] = this._declare(props, KIND);
    this.port = range?.number ?? props.port;
    this.cidrs = [...(range?.cidrs ?? [])];
  }

  /**
   * The EnvoyFilters: with the identities that the gateway accepts in the handshake, if a source is a namespace, and by which the gateway
   * connects to the ranges, and to no other address.
   */
  public get envoyFilters(): ApiObject[] {
    return [...this._withId('IdentityFilter'), ...this._withId('CidrFilter')];
  }
}

const NO_SETTINGS = 'remove it: the gateway connects to the address that the application dialled, without settings';
const NO_SETTINGS_HINTS = Object.fromEntries(
  ['upstream', 'timeout', ...Object.keys(SETTINGS_HINTS)].map((name) => [name, NO_SETTINGS]),
);

const KIND: RouteKind<ExternalCidrRouteProps> = {
  name: 'ExternalCidrRoute',
  properties: { ...ROUTE_PROPERTIES, port: true, cidrs: true },
  hints: {
    ...{ ...PROPERTY_HINTS, ...NO_SETTINGS_HINTS },
    ...{ port: REQUIRED, cidrs: REQUIRED, cidr: 'cidrs', ranges: 'cidrs', address: 'cidrs', addresses: 'cidrs' },
    virtualAddress: 'use an ExternalTcpRoute',
  },
  fixedResolution: NO_RESOLUTION,
  parsePorts: ({ gateway, hosts, port, cidrs, resolution }, clientTls) => {
    const read = readAll({
      tls: () => assertMutualTls('ExternalCidrRoute', clientTls),
      gateway: () => assertCidrsPort(gateway),
      hosts: () => assertOneHost('ExternalCidrRoute', hosts, CHOSEN_NAME),
      number: () => parseTrafficPort('port', port, 22),
      cidrs: () => parseExternalCidrs(cidrs),
      unset: () => assertNoResolution(resolution),
    });
    return [{ number: read.number, protocol: 'TCP', routing: 'gateway', cidrs: read.cidrs }];
  },
};

const CHOSEN_NAME = {
  allowed: 'one name, which the team chooses for the ranges',
  fix: 'write one name in hosts: nothing resolves the name',
};

/** Rejects a resolution: there is nothing to resolve. */
function assertNoResolution(resolution: HostResolution | undefined): void {
  if (resolution === undefined) return;
  throw EgressError.of({
    code: 'EGR0431',
    problem: 'resolution cannot be used on an ExternalCidrRoute',
    got: resolution,
    allowed: 'no resolution: the gateway connects to the address that the application dialled',
    fix: 'remove resolution, or use an ExternalTcpRoute with addresses',
  });
}

/** Rejects a gateway without a port for ranges. */
function assertCidrsPort(gateway: IEgressGateway): void {
  if (!EgressGateway.isEgressGateway(gateway)) return;
  const { httpPort, tlsPort, cidrsPort, ...model } = toGatewayModel(gateway);
  if (cidrsPort !== undefined) return;
  const pair = ({ port, targetPort }: typeof httpPort): string => `{ port: ${port}, targetPort: ${targetPort} }`;
  throw EgressError.of({
    code: 'EGR0319',
    problem: `gateway ${gatewayKey(model)} must have a port for ranges`,
    got: String(gateway.ports),
    allowed: 'a gateway with GatewayPorts.of({ cidrs }), wherever the gateway is described',
    fix: `write ports: GatewayPorts.of({ http: ${pair(httpPort)}, tls: ${pair(tlsPort)}, cidrs: { port: 15022 } }) on the gateway`,
  });
}
