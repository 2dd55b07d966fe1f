import { assertInstance } from '../input/instance';
import { UpstreamProxy } from './upstream-proxy';

/**
 * Rejects a value that is not an `UpstreamProxy`.
 *
 * @throws EgressError
 */
export function assertUpstreamProxy(value: UpstreamProxy): void {
  assertInstance('upstreamProxy', value, 'UpstreamProxy', "UpstreamProxy.connect('proxy.corp.example', 3128)");
}
