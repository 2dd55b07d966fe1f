import { EgressError } from './egress-error';
import { assertLiteral } from './token';

/**
 * Parses a TCP or UDP port: a whole number from 1 to 65535. The API server rejects other numbers in a ServiceEntry. In a
 * VirtualService istiod reads `match.port: 0` as "any port", so that no later check would reject 0.
 *
 * @param what subject of the error: `port`, `directPorts[1]`
 * @param example a port that is accepted
 * @throws EgressError if the value is not such a number
 */
export function parsePort(what: string, value: number, example = 443): number {
  assertLiteral(what, value);
  if (isPort(value)) return value;
  const number = typeof value === 'string' ? Number(value) : undefined;
  throw EgressError.of({
    code: 'EGR0111',
    problem: `${what} must be a port number`,
    got: value,
    allowed: 'a whole number from 1 to 65535',
    fix: isPort(number) ? `write ${number} without quotes` : `write a port, such as ${example}`,
  });
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535;
}

/**
 * Ports of Istio's proxies (https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio).
 * The owner of an external DNS name can point the name at 127.0.0.1. The gateway would then connect to its own admin port.
 */
const PROXY_PORTS: readonly number[] = [15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090];

/**
 * Parses a port that a gateway connects to or listens on.
 *
 * @param what subject of the error: `port`, `directPorts[1]`
 * @param example a port that is accepted
 * @throws EgressError if the value is not a port number, or a port of Istio's proxies
 */
export function parseTrafficPort(what: string, value: number, example = 443): number {
  const port = parsePort(what, value, example);
  if (!PROXY_PORTS.includes(port)) return port;
  throw EgressError.of({
    code: 'EGR0112',
    problem: `${what} cannot be ${port}, a port of Istio's proxies`,
    got: port,
    allowed: `any port except ${PROXY_PORTS.join(', ')}`,
    fix: `write another port, such as ${example}`,
  });
}
