import { describeHost } from '../answer/describe-request';
import { describeSource } from '../answer/source-class';
import { RequestedPort } from '../answer/ways';
import { ANY_PORT } from '../answer/way-out';
import { labelOfExit, labelOfHosts, labelOfSources } from '../graph/labels';
import { EgressGraph, ExitNode, HostNode, SourceNode } from '../graph/types';

/** A box of the picture, in pixels. */
export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly string[];
  /** The text that the table of ways is filtered by, with cells in quotation marks; empty without a filter. */
  readonly filter: string;
  readonly outcome?: ExitNode['outcome'];
}

/** A line from a source through an exit to hosts. */
export interface Line {
  readonly from: Box;
  readonly through: Box;
  readonly to: Box;
  /** The height at which the line passes the exit. */
  readonly y: number;
  readonly isComplete: boolean;
}

/** The places of everything in the picture. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** The columns of the picture: sources, exits, hosts. */
export const COLUMNS = { sources: 0, exits: 430, hosts: 800 };
const WIDTHS = { sources: 330, exits: 270, hosts: 340 };
const TOP = 34;
const GAP = 12;
const ROW = 17;
const PADDING = 14;
/** The distance between two lines in an exit. */
const SPREAD = 6;

type Content = Pick<Box, 'id' | 'lines' | 'filter' | 'outcome'>;

/** Returns the places. Hosts are in the order of their exits, and each exit is beside its hosts. */
export function layoutOf(graph: EgressGraph): Layout {
  const { sources, exits, hosts, edges } = graph;
  const hostBoxes = column(hosts.map(hostContent), 'hosts');
  const exitOf = new Map(hosts.map(({ id, exit }) => [id, exit]));
  const outcomes = new Map(exits.map(({ id, outcome }) => [id, outcome]));
  const exitBoxes = besideHosts(graph, hostBoxes, exitOf);
  const sourceBoxes = column(sources.map(sourceContent), 'sources');
  const boxes = [...sourceBoxes, ...exitBoxes, ...hostBoxes].map((box) => {
    const outcome = outcomes.get(exitOf.get(box.id) ?? box.id);
    return outcome === undefined ? box : { ...box, outcome };
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const height = Math.max(...boxes.map((box) => box.y + box.height), TOP) + GAP;
  return { width: COLUMNS.hosts + WIDTHS.hosts, height, boxes, lines: linesOf(edges, byId, exitOf) };
}

function column(contents: readonly Content[], name: keyof typeof COLUMNS): readonly Box[] {
  let y = TOP;
  return contents.map((content) => {
    const height = heightOf(content.lines);
    const box = { ...content, x: COLUMNS[name], y, width: WIDTHS[name], height };
    y += height + GAP;
    return box;
  });
}

function heightOf(lines: readonly string[]): number {
  return PADDING + ROW * lines.length;
}

function besideHosts(graph: EgressGraph, hosts: readonly Box[], exitOf: ReadonlyMap<string, string>): readonly Box[] {
  let free = TOP;
  return graph.exits.map((exit) => {
    const own = hosts.filter(({ id }) => exitOf.get(id) === exit.id);
    const passing = graph.edges.filter(({ to }) => exitOf.get(to) === exit.id).length;
    const content = exitContent(exit, graph);
    const height = Math.max(heightOf(content.lines), passing * SPREAD + PADDING);
    const [top, bottom] = [own[0]?.y ?? free, (own.at(-1)?.y ?? free) + (own.at(-1)?.height ?? 0)];
    const y = Math.max(free, (top + bottom - height) / 2);
    free = y + height + GAP;
    return { ...content, x: COLUMNS.exits, y, width: WIDTHS.exits, height };
  });
}

function linesOf(
  edges: EgressGraph['edges'],
  boxes: ReadonlyMap<string, Box>,
  exitOf: ReadonlyMap<string, string>,
): readonly Line[] {
  const passed = new Map<string, number>();
  const total = new Map<string, number>();
  for (const { to } of edges) total.set(exitOf.get(to) ?? '', (total.get(exitOf.get(to) ?? '') ?? 0) + 1);
  return edges.flatMap(({ from: source, to: host, isComplete }) => {
    const exit = exitOf.get(host) ?? '';
    const [from, through, to] = [boxes.get(source), boxes.get(exit), boxes.get(host)];
    if (from === undefined || through === undefined || to === undefined) return [];
    const index = passed.get(exit) ?? 0;
    passed.set(exit, index + 1);
    const y = through.y + through.height / 2 + (index - ((total.get(exit) ?? 1) - 1) / 2) * SPREAD;
    return [{ from, through, to, y, isComplete }];
  });
}

function sourceContent(node: SourceNode): Content {
  const [first] = node.sources;
  const filter = node.sources.length === 1 && first !== undefined ? `"${describeSource(first)}"` : '';
  return { id: node.id, lines: wrapped(labelOfSources(node), 'sources'), filter };
}

function hostContent(node: HostNode): Content {
  const [first] = node.requests;
  const filter =
    node.requests.length === 1 && first !== undefined ? `"${describeHost(first)}"${portFilter(first)}` : '';
  return { id: node.id, lines: cut(labelOfHosts(node), 'hosts'), filter };
}

/** Any other host has rows for the ports whose ways differ. */
function portFilter({ port }: RequestedPort): string {
  return port === ANY_PORT ? '' : ` "${port}"`;
}

function exitContent(node: ExitNode, graph: EgressGraph): Content {
  return { id: node.id, lines: wrapped(labelOfExit(node, graph).split(/(?<=[,:]) /), 'exits'), filter: '' };
}

/** Returns lines that a box is wide enough for: words that are too long for a line are in the next line. */
function wrapped(lines: readonly string[], name: keyof typeof WIDTHS): readonly string[] {
  return lines.flatMap((line) => {
    const parts: string[] = [];
    for (const word of line.split(' ')) {
      const longer = `${parts.at(-1) ?? ''} ${word}`.trimStart();
      if (parts.length > 0 && longer.length <= charactersOf(name)) parts[parts.length - 1] = longer;
      else parts.push(word);
    }
    return cut(parts, name);
  });
}

function cut(lines: readonly string[], name: keyof typeof WIDTHS): readonly string[] {
  const characters = charactersOf(name);
  return lines.map((line) => (line.length > characters ? `${line.slice(0, characters - 1)}…` : line));
}

/** Returns the number of characters of a line of a box. */
function charactersOf(name: keyof typeof WIDTHS): number {
  return Math.floor((WIDTHS[name] - 20) / 7.9);
}
