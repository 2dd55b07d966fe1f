import { labelOfExit, labelOfHosts, labelOfSources } from './labels';
import { EgressGraph } from './types';

/**
 * Returns a graph as a flowchart of Mermaid: sources, and a box for each exit with the hosts. Dotted edges are those of some of the
 * sources to some of the hosts. Edges around the gateways are red, and thick.
 */
export function graphToMermaid(graph: EgressGraph): string {
  const { sources, exits, hosts, edges } = graph;
  const styled = (outcome: string, style: string): readonly string[] => {
    const found = edges.flatMap((edge, index) => (edge.outcome === outcome ? [index] : []));
    return found.length === 0 ? [] : [`  linkStyle ${found.join()} ${style}`];
  };
  return [
    'flowchart LR',
    ...(edges.length === 0 ? ['  none["no request leaves"]'] : []),
    ...sources.map((node) => `  ${node.id}[${quoted(labelOfSources(node))}]`),
    ...exits.flatMap((exit) => [
      `  subgraph ${exit.id}[${quoted([labelOfExit(exit, graph)])}]`,
      ...hosts.filter((node) => node.exit === exit.id).map((node) => `    ${node.id}[${quoted(labelOfHosts(node))}]`),
      '  end',
    ]),
    ...edges.map(({ from, to, isComplete }) => `  ${from} ${isComplete ? '-->' : '-.->'} ${to}`),
    ...styled('direct', 'stroke:#d1242f,stroke-width:3px'),
    ...styled('fails', 'stroke:#9a6700,stroke-dasharray:3 3'),
    ...exits.flatMap(({ id, outcome }) =>
      outcome === 'direct' ? [`  style ${id} stroke:#d1242f,stroke-width:3px`] : [],
    ),
    '',
  ].join('\n');
}

/** Returns lines as a quoted label. Each character that is not plain is written by its number, as `#34;`. */
function quoted(lines: readonly string[]): string {
  const plain = lines.map((line) => line.replace(/[^A-Za-z0-9 /,:.-]/gu, (each) => `#${each.codePointAt(0)};`));
  return `"${plain.join('<br/>')}"`;
}
