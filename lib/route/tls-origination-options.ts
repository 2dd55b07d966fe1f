import { TlsVersion } from './tls-version';

/** How the gateway speaks TLS to a host. */
export interface TlsOriginationOptions {
  /**
   * The port of the hosts where TLS is spoken, 1 to 65535.
   * @default 443
   */
  readonly port?: number;
  /**
   * The name that is asked for (SNI): a full DNS name.
   * @default - the host itself
   */
  readonly sni?: string;
  /**
   * The oldest version of TLS that the gateway speaks to the hosts. TLS 1.3 takes an EnvoyFilter: a DestinationRule has no
   * field for it.
   * @default TlsVersion.TLS_1_2
   */
  readonly minProtocolVersion?: TlsVersion;
}

/** How the gateway speaks TLS to a host whose certificate it checks. */
export interface VerifiedTlsOriginationOptions extends TlsOriginationOptions {
  /**
   * The names of which the host's certificate must have one: full DNS names, or `spiffe://` URIs.
   * @default - the SNI
   */
  readonly subjectAltNames?: readonly string[];
}

/** How the gateway speaks TLS to a host that shows a certificate, and whom it believes. */
export interface SimpleTlsOriginationOptions extends VerifiedTlsOriginationOptions {
  /**
   * Path of a file in the gateway's pods with the authorities to believe. Not together with `credentialName`.
   * @default - the authorities that the gateway's image believes, `system`
   */
  readonly caCertificates?: string;
  /**
   * Name of a Secret in the gateway's namespace with the authorities to believe, as `ca.crt`.
   * @default - none
   */
  readonly credentialName?: string;
}

/** How the gateway speaks TLS to a host that asks for a certificate. */
export interface MutualTlsOriginationOptions extends VerifiedTlsOriginationOptions {
  /**
   * Name of a Secret in the gateway's namespace with the gateway's certificate and key, `tls.crt` and `tls.key`, and the
   * authorities to believe, `ca.crt`.
   */
  readonly credentialName: string;
}
