/**
 * A way in one line, for people.
 */
import { Request, Way } from './types';
import { hostPort } from '../model/host-port';

/**
 * Returns a way in one line: `edition.cnn.com:443 (tls)  default -> mTLS -> istio-system/istio-egressgateway:443 -> edition.cnn.com:443`.
 */
export function describeWay({ host, port, protocol }: Request, way: Way): string {
  return `${hostPort(host, port)} (${protocol})  ${way.hops.map(({ text }) => text).join(' -> ')}${verdict(way)}`;
}

function verdict(way: Way): string {
  switch (way.kind) {
    case 'gateway':
      return '';
    case 'direct':
      return '  DIRECT: no rule has a gateway as destination';
    case 'unknown':
      return '  UNKNOWN: no visible object declares the host';
    case 'broken':
      return ` -> BROKEN: ${way.reason}`;
    case 'inside':
      return '  INSIDE: a Service of the cluster receives the request';
    case 'unevaluated':
      return ` -> NOT EVALUATED: ${way.doubts.at(-1)?.what}`;
  }
}
