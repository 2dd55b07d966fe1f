/** Further properties of expected requests. */
import { Expectation } from './case';

/** Returns the expectation that the client's own proxy also writes no line of the request. */
export function unlogged(expected: Expectation): Expectation {
  return { ...expected, unlogged: true };
}

/** Returns the expectation that the server also sees these headers: names in lower case. */
export function keeping(expected: Expectation, ...headers: readonly string[]): Expectation {
  return { ...expected, besides: headers };
}

/** Returns the expectation that the server sees these headers with these values, whatever the request has: names in lower case. */
export function bringing(expected: Expectation, values: Readonly<Record<string, string>>): Expectation {
  return { ...expected, values };
}

/** Returns the expectation that the server sees none of these headers of the request: names in lower case. */
export function losing(expected: Expectation, ...headers: readonly string[]): Expectation {
  return { ...expected, without: headers };
}

/** Returns the expectation that the server sees a version of HTTP, and in HTTP/2 a scheme. */
export function arrivingAs(expected: Expectation, version: '1.1' | '2.0', scheme?: string): Expectation {
  return { ...expected, version, ...(scheme !== undefined && { scheme }) };
}

/** Returns the expectation that the server sees the request this often, and that the answer has this status. */
export function arriving(expected: Expectation, arrivals: number, status = 200): Expectation {
  return { ...expected, arrivals, status };
}

/** Returns the expectation that the server sees the request, and that a proxy ends the connection before the answer. */
export function interrupted(expected: Expectation): Expectation {
  return { ...expected, exit: 52, status: 0 };
}

/**
 * Returns the expectation that the server sees the company's proxy, and the proxy sees the gateway.
 *
 * @param connect the target that the proxy is asked for: `api.example.org:443`
 * @param headers the names of the headers that the proxy sees besides `host`, in lower case
 */
export function tunnelled(expected: Expectation, connect: string, ...headers: readonly string[]): Expectation {
  return { ...expected, tunnel: { connect, headers: ['host', ...headers].sort() } };
}
