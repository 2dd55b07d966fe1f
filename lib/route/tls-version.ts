import { Origination } from '../mesh/tls-origination';

/**
 * A version of TLS.
 *
 * @example
 * TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 });
 */
export class TlsVersion {
  /** TLS 1.2, the oldest that Istio's proxies speak. */
  public static readonly TLS_1_2 = new TlsVersion('TLSV1_2');

  /** TLS 1.3. */
  public static readonly TLS_1_3 = new TlsVersion('TLSV1_3');

  /** Keeps values of other shapes out at compile time: what this class holds is internal. */
  declare private readonly nominal: never;

  private constructor(
    /** @internal */
    public readonly _protocol: Origination['minProtocolVersion'],
  ) {}

  /** Istio's name of the version: `TLSV1_3`. */
  public toString(): string {
    return this._protocol;
  }
}
