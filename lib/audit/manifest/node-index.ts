import { Event, EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';
import { lineBreaksIn } from './documents';
import { Path } from './manifest';

/** The events of a text that has a document at an offset. */
export interface ParsedText {
  readonly source: string;
  readonly offset: number;
  /** The events of the document. */
  readonly events: Event[];
}

/** The places of the values of a document. */
export interface Places {
  /**
   * Returns the number of line breaks before the value at a path: before its key in a mapping, and before the item in a list. If
   * the path goes further than the text, as in an alias, the nearest value above is the result.
   */
  lineBreaksBefore(path: Path): number;
}

/** The nodes of a YAML or JSON document, with their places in the text. */
export class NodeIndex implements Places {
  public readonly events: Event[];
  private readonly source: string;
  private readonly offset: number;
  private foundEnds: Int32Array | undefined;
  private readonly items = new Map<number, number[]>();
  private breaks: readonly number[] | undefined;

  /**
   * @param parsed the events of a text that has the document at an offset; those of the document alone when absent
   * @throws YAMLException for a text that is no YAML
   */
  public constructor(
    private readonly text: string,
    parsed: ParsedText = { source: text, offset: 0, events: parseEvents(text, {}) },
  ) {
    ({ source: this.source, offset: this.offset, events: this.events } = parsed);
  }

  public lineBreaksBefore(path: Path): number {
    // Event 0 is the document.
    let [node, place] = [1, this.placeOf(1)];
    for (const step of path) {
      const found = typeof step === 'number' ? this.item(node, step) : this.entry(node, step);
      if (found === undefined) break;
      node = found.value;
      place = this.placeOf(found.from) ?? place;
    }
    return this.lineBreaksUpTo(place ?? 0);
  }

  /** Returns the number of line breaks before an offset of the text. */
  public lineBreaksUpTo(offset: number): number {
    this.breaks ??= lineBreaksIn(this.text);
    let [low, high] = [0, this.breaks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.breaks[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Returns the offsets of the keys of the mapping at the root that have a name. */
  public rootKeys(name: string): readonly number[] {
    return [...this.entries(1)].filter(({ key }) => key === name).map(({ from }) => this.placeOf(from) ?? 0);
  }

  /** Returns whether the document has an alias. */
  public hasAlias(): boolean {
    return this.events.some(({ type }) => type === EVENT_ID.ALIAS);
  }

  private item(node: number, index: number): { value: number; from: number } | undefined {
    const value = this.itemsOf(node)[index];
    return value === undefined ? undefined : { value, from: value };
  }

  /** Returns the items of a sequence. A List can have thousands, and each is asked for. */
  private itemsOf(node: number): readonly number[] {
    const found = this.items.get(node) ?? [];
    if (this.items.has(node) || this.events[node]?.type !== EVENT_ID.SEQUENCE) return found;
    for (let item = node + 1; this.isNode(item); item = this.ends[item] ?? item) found.push(item);
    this.items.set(node, found);
    return found;
  }

  /** The last of several entries with one key is the one that applies. */
  private entry(node: number, name: string): { value: number; from: number } | undefined {
    let found: { value: number; from: number } | undefined;
    for (const { key, from, value } of this.entries(node)) {
      if (key === name) found = { value, from };
    }
    return found;
  }

  private *entries(node: number): Generator<{ key: string | undefined; from: number; value: number }> {
    if (this.events[node]?.type !== EVENT_ID.MAPPING) return;
    for (let from = node + 1; this.isNode(from);) {
      const event = this.events[from];
      const value = this.ends[from] ?? from;
      yield { key: event?.type === EVENT_ID.SCALAR ? getScalarValue(this.source, event) : undefined, from, value };
      from = this.ends[value] ?? value;
    }
  }

  private isNode(index: number): boolean {
    const type = this.events[index]?.type;
    return type !== undefined && type !== EVENT_ID.POP;
  }

  /** The event behind the node that begins with an event, by the index of that event. */
  private get ends(): Int32Array {
    return (this.foundEnds ??= endsOf(this.events));
  }

  private placeOf(index: number): number | undefined {
    const start = startOf(this.events[index]);
    return start === undefined || start < 0 ? undefined : start - this.offset;
  }
}

function startOf(event: Event | undefined): number | undefined {
  if (event === undefined) return undefined;
  if ('valueStart' in event) return event.valueStart;
  if ('start' in event) return event.start;
  return 'anchorStart' in event ? event.anchorStart : undefined;
}

function endsOf(events: readonly Event[]): Int32Array {
  const ends = new Int32Array(events.length);
  const open: number[] = [];
  events.forEach(({ type }, index) => {
    if (type === EVENT_ID.POP) ends[open.pop() ?? index] = index + 1;
    else if (type === EVENT_ID.SCALAR || type === EVENT_ID.ALIAS) ends[index] = index + 1;
    else open.push(index);
  });
  return ends;
}
