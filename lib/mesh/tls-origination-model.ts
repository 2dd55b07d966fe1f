import { Host } from '../host/host';
import { TlsVersion } from './tls-version';

/** TLS from the gateway to a host, in the terms of Istio's `ClientTLSSettings`. */
export interface TlsOriginationModel {
  readonly mode: 'SIMPLE' | 'MUTUAL';
  /** The TLS port of the host. */
  readonly port: number;
  /** @default - the host; none for a host that is called by address */
  readonly sni?: string;
  /** @default - the SNI, or the address of a host that is called by address */
  readonly subjectAltNames?: readonly string[];
  /** Path of a CA bundle in the gateway's pods. Without `credentialName`, the default is the CA bundle of the operating system. */
  readonly caCertificates?: string;
  /** Name of a Secret in the gateway's namespace. */
  readonly credentialName?: string;
  readonly minProtocolVersion: TlsVersion;
  readonly verify: boolean;
}

/**
 * Returns the SNI that the gateway sends. An SNI cannot be an address (https://www.rfc-editor.org/rfc/rfc6066#section-3), so that
 * there is none for a host that is called by address.
 *
 * @param address the address by which applications call the host
 */
export function sniOf({ sni }: TlsOriginationModel, host: Host, address?: string): string | undefined {
  return sni ?? (address === undefined ? host.name : undefined);
}

/**
 * Returns the names of which the certificate must have one. The names are always written: if a DestinationRule has an SNI and no
 * names, Istio verifies no name (`setAutoSniAndAutoSanValidation` in istio.io/istio `pilot/pkg/networking/core/cluster_tls.go`).
 *
 * @param address the address by which applications call the host
 */
export function namesToVerify(origination: TlsOriginationModel, host: Host, address?: string): readonly string[] {
  return origination.subjectAltNames ?? [sniOf(origination, host, address) ?? address ?? host.name];
}
