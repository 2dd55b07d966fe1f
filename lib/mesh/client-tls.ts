/**
 * TLS mode between sidecars and the gateway. The names are those of Istio's `ClientTLSSettings.TLSmode`.
 *
 * @example
 * new EgressGateway(chart, 'gateway', { clientTls: ClientTls.DISABLE });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode
 */
export enum ClientTls {
  /**
   * Mesh mTLS. The gateway authenticates each caller by its certificate, and refuses pods without a sidecar. TLS of the
   * application is carried inside the mesh mTLS.
   */
  ISTIO_MUTUAL = 'ISTIO_MUTUAL',

  /**
   * No mesh TLS, as in Istio's egress gateway task. HTTP crosses the cluster in plain text, TLS of the application is passed
   * through, and the gateway serves every pod that reaches its ports.
   */
  DISABLE = 'DISABLE',
}
