/**
 * Minimum TLS version of a connection from the gateway to a host. The values are those of Istio's `TLSProtocol`.
 *
 * @example
 * TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol
 */
export enum TlsVersion {
  /** TLS 1.2, the oldest version that Istio's proxies support. */
  TLS_1_2 = 'TLSV1_2',

  /** TLS 1.3. */
  TLS_1_3 = 'TLSV1_3',
}
