import { Cause } from '../model/broken';
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
    failuresOf(mesh, 'protocol-mismatch', 'tls-in-tls', 'proxy-header').map((failure) =>
      hitOf(failure, fixFor(failure.cause)),
    ),
};

function fixFor(cause: Cause): string {
  if (cause.kind === 'tls-in-tls') return 'remove tls from the DestinationRule, or let the application send HTTP';
  if (cause.kind !== 'proxy-header')
    return 'write one protocol for the port in the ServiceEntry, the Gateway and the VirtualService';
  return cause.isSent
    ? 'remove proxyProtocol from spec.trafficPolicy of the DestinationRule of the Service of the gateway'
    : 'write proxyProtocol: {version: V2} in spec.trafficPolicy of the DestinationRule of the Service of the gateway';
}
