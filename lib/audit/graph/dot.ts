import { labelOfExit, labelOfHosts, labelOfSources } from './labels';
import { EgressGraph } from './types';

/**
 * Returns a graph in the DOT language of Graphviz: sources, and a cluster for each exit with the hosts. Dashed edges are those of
 * some of the sources to some of the hosts. Edges around the gateways are red, and thick.
 */
export function graphToDot(graph: EgressGraph): string {
  const { sources, exits, hosts, edges } = graph;
  return [
    'digraph egress {',
    '  rankdir=LR; node [shape=box fontname="Helvetica,Arial,sans-serif"]; graph [fontname="Helvetica,Arial,sans-serif" labeljust=l];',
    ...(edges.length === 0 ? ['  none [label="no request leaves"];'] : []),
    ...sources.map((node) => `  ${node.id} [label=${quoted(labelOfSources(node))}];`),
    ...exits.flatMap((exit) => [
      `  subgraph cluster_${exit.id} {`,
      `    label=${quoted([labelOfExit(exit, graph)])}; ${STYLES[exit.outcome].replace(/ /g, '; ')};`,
      ...hosts
        .filter((node) => node.exit === exit.id)
        .map((node) => `    ${node.id} [label=${quoted(labelOfHosts(node))}];`),
      '  }',
    ]),
    ...edges.map(({ from, to, outcome, isComplete }) => {
      return `  ${from} -> ${to} [${STYLES[outcome]}${isComplete ? '' : ' style=dashed'}];`;
    }),
    '}',
    '',
  ].join('\n');
}

const STYLES = {
  direct: 'color="#d1242f" penwidth=3',
  fails: 'color="#9a6700"',
  gateway: 'color="#57606a"',
};

/** Returns lines as a quoted label. Graphviz reads HTML entities in labels: each character that is not plain is written as one. */
function quoted(lines: readonly string[]): string {
  const plain = lines.map((line) => line.replace(/[^A-Za-z0-9 /,:.*-]/gu, (each) => `&#${each.codePointAt(0)};`));
  return `"${plain.join('\\n')}"`;
}
