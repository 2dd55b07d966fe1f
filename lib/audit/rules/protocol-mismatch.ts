import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

export const PROTOCOL_MISMATCH: Rule = {
  code: 'EGR3010',
  level: 'error',
  title: 'A server of a gateway, or a host, receives another protocol than the server or the host reads.',
  why:
    'TLS of the application cannot be read as HTTP, and TLS that the gateway starts around TLS of the application is TLS in TLS. ' +
    'Source: https://istio.io/latest/docs/ops/common-problems/network-issues/#double-tls.',
  check: (mesh) =>
    failuresOf(mesh, 'protocol-mismatch', 'tls-in-tls').map((failure) =>
      hitOf(
        failure,
        failure.cause.kind === 'tls-in-tls'
          ? 'remove tls from the DestinationRule, or let the application send HTTP'
          : 'write one protocol for the port in the ServiceEntry, the Gateway and the VirtualService',
      ),
    ),
};
