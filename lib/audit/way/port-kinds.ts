/** Kinds of bytes that sidecars and gateways read on a port of a ServiceEntry. */
import { RequestProtocol } from '../model/request-protocol';

/** A kind of bytes, as far as routing differs. */
export type PortKind = 'http' | 'tls' | 'other';

const HTTP = ['http'] as const;
const TLS = ['tls'] as const;
const OTHER = ['other'] as const;
/** Proxies detect HTTP on a port without a protocol (pkg/config/protocol Unsupported). */
const DETECTED = ['http', 'other'] as const;

/** Returns the kinds for a protocol as the API writes the protocol (pkg/config/protocol). */
export function portKinds(protocol = ''): readonly PortKind[] {
  switch (protocol.toUpperCase()) {
    case '':
      return DETECTED;
    case 'HTTP':
    case 'HTTP2':
    case 'HTTP_PROXY':
    case 'GRPC':
    case 'GRPC-WEB':
      return HTTP;
    case 'HTTPS':
    case 'TLS':
      return TLS;
    default:
      return OTHER;
  }
}

/** Returns the protocols of requests to a port. */
export function protocolsAt(protocol?: string): readonly RequestProtocol[] {
  return portKinds(protocol).map((kind) => (kind === 'other' ? 'tcp' : kind));
}
