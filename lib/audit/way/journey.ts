import { serviceId } from '../model/gateway-services';
import { Evidence, Hop } from '../manifest/evidence';
import { Unevaluated } from '../model/unevaluated';
import { few } from '../model/sentence';
import { Entry } from './entry';
import { decided, Fact, GivenParts, HttpClaim, isOfPath, sentenceOf } from './http-claim';
import { Doubt, GatewayConnection, Travelled } from './types';

/** One of several continuations of a way. */
export interface Option<T> {
  readonly value: T;
  /** The condition of the continuation, as a sentence. */
  readonly sentence: string;
  /** Whether the request is answered if the continuation fails. */
  readonly isCopy?: boolean;
}

/**
 * A request on its way: what has been passed so far, so that a way that breaks shows how far the request got. If the manifests do not
 * determine the way, the journey makes a choice. Further journeys make the other choices.
 */
export class Journey {
  private readonly hops: Hop[] = [];
  private readonly assumptions = new Set<string>();
  private readonly connections: GatewayConnection[] = [];
  private readonly doubts = new Map<string, Doubt>();
  /** The listeners of gateways that the request has come to. */
  readonly entries: Entry[] = [];
  private facts: readonly Fact[] = [];
  private readonly sentences: string[] = [];
  private readonly choices: { readonly index: number; readonly count: number }[] = [];
  /** Whether the way is that of a copy of the request. */
  public isCopy = false;

  /** @param given the first choices to make */
  constructor(private readonly given: readonly number[] = []) {}

  /** Returns whether a statement about the request is true. */
  holds(claim: HttpClaim, parts: GivenParts): boolean {
    const known = decided(claim, parts, this.facts);
    if (known !== undefined) return known;
    const holds = this.choose(2) === 0;
    this.facts = [...this.facts, { claim, holds }];
    return holds;
  }

  /** Forgets the path of the request, in whose place a route has written another. */
  forgetPath(): void {
    const [paths, others] = [true, false].map((isPath) => this.facts.filter(({ claim }) => isOfPath(claim) === isPath));
    this.sentences.push(...(paths ?? []).map(sentenceOf));
    this.facts = others ?? [];
  }

  /** Returns one of the options. */
  pick<T>(options: readonly [Option<T>, ...Option<T>[]]): T {
    const {
      value,
      sentence,
      isCopy = false,
    } = options[options.length > 1 ? this.choose(options.length) : 0] ?? options[0];
    if (options.length > 1) this.sentences.push(sentence);
    this.isCopy ||= isCopy;
    return value;
  }

  private choose(count: number): number {
    const index = this.given[this.choices.length] ?? 0;
    this.choices.push({ index, count });
    return index;
  }

  /** Returns the choices of further journeys. */
  get untried(): (readonly number[])[] {
    const taken = this.choices.map(({ index }) => index);
    return this.choices
      .slice(this.given.length)
      .flatMap(({ count }, offset) =>
        Array.from({ length: count - 1 }, (_, other) => [...taken.slice(0, this.given.length + offset), other + 1]),
      );
  }

  /** Returns the choices as sentences. A statement that follows from another is left out. */
  get conditions(): string[] {
    const held = this.facts.filter(({ holds }) => holds);
    const others = this.facts.filter(({ claim, holds }) => !holds && decided(claim, {}, held) === undefined);
    const excluded = others.length === 0 ? [] : [few(others.map(sentenceOf))];
    return [...held.map(sentenceOf), ...excluded, ...this.sentences];
  }

  /** Adds a station. */
  reach(text: string, decidedBy: readonly Evidence[] = []): void {
    this.hops.push(decidedBy.length === 0 ? { text } : { text, decidedBy });
  }

  /** Adds a connection to a gateway as a station. */
  connect({ service, port, targetPort, isMutual, settings, routedBy }: Omit<GatewayConnection, 'station'>): void {
    const station = this.hops.length;
    this.connections.push({ station, service, port, targetPort, isMutual, settings, routedBy });
    this.reach(`${serviceId(service)}:${port}`, [routedBy]);
  }

  /** Adds evidence to the last station. */
  because(evidence: Evidence): void {
    const station = this.hops.pop();
    if (station) this.reach(station.text, [...(station.decidedBy ?? []), evidence]);
  }

  /** Adds sentences on which the way relies. */
  assume(sentences: Iterable<string>): void {
    for (const sentence of sentences) this.assumptions.add(sentence);
  }

  /** Adds something that can change the way from here on, and that is not evaluated. */
  doubt({ what, decidedBy }: Unevaluated): void {
    if (!this.doubts.has(what)) this.doubts.set(what, { what, decidedBy, received: this.connections[0] });
  }

  /** Returns what has been passed. */
  get travelled(): Travelled {
    const doubts = [...this.doubts.values()];
    return { hops: this.hops, connections: this.connections, assumptions: [...this.assumptions], doubts };
  }
}
