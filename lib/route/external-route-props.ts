import { EgressSource } from '../access/egress-source';
import { EgressMetadata } from '../construct/egress-metadata';
import { IEgressGateway } from '../gateway/iegress-gateway';
import { UpstreamProxy } from '../gateway/upstream-proxy';
import { ExportTo } from '../mesh/export-to';
import { HostResolution } from '../mesh/host-resolution';

/** Properties that every kind of route has. */
export interface ExternalRouteProps {
  /** The gateway that the hosts are reached through. */
  readonly gateway: IEgressGateway;
  /**
   * The hosts: full DNS names, at least one; or wildcards such as `*.example.com`, with a `wildcardTarget`. Upper case is lowered,
   * and a trailing dot is removed. Hosts inside the cluster, metadata services of clouds, and names in reserved domains such as
   * `internal` are errors: see `externalDomains` of `EgressMesh`, and `resolution`. All ports of one host belong to routes of one chart and one gateway. Another chart may route the
   * host through another gateway, for other namespaces: see `exportTo`.
   */
  readonly hosts: string[];
  /**
   * The sources that may use the route. The gateway refuses other callers: with 403 for HTTP, with a connection reset for TLS and
   * TCP. If one route of a gateway has sources, every route of the gateway needs sources, those of other apps included. Needs
   * `ClientTls.ISTIO_MUTUAL`.
   *
   * Sources apply to the port of the route. Under `ALLOW_ANY`, sidecars send requests for other ports of the host directly, and TLS
   * on the HTTP port; `REGISTRY_ONLY` or a lockdown closes these ways.
   * @default - every caller that reaches the gateway, as long as no route of the gateway has sources
   */
  readonly allowFrom?: EgressSource[] | undefined;
  /**
   * How the gateway finds the addresses of the hosts. With `HostResolution.STATIC`, the gateway connects to the `addresses` of the route,
   * or to the endpoints of `upstream`. If this value is written, the hosts may be names that no one resolves. All routes of a host have the same value. Excludes
   * `wildcardTarget`. Not for an `ExternalCidrRoute`, whose addresses applications dial.
   * @default - HostResolution.STATIC if every endpoint of `upstream` is an address, else HostResolution.DNS
   */
  readonly resolution?: HostResolution | undefined;
  /**
   * The namespaces that can see the route; `exportTo` does not grant access. All routes of a host have the same value. A host with
   * routes through several gateways needs `ExportTo.SOURCES`: no proxy may see two of its routes, so that charts, gateways and
   * sources have different namespaces.
   * @default ExportTo.ALL
   */
  readonly exportTo?: ExportTo | undefined;
  /**
   * The proxy through which the gateway connects to the hosts, or `UpstreamProxy.none()`. All routes of a host have the same value.
   * Excludes `directPorts`, `WildcardTarget.dynamicDns()`, `HostResolution.DNS_ROUND_ROBIN`, several addresses, and settings of endpoints
   * and of their connections. A route to the proxy itself needs `UpstreamProxy.none()`.
   * @default - the upstreamProxy of the gateway
   */
  readonly upstreamProxy?: UpstreamProxy | undefined;
  /**
   * Labels and annotations of the objects of the hosts. All routes of a host share its objects, so that two values of one key are an
   * error.
   * @default - the objects in the gateway's namespace have the metadata of the gateway, other objects have none
   */
  readonly metadata?: EgressMetadata | undefined;
}
