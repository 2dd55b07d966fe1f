import { EgressError } from './egress-error';

/**
 * Runs a read in a factory method, and names the factory in the error that the read throws: a value has no construct path.
 *
 * @param factory the method, as source code: `GatewayWorkload.deployment`
 */
export function inFactory<T>(factory: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof EgressError ? error.in(factory) : error;
  }
}
