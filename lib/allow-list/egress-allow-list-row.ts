import { EgressSource } from '../access/egress-source';
import { EgressMetadata } from '../construct/egress-metadata';
import { HttpCredential } from '../gateway/http-credential';
import { UpstreamProxy } from '../gateway/upstream-proxy';
import { HttpOperation } from '../http/http-operation';
import { ExportTo } from '../mesh/export-to';
import { HostResolution } from '../mesh/host-resolution';
import { TlsOrigination } from '../route/tls-origination';
import { WildcardTarget } from '../route/wildcard-target';
import { HttpUpstreamOptions } from '../upstream/upstream-options';
import { AllowListProtocol } from './allow-list-protocol';

/** A row of an allow-list: one route. */
export interface EgressAllowListRow {
  /** The name of the row in the list, a DNS-1123 label: the construct id of the route. */
  readonly name: string;
  /** The hosts. */
  readonly hosts: string[];
  /** The protocol of applications on the port, which states the kind of the route. */
  readonly protocol: AllowListProtocol;
  /**
   * The port on which applications call the hosts, 1 to 65535. TCP needs a port.
   * @default - 443 for TLS, 80 for HTTP, HTTP2 and GRPC
   */
  readonly port?: number | undefined;
  /**
   * The sources that may use the row: `allowFrom` of the route.
   * @default - every caller that reaches the gateway, as long as no route of the gateway has sources
   */
  readonly from?: EgressSource[] | undefined;
  /**
   * The operations that the sources may perform: `allowedOperations` of the route, for HTTP.
   * @default - every method and path
   */
  readonly operations?: HttpOperation[] | undefined;
  /**
   * The team that answers for the row. Not part of the manifests.
   * @default - not stated
   */
  readonly owner?: string | undefined;
  /**
   * The ticket or change in which the row was approved. Not part of the manifests.
   * @default - not stated
   */
  readonly ticket?: string | undefined;
  /**
   * The last day of the row, in UTC: `2027-03-31`. A row that has expired is an error, so that its owner extends or removes the row.
   * @default - the row does not expire
   */
  readonly expires?: string | undefined;
  /**
   * The addresses that applications dial, for TCP and HTTP.
   * @default - none
   */
  readonly addresses?: string[] | undefined;
  /**
   * The ranges of addresses that applications dial, for TCP: an `ExternalCidrRoute`.
   * @default - none
   */
  readonly cidrs?: string[] | undefined;
  /**
   * Whether the host has a virtual address, for TCP.
   * @default false
   */
  readonly virtualAddress?: boolean | undefined;
  /**
   * States that applications start with TLS on a port whose usual protocol starts in plain text, for TLS.
   * @default false
   */
  readonly implicitTls?: boolean | undefined;
  /**
   * Whether each request reaches the hosts in the protocol of the application, for HTTP.
   * @default false
   */
  readonly useClientProtocol?: boolean | undefined;
  /**
   * The target of the wildcards in `hosts`, for TLS and HTTP.
   * @default - none: the hosts are single hosts
   */
  readonly wildcardTarget?: WildcardTarget | undefined;
  /**
   * TLS ports of the hosts that the mesh may reach around the gateway, for HTTP.
   * @default - none
   */
  readonly directPorts?: number[] | undefined;
  /**
   * Request headers that the gateway keeps, although they describe the mesh, for HTTP.
   * @default - none
   */
  readonly keepHeaders?: string[] | undefined;
  /**
   * TLS from the gateway to the hosts, for HTTP.
   * @default - the gateway calls the hosts in plain HTTP
   */
  readonly tlsOrigination?: TlsOrigination | undefined;
  /**
   * A request header with a credential from a Secret, for HTTP.
   * @default - none
   */
  readonly credential?: HttpCredential | undefined;
  /**
   * Settings of the gateway's connections to the hosts; those of requests are for HTTP.
   * @default - Istio's defaults
   */
  readonly upstream?: HttpUpstreamOptions | undefined;
  /**
   * How the gateway finds the addresses of the hosts.
   * @default - HostResolution.STATIC if every endpoint of `upstream` is an address, else HostResolution.DNS
   */
  readonly resolution?: HostResolution | undefined;
  /**
   * The namespaces that can see the route.
   * @default ExportTo.ALL
   */
  readonly exportTo?: ExportTo | undefined;
  /**
   * The proxy through which the gateway connects to the hosts.
   * @default - the upstreamProxy of the gateway
   */
  readonly upstreamProxy?: UpstreamProxy | undefined;
  /**
   * Labels and annotations of the objects of the hosts.
   * @default - the objects in the gateway's namespace have the metadata of the gateway, other objects have none
   */
  readonly metadata?: EgressMetadata | undefined;
}
