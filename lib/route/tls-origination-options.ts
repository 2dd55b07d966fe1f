import { TlsVersion } from '../mesh/tls-version';

/** Options of TLS from the gateway to a host. */
export interface TlsOriginationOptions {
  /**
   * The TLS port of the hosts, 1 to 65535.
   * @default 443
   */
  readonly port?: number | undefined;
  /**
   * The SNI: a full DNS name. Needs a route with one host.
   * @default - the host; no SNI for a route with `addresses`
   */
  readonly sni?: string | undefined;
  /**
   * The minimum TLS version. `TlsVersion.TLS_1_3` adds an EnvoyFilter, because a DestinationRule has no such field.
   * @default TlsVersion.TLS_1_2
   */
  readonly minProtocolVersion?: TlsVersion | undefined;
}

/** Options of TLS from the gateway to a host whose certificate is verified. */
export interface VerifiedTlsOriginationOptions extends TlsOriginationOptions {
  /**
   * The names of which the certificate of the host must have one: full DNS names, or `spiffe://` URIs.
   * @default - the SNI, or the address of a route with `addresses`
   */
  readonly subjectAltNames?: string[] | undefined;
}

/** Options of TLS in which only the host presents a certificate. */
export interface SimpleTlsOriginationOptions extends VerifiedTlsOriginationOptions {
  /**
   * Path of a CA bundle in the gateway's pods. Excludes `credentialName`.
   * @default - the CA bundle of the gateway's operating system, `system`
   */
  readonly caCertificates?: string | undefined;
  /**
   * Name of a Secret in the gateway's namespace with a CA bundle as `ca.crt`.
   * @default - none
   */
  readonly credentialName?: string | undefined;
}

/** Options of TLS in which the host and the gateway present certificates. */
export interface MutualTlsOriginationOptions extends VerifiedTlsOriginationOptions {
  /**
   * Name of a Secret in the gateway's namespace with the certificate and key of the gateway, `tls.crt` and `tls.key`, and the CA
   * bundle, `ca.crt`.
   */
  readonly credentialName: string;
}
