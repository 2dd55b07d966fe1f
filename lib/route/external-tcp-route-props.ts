import { UpstreamOptions } from '../upstream/upstream-options';
import { ExternalRouteProps } from './external-route-props';

/** Properties of an `ExternalTcpRoute`. */
export interface ExternalTcpRouteProps extends ExternalRouteProps {
  /** The port of the host, 1 to 65535. A host with several ports has a route for each port. */
  readonly port: number;
  /**
   * The IPv4 or IPv6 addresses that applications dial: those that the host resolves to for applications. TCP carries no name, so
   * sidecars identify the host by address. Single addresses only: an `ExternalCidrRoute` has ranges. Excludes `virtualAddress`.
   *
   * With `HostResolution.STATIC`, the gateway connects to these addresses, and the host is a name that no one resolves, also below a
   * reserved domain such as `corp.internal`. Each address must be the same service: the gateway connects to any of them, not to the
   * dialled one.
   *
   * @example
   * new ExternalTcpRoute(chart, 'oracle', {
   *   gateway,
   *   hosts: ['oracle.corp.internal'],
   *   port: 1521,
   *   addresses: ['10.20.3.4'],
   *   resolution: HostResolution.STATIC,
   * });
   *
   * @default - none: `virtualAddress` must be true
   */
  readonly addresses?: string[] | undefined;
  /**
   * Settings of the gateway's connections to the host: timeouts, limits, keep-alive, outlier detection and endpoints.
   * @default - Istio's defaults
   */
  readonly upstream?: UpstreamOptions | undefined;
  /**
   * Whether the host has a virtual address: for hosts whose addresses change. The sidecars of the sources need DNS capture
   * (`ISTIO_META_DNS_CAPTURE`): they answer DNS queries for the host with the virtual address, an IPv4 address of 240.0.0.0/4 that
   * follows from the name. The gateway resolves the host by DNS, or connects to the endpoints of `upstream`. Pods without DNS capture
   * connect directly under `ALLOW_ANY`, and are blocked under `REGISTRY_ONLY` or a lockdown. Excludes `addresses`.
   *
   * @example
   * new ExternalTcpRoute(chart, 'db', { gateway, hosts: ['db.example.com'], port: 5432, virtualAddress: true });
   *
   * @see https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/
   * @default false
   */
  readonly virtualAddress?: boolean | undefined;
}
