/**
 * What a server does besides telling what it saw, as the path of the request asks for: `/slow/2` is answered after two seconds, the first
 * two requests for one URL `/fails/2` with 503, and `/unavailable` with the status of gRPC that lets clients ask again.
 */
import { OutgoingHttpHeaders } from 'node:http';

export interface Behaviour {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  /** Seconds until the answer. */
  readonly delay: number;
}

/** How often a URL was asked for. */
const asked = new Map<string, number>();

export function behaviourOf(url = '/'): Behaviour {
  const [, verb = '', argument = ''] = /^\/([a-z]+)(?:\/([\d.]+))?/.exec(url) ?? [];
  const count = (asked.get(url) ?? 0) + 1;
  if (verb === 'fails') asked.set(url, count);
  return {
    status: verb === 'fails' && count <= Number(argument) ? 503 : 200,
    headers: verb === 'unavailable' ? { 'grpc-status': 14 } : {},
    delay: verb === 'slow' ? Number(argument) : 0,
  };
}
