import { Host } from '../host/host';
import { TlsVersion } from './tls-version';

/** TLS from the gateway to a host, in the terms of Istio's `ClientTLSSettings`. */
export interface TlsOriginationModel {
  readonly mode: 'SIMPLE' | 'MUTUAL';
  /** The TLS port of the host. */
  readonly port: number;
  /** @default - the host */
  readonly sni?: string;
  /** @default - the SNI */
  readonly subjectAltNames?: readonly string[];
  /** Path of a CA bundle in the gateway's pods. Without `credentialName`, the default is the CA bundle of the operating system. */
  readonly caCertificates?: string;
  /** Name of a Secret in the gateway's namespace. */
  readonly credentialName?: string;
  readonly minProtocolVersion: TlsVersion;
  readonly verify: boolean;
}

/** Returns the SNI that the gateway sends. */
export function sniOf(origination: TlsOriginationModel, host: Host): string {
  return origination.sni ?? host.name;
}

/**
 * Returns the names of which the certificate must have one. The names are always written: if a DestinationRule has an SNI and no
 * names, Istio verifies no name (`setAutoSniAndAutoSanValidation` in istio.io/istio `pilot/pkg/networking/core/cluster_tls.go`).
 */
export function namesToVerify(origination: TlsOriginationModel, host: Host): readonly string[] {
  return origination.subjectAltNames ?? [sniOf(origination, host)];
}
