/**
 * The protocol of an HTTP port of a host: `ports[].protocol` of Istio's ServiceEntry. The gateway calls the host in this protocol,
 * whatever the protocol of the application.
 *
 * @example
 * new ExternalHttpRoute(chart, 'ledger', {
 *   gateway,
 *   hosts: ['ledger.example.com'],
 *   protocol: HttpProtocol.GRPC,
 *   tlsOrigination: TlsOrigination.simple(),
 * });
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
export enum HttpProtocol {
  /** HTTP/1.1. Requests in HTTP/2 arrive in HTTP/1.1, without their trailers. */
  HTTP = 'HTTP',

  /** HTTP/2. Requests in HTTP/1.1 arrive in HTTP/2. The host must speak HTTP/2; without TLS, from the first byte on (h2c). */
  HTTP2 = 'HTTP2',

  /** gRPC: as `HTTP2`. */
  GRPC = 'GRPC',
}
