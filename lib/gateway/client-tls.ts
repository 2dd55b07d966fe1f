import { ClientTlsMode } from '../mesh/gateway';

/**
 * How sidecars speak to the gateway. The names are those of Istio's `ClientTLSSettings.TLSmode`.
 *
 * @example
 * new EgressGateway(chart, 'gateway', { clientTls: ClientTls.DISABLE });
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode
 */
export class ClientTls {
  /**
   * Mesh mTLS: the gateway knows who calls, and a pod without a sidecar is nobody to it. The application's own TLS travels
   * inside the mesh's. This is the default.
   */
  public static readonly ISTIO_MUTUAL = new ClientTls('ISTIO_MUTUAL');

  /**
   * No TLS of the mesh, as in Istio's egress gateway task: HTTP crosses the cluster in clear text, the application's TLS is
   * passed through, and the gateway serves whoever reaches its ports.
   */
  public static readonly DISABLE = new ClientTls('DISABLE');

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _mode: ClientTlsMode,
  ) {}

  /** Istio's name of the mode. */
  public get mode(): string {
    return this._mode;
  }

  /** Istio's name of the mode. */
  public toString(): string {
    return this._mode;
  }
}
