import { Evidence, Hop } from '../manifest/evidence';
import { Entry } from './entry';
import { Travelled } from './types';

/** A request on its way: what has been passed so far, so that a way that breaks shows how far the request got. */
export class Journey {
  private readonly hops: Hop[] = [];
  private readonly assumptions = new Set<string>();
  /** The listeners of gateways that the request has come to. */
  readonly entries: Entry[] = [];

  /** Adds a station. */
  reach(text: string, decidedBy: readonly Evidence[] = []): void {
    this.hops.push(decidedBy.length === 0 ? { text } : { text, decidedBy });
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

  /** Returns what has been passed. */
  get travelled(): Travelled {
    return { hops: this.hops, assumptions: [...this.assumptions] };
  }
}
