/**
 * The protocol of a row of an allow-list: what applications speak on the port.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Port
 */
export enum AllowListProtocol {
  /** Applications speak TLS themselves, as for `https://`: an `ExternalTlsRoute`. */
  TLS = 'TLS',

  /** Another protocol over TCP: an `ExternalTcpRoute`; with `cidrs`, an `ExternalCidrRoute`. */
  TCP = 'TCP',

  /** Applications call `http://`, and the gateway speaks HTTP/1.1 to the hosts: an `ExternalHttpRoute`. */
  HTTP = 'HTTP',

  /** Applications call `http://`, and the gateway speaks HTTP/2 to the hosts: an `ExternalHttpRoute`. */
  HTTP2 = 'HTTP2',

  /** Applications call gRPC without TLS, and the gateway speaks HTTP/2 to the hosts: an `ExternalHttpRoute`. */
  GRPC = 'GRPC',
}
