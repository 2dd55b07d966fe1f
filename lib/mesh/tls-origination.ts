import { Host } from '../host/host';

/** How the gateway speaks TLS to a host. Terms of Istio's `ClientTLSSettings`. */
export interface Origination {
  readonly mode: 'SIMPLE' | 'MUTUAL';
  /** The port of the host where TLS is spoken. */
  readonly port: number;
  /** @default - the host */
  readonly sni?: string;
  /** @default - the SNI */
  readonly subjectAltNames?: readonly string[];
  /** Path of a file in the gateway's pods; without it and without `credentialName`, the authorities of its operating system. */
  readonly caCertificates?: string;
  /** A Secret in the gateway's namespace. */
  readonly credentialName?: string;
  readonly minProtocolVersion: 'TLSV1_2' | 'TLSV1_3';
  readonly verify: boolean;
}

/** The name that is asked for. */
export function sniOf(origination: Origination, host: Host): string {
  return origination.sni ?? host.name;
}

/**
 * The names of which the certificate must have one. Always written: where an SNI is given, Istio checks no name at all without
 * them (`setAutoSniAndAutoSanValidation` in istio.io/istio `pilot/pkg/networking/core/cluster_tls.go`).
 */
export function namesToVerify(origination: Origination, host: Host): readonly string[] {
  return origination.subjectAltNames ?? [sniOf(origination, host)];
}
