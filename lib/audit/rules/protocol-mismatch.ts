import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

/** A server or a host that receives another protocol than the server or the host reads. */
export const PROTOCOL_MISMATCH: Rule = {
  code: 'EGR3010',
  level: 'error',
  title: 'A server of a gateway, or a host, receives another protocol than the server or the host reads.',
  effect:
    'TLS of the application cannot be read as HTTP, and TLS that the gateway starts around TLS of the application is TLS in TLS. A ' +
    'listener that reads no PROXY header closes a connection with the header, and a listener that requires the header closes every other ' +
    'connection.',
  sources: ['https://istio.io/latest/docs/ops/common-problems/network-issues/#double-tls'],
  check: (mesh) =>
    failuresOf(mesh, 'protocol-mismatch', 'tls-in-tls', 'proxy-header').map((failure) => hitOf(mesh, failure)),
};
