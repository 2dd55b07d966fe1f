import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { assertMutualTls } from '../gateway/mutual-tls';
import { readAll } from '../input/collect';
import { isMarked, mark } from '../input/instance';
import { parseTrafficPort } from '../input/port';
import { REQUIRED } from '../input/properties';
import { readConnectionUpstream } from '../upstream/read-upstream';
import { parseTcpAddresses } from './dialled-addresses';
import { ExternalRoute } from './external-route';
import { ExternalTcpRouteProps } from './external-tcp-route-props';
import { assertOneHost } from './one-host';
import { RouteKind } from './parse-route';
import { PROPERTY_HINTS } from './property-hints';
import { ROUTE_PROPERTIES } from './route-properties';

/**
 * A host that applications call over TCP, such as a database or an SSH server. Sidecars identify the host by address and port, and
 * the gateway by the SNI of the mesh mTLS, so that the gateway's Service needs no further port. Needs `ClientTls.ISTIO_MUTUAL`.
 *
 * A connection to another address of the host bypasses the route: the connection is direct under `ALLOW_ANY`, and refused under
 * `REGISTRY_ONLY` or a lockdown.
 *
 * A host without a DNS name has `resolution: HostResolution.STATIC`, also a host that applications call with TLS: TLS to an address
 * has no SNI. A host whose addresses change has `virtualAddress: true`.
 *
 * The gateway refuses callers that are not among the sources in the TLS handshake, before the host sends its first byte.
 *
 * The route writes the objects of an `ExternalTlsRoute`; the ServiceEntry has the addresses, and the VirtualService two TCP routes:
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
  /** Returns whether a value is an `ExternalTcpRoute`. */
  public static isExternalTcpRoute(value: unknown): value is ExternalTcpRoute {
    return isMarked(value, 'ExternalTcpRoute');
  }

  /** The port of the host. */
  public readonly port: number;
  /** The addresses that applications dial, sorted: those of the route, or the virtual address. */
  public readonly addresses: string[];

  /**
   * @throws EgressError that names every unknown and malformed property, such as a malformed address, several hosts, a gateway of
   * another mesh, or a gateway with `ClientTls.DISABLE`
   */
  public constructor(scope: Construct, id: string, props: ExternalTcpRouteProps) {
    super(scope, id);
    mark(this, 'ExternalTcpRoute');
    const [tcp] = this._declare(props, KIND);
    this.port = tcp?.number ?? props.port;
    this.addresses = [...(tcp?.addresses ?? [])];
  }

  /**
   * The EnvoyFilter with the identities that the gateway accepts in the TLS handshake; empty if no source is a namespace. The
   * Gateway object has the names of service accounts.
   */
  public get envoyFilters(): ApiObject[] {
    return this._withId('IdentityFilter');
  }
}

const KIND: RouteKind<ExternalTcpRouteProps> = {
  name: 'ExternalTcpRoute',
  properties: { ...ROUTE_PROPERTIES, port: true, addresses: true, virtualAddress: true, upstream: true },
  readUpstream: readConnectionUpstream,
  hints: {
    ...PROPERTY_HINTS,
    port: REQUIRED,
    address: 'addresses',
    implicitTls: 'remove implicitTls: an ExternalTcpRoute carries TLS too',
  },
  parsePorts: (props, clientTls) => {
    const { number, dialled } = readAll({
      tls: () => assertMutualTls('ExternalTcpRoute', clientTls),
      hosts: () => assertOneHost('ExternalTcpRoute', props.hosts, BY_ADDRESSES),
      number: () => parseTrafficPort('port', props.port, 5432),
      dialled: () => parseTcpAddresses(props),
    });
    return [{ number, protocol: 'TCP', routing: 'gateway', ...dialled }];
  },
};

const BY_ADDRESSES = {
  allowed: 'one host: sidecars identify the host by its addresses, or by its virtual address',
  fix: 'create a route per host, with addresses or virtualAddress: true',
};
