import { HttpCredential } from '../gateway/http-credential';
import { HttpOperation } from '../http/http-operation';
import { HttpProtocol } from '../mesh/http-protocol';
import { HttpUpstreamOptions } from '../upstream/upstream-options';
import { ExternalRouteProps } from './external-route-props';
import { TlsOrigination } from './tls-origination';
import { WildcardTarget } from './wildcard-target';

/** Properties of an `ExternalHttpRoute`. */
export interface ExternalHttpRouteProps extends ExternalRouteProps {
  /**
   * The port on which applications call the hosts in plain HTTP, 1 to 65535. A host with several ports has a route for each port.
   * Not accepted: 443, ports of Istio's proxies, and the usual ports of protocols that start in plain text, such as 5432.
   * @default 80
   */
  readonly port?: number | undefined;
  /**
   * The IPv4 or IPv6 address that applications call in place of a name: `http://203.0.113.40:8080`. One address, and one host. Needs
   * `resolution: HostResolution.STATIC`, and excludes `directPorts`. The host is a name that no one resolves, also below a reserved domain such as
   * `corp.internal`. The external host receives its address as the Host header.
   *
   * @example
   * new ExternalHttpRoute(chart, 'meter', {
   *   gateway,
   *   hosts: ['meter.corp.internal'],
   *   port: 8080,
   *   addresses: ['203.0.113.40'],
   *   resolution: HostResolution.STATIC,
   * });
   *
   * @default - none: applications call the hosts by name
   */
  readonly addresses?: string[] | undefined;
  /**
   * The protocol in which the gateway calls the hosts, whatever the protocol of the application. `HttpProtocol.HTTP2` and
   * `HttpProtocol.GRPC` cannot be used with `WildcardTarget.dynamicDns()`.
   * @default HttpProtocol.HTTP
   */
  readonly protocol?: HttpProtocol | undefined;
  /**
   * Whether each request reaches the hosts in the protocol in which the application sent the request: HTTP/1.1, HTTP/2, gRPC with
   * its trailers, or an upgrade to WebSocket. Cannot be used with `HttpProtocol.HTTP2`, `HttpProtocol.GRPC` or
   * `WildcardTarget.dynamicDns()`.
   *
   * A host that speaks one version of HTTP only answers requests in the other version with an error. Each request in HTTP/1.1 occupies
   * a connection between sidecar and gateway; without this property the requests of a sidecar share connections. With
   * `allowedOperations`, the gateway answers a request with an `upgrade` header with 403.
   * @default false
   * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings
   */
  readonly useClientProtocol?: boolean | undefined;
  /**
   * The target of the wildcards in `hosts`. Every wildcard needs a target.
   * @default - none: the hosts are single hosts
   */
  readonly wildcardTarget?: WildcardTarget | undefined;
  /**
   * TLS ports of the hosts that the mesh may reach directly, around the gateway, 1 to 65535. Istio's own example opens port 443 in this
   * way. An `EgressLockdownPolicy` closes these ports again. `allowFrom` does not apply to them. Excludes `addresses`, `upstreamProxy` and
   * `WildcardTarget.dynamicDns()`.
   * @default - none: every port of the hosts in the service registry is routed through the gateway
   */
  readonly directPorts?: number[] | undefined;
  /**
   * Names of request headers that the gateway keeps, although they describe the mesh, in any case: `traceparent`. By default, the
   * gateway removes the headers that Istio's proxies add (certificate and identity of the caller, address of its pod, request ids)
   * and every trace context. Other headers of the application are not changed: their names are errors.
   * @default - none
   */
  readonly keepHeaders?: string[] | undefined;
  /**
   * TLS from the gateway to the hosts. Applications call the hosts in plain HTTP on `port`; mesh mTLS protects the requests up to
   * the gateway. Excludes `wildcardTarget`.
   * @default - the gateway calls the hosts in plain HTTP
   */
  readonly tlsOrigination?: TlsOrigination | undefined;
  /**
   * A request header with a credential from a Secret, which the gateway sets on requests of the sources. Needs `tlsOrigination`, and
   * `allowFrom`. The pods of the gateway mount the Secret: a gateway that this app does not deploy lists the credential in
   * `credentials`.
   * @default - the gateway adds no credential
   */
  readonly credential?: HttpCredential | undefined;
  /**
   * Operations that the sources may perform: a request must match one of the operations. The gateway answers other requests with
   * 403. Needs `allowFrom`.
   *
   * With operations, the gateway answers a request with an `upgrade` header with 403, and removes headers with an underscore, and
   * headers by which some servers replace method, path, host or scheme (`x-http-method-override`, `x-original-url`, `forwarded` and
   * others). With paths, the gateway answers an escaped slash with 400.
   * @default - every method and path
   */
  readonly allowedOperations?: HttpOperation[] | undefined;
  /**
   * Settings of the gateway's connections and requests to the hosts: timeouts, retries, limits, keep-alive, outlier detection and
   * endpoints.
   * @default - Istio's defaults
   */
  readonly upstream?: HttpUpstreamOptions | undefined;
}
