/**
 * What a server does besides telling what it saw, as the path of the request asks for: `/slow/2` is answered after two seconds, the first
 * two requests for one URL `/fails/2` with 503, and `/unavailable` with the status of gRPC that lets clients ask again. `/hold/a` is
 * answered once another request has asked for `/release/a`, and `/held/a` once `/hold/a` is in progress.
 */
import { OutgoingHttpHeaders } from 'node:http';
import { setTimeout } from 'node:timers/promises';

export interface Behaviour {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  /** Resolves when the request is to be answered. */
  readonly due: Promise<void>;
}

/** How often a URL was asked for. */
const asked = new Map<string, number>();

export function behaviourOf(url = '/'): Behaviour {
  const [, verb = '', argument = ''] = /^\/([a-z]+)(?:\/([\w.]+))?/.exec(url) ?? [];
  const count = (asked.get(url) ?? 0) + 1;
  if (verb === 'fails') asked.set(url, count);
  return {
    status: verb === 'fails' && count <= Number(argument) ? 503 : 200,
    headers: verb === 'unavailable' ? { 'grpc-status': 14 } : {},
    due: dueOf(verb, argument),
  };
}

async function dueOf(verb: string, argument: string): Promise<void> {
  if (verb === 'slow') return setTimeout(Number(argument) * 1000);
  if (!['hold', 'held', 'release'].includes(verb)) return;
  const meeting = meetings.get(argument) ?? { held: new Happening(), released: new Happening() };
  meetings.set(argument, meeting);
  if (verb === 'held') return meeting.held.happened;
  if (verb === 'hold') {
    meeting.held.happens();
    return meeting.released.happened;
  }
  meetings.delete(argument);
  meeting.released.happens();
}

/** The requests that wait for one another, by the name that they share. A release ends the meeting. */
const meetings = new Map<string, { readonly held: Happening; readonly released: Happening }>();

class Happening {
  public happens: () => void = () => undefined;
  public readonly happened = new Promise<void>((resolve) => {
    this.happens = resolve;
  });
}
