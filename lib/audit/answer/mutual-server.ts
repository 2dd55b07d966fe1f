import { Server } from '../model/specs';
import { isHttps, isPlainHttp } from '../way/servers';

/** Returns the fields with which a server ends mesh mTLS. A server for HTTP in the clear cannot have `tls`. */
export function mutualServer(server: Server): string {
  const protocol = isPlainHttp(server) || isHttps(server) ? 'HTTPS' : 'TLS';
  return `protocol: ${protocol} and tls: { mode: ISTIO_MUTUAL }`;
}
