import { InputError } from './input-error';
import { refuseToken } from './token';

/**
 * Reads a port, of TCP or UDP: a whole number from 1 to 65535. The API server refuses others in a ServiceEntry, but `match.port: 0` in a
 * VirtualService means "any port" to istiod, so nothing else may catch it.
 *
 * @param what how the error names the port: `port`, `target port`
 * @throws InputError
 */
export function parsePort(what: string, value: number): number {
  refuseToken(what, value);
  if (!Number.isInteger(value) || value < 1 || value > 65535) {
    throw new InputError({
      problem: `${what} is not a port number`,
      got: value,
      allowed: 'a whole number from 1 to 65535',
      fix: 'write the port that is listened on, as a number',
    });
  }
  return value;
}

/**
 * Ports of Istio's proxies themselves (https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio).
 * Whoever controls the DNS name of a declared host can point it at 127.0.0.1, and the gateway follows: to its own admin port.
 */
const PROXY_PORTS: readonly number[] = [15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090];

/**
 * Reads a port that a gateway may send to, or listen on: a port that no proxy of Istio uses for itself.
 *
 * @throws InputError
 */
export function parseTrafficPort(what: string, value: number): number {
  const port = parsePort(what, value);
  if (!PROXY_PORTS.includes(port)) return port;
  throw new InputError({
    problem: `${what} ${port} is one of istio's proxies' own`,
    got: port,
    allowed: `any but ${PROXY_PORTS.join(', ')}`,
    fix: 'use another port',
  });
}
