/** The texts of graphs, read back: Mermaid by the lines of its flowcharts, DOT by Graphviz. */
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { graphToDot } from '../../../../lib/audit/graph/dot';
import { labelOfExit, labelOfHosts, labelOfSources } from '../../../../lib/audit/graph/labels';
import { graphToMermaid } from '../../../../lib/audit/graph/mermaid';
import { EgressGraph } from '../../../../lib/audit/graph/types';

const host = (id: string, exit: string, names: readonly string[]): EgressGraph['hosts'][number] => ({
  id,
  exit,
  requests: names.map((name) => ({ host: name, port: 443, protocol: 'tls' })),
});

const graphWith = (source: string, service: string, name: string): EgressGraph => ({
  sources: [{ id: 's1', sources: [{ source, except: [] }] }],
  exits: [
    { id: 'x1', outcome: 'direct' },
    { id: 'x2', outcome: 'gateway', service, clientTls: 'NONE' },
  ],
  hosts: [host('h1', 'x1', [name]), host('h2', 'x2', ['a.example.com', name])],
  edges: [
    { from: 's1', to: 'h1', outcome: 'direct', isComplete: true },
    { from: 's1', to: 'h2', outcome: 'gateway', isComplete: false },
  ],
});

const EMPTY: EgressGraph = { sources: [], exits: [], hosts: [], edges: [] };

/** The labels of a graph by id, as lines. */
const labelsOf = (graph: EgressGraph): Record<string, readonly string[]> =>
  Object.fromEntries([
    ...graph.sources.map((node) => [node.id, labelOfSources(node)] as const),
    ...graph.exits.map((node) => [node.id, [labelOfExit(node, graph)]] as const),
    ...graph.hosts.map((node) => [node.id, labelOfHosts(node)] as const),
  ]);

const hostile = fc.oneof(
  fc.constantFrom(
    'a"b',
    'a]b',
    'a\\',
    '\\n',
    'a;b',
    '#34;',
    '&amp;',
    '<b>',
    '%%{init}%%',
    'end',
    '1. x',
    '`x`',
    '*x*',
    'a\nb',
    '😀',
    '-->',
  ),
  fc.string({ unit: 'grapheme' }),
);

describe('labels', () => {
  test('few hosts are listed with their ports, and many are counted', () => {
    const ports = [80, 443].map((port) => ({ host: 'a.example.com', port, protocol: 'http' as const }));
    expect(labelOfHosts({ id: 'h1', exit: 'x1', requests: ports })).toEqual(['a.example.com:80, 443']);
    const names = ['a', 'b', 'c', 'd', 'e'].map((each) => `${each}.example.com`);
    expect(labelOfHosts(host('h1', 'x1', names))).toEqual([
      '5 hosts of example.com',
      'a.example.com:443, b.example.com:443, c.example.com:443 and 2 more',
    ]);
    expect(labelOfHosts(host('h1', 'x1', [...names, '192.0.2.1']))[0]).toBe('6 hosts');
  });

  test('any other host is no number', () => {
    const graph = graphWith('*', 'istio-egress/egress', '*');
    expect(graph.exits.map((exit) => labelOfExit(exit, graph))).toEqual([
      'direct, around every gateway',
      'gateway istio-egress/egress, without mesh mTLS: 1 host',
    ]);
    const names = ['a', 'b', 'c'].map((each) => `${each}.example.com`);
    const [number] = labelOfHosts(host('h1', 'x1', ['*', ...names]));
    expect(number).toBe('3 hosts of example.com and any other host');
  });

  test('an exit has the number of its hosts', () => {
    const graph = graphWith('*', 'istio-egress/egress', 'www.example.com');
    expect(graph.exits.map((exit) => labelOfExit(exit, graph))).toEqual([
      'direct, around every gateway: 1 host',
      'gateway istio-egress/egress, without mesh mTLS: 2 hosts',
    ]);
  });
});

/** A line of a flowchart: a node, the begin of a box, the end of a box, an edge, a style. A label has plain characters and numbers. */
const LABEL = '\\["((?:[A-Za-z0-9 /,:.-]|#\\d+;|<br/>)*)"\\]';
const LINES = [
  /^flowchart LR$/,
  new RegExp(`^ +(?:subgraph )?([a-z]+\\d*)${LABEL}$`),
  /^ {2}end$/,
  /^ {2}s\d+ (-->|-\.->) h\d+$/,
  /^ {2}(linkStyle [\d,]+|style x\d+) [a-z-]+:[\w# ]+(,[a-z-]+:[\w ]+)*$/,
];

describe('graphToMermaid', () => {
  test('every line is one of a flowchart, and the labels are those of the graph', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (source, service, name) => {
        const graph = graphWith(source, service, name);
        const lines = graphToMermaid(graph).trimEnd().split('\n');
        expect(lines.filter((line) => !LINES.some((each) => each.test(line)))).toEqual([]);
        const labels = lines.flatMap((line) => {
          const [, id, label] = new RegExp(LINES[1] as RegExp).exec(line) ?? [];
          return id === undefined ? [] : [[id, decoded(label ?? '').split('<br/>')] as const];
        });
        expect(Object.fromEntries(labels)).toEqual(labelsOf(graph));
      }),
    );
  });

  test('edges around the gateways are red, and edges in part are dotted', () => {
    expect(graphToMermaid(graphWith('*', 'istio-egress/egress', 'www.example.com')).split('\n')).toEqual(
      expect.arrayContaining([
        '  s1 --> h1',
        '  s1 -.-> h2',
        '  linkStyle 0 stroke:#d1242f,stroke-width:3px',
        '  style x1 stroke:#d1242f,stroke-width:3px',
      ]),
    );
  });

  test('a graph without edges states so', () => {
    expect(graphToMermaid(EMPTY)).toBe('flowchart LR\n  none["no request leaves"]\n');
  });
});

function decoded(label: string): string {
  return label.replace(/#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}

interface Drawn {
  readonly objects?: readonly { readonly name: string; readonly label?: string }[];
  readonly edges?: readonly { readonly color?: string; readonly style?: string }[];
}

/** The graphs as Graphviz reads them, each in a new instance. The package is a module that jest cannot load. */
function readByGraphviz(texts: readonly string[]): readonly Drawn[] {
  const program = `
    import { Graphviz } from '@hpcc-js/wasm-graphviz';
    const found = [];
    for (const text of JSON.parse(await new Response(process.stdin).text())) {
      found.push(JSON.parse((await Graphviz.load()).layout(text, 'dot_json', 'dot')));
      Graphviz.unload();
    }
    console.log(JSON.stringify(found));`;
  const input = JSON.stringify(texts);
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { input, encoding: 'utf8' }),
  ) as Drawn[];
}

describe('graphToDot', () => {
  test('Graphviz reads the labels of the graph', () => {
    const graphs = fc.sample(fc.tuple(hostile, hostile, hostile), 15).map((each) => graphWith(...each));
    const drawn = readByGraphviz([EMPTY, ...graphs].map(graphToDot));
    expect(drawn[0]?.objects?.map(({ label }) => label)).toEqual(['no request leaves']);
    for (const [index, graph] of graphs.entries()) {
      const labels = (drawn[index + 1]?.objects ?? []).map(({ name, label = '' }) => {
        return [name.replace('cluster_', ''), label.split('\\n').map(entitiesIn)] as const;
      });
      expect(Object.fromEntries(labels)).toEqual(labelsOf(graph));
    }
  });

  test('edges around the gateways are red, and edges in part are dashed', () => {
    const [drawn] = readByGraphviz([graphToDot(graphWith('*', 'istio-egress/egress', 'www.example.com'))]);
    expect(drawn?.edges?.map(({ color, style }) => [color, style])).toEqual([
      ['#d1242f', undefined],
      ['#57606a', 'dashed'],
    ]);
  });
});

function entitiesIn(label: string): string {
  return label.replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}
