import * as fc from 'fast-check';
import { Outcome } from '../../../../lib/audit/answer/answer';
import { WayOut } from '../../../../lib/audit/answer/ways';
import { graphOf } from '../../../../lib/audit/graph/graph';
import { EgressGraph } from '../../../../lib/audit/graph/types';

const SERVICE = 'istio-egress/egress';

function way(source: string, host: string, outcome: Outcome = 'gateway', service = SERVICE): WayOut {
  const request = { source, host, port: 443, protocol: 'tls' as const, outcome };
  const destination = { host, port: 443 };
  if (outcome === 'direct') return { ...request, exit: { clientTls: 'NONE', origination: 'NONE', destination } };
  if (outcome !== 'gateway') return { ...request, why: 'a reason' };
  return { ...request, exit: { service, clientTls: 'ISTIO_MUTUAL', origination: 'NONE', destination } };
}

const hostsBelow = (domain: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `h${index}.${domain}`);

/** One line an edge: the sources, the exit and the hosts, or their number. */
const picture = ({ sources, exits, hosts, edges }: EgressGraph): readonly string[] =>
  edges.map(({ from, to, isComplete }) => {
    const source = sources.find(({ id }) => id === from);
    const host = hosts.find(({ id }) => id === to);
    const exit = exits.find(({ id }) => id === host?.exit);
    const names = (host?.requests ?? []).map((request) => request.host);
    return [
      source?.sources.map((each) => [each.source, ...each.except.map((name) => `not ${name}`)].join(' ')).join(', '),
      `${isComplete ? '' : 'in part '}${exit?.service ?? exit?.outcome}`,
      names.length > 3 ? `${names.length} hosts` : names.join(', '),
    ].join(' | ');
  });

describe('graphOf', () => {
  test('each of few hosts is a node, and the ways around the gateway are first', () => {
    const ways = [
      way('payments/api', 'api.example.com'),
      way('payments/api', 'www.example.com'),
      way('orders/*', 'www.example.com'),
      way('*', 'www.example.com', 'denied'),
      way('*', 'files.example.org', 'direct'),
      way('*', 'broken.example.org', 'fails'),
    ];
    expect(picture(graphOf(ways))).toEqual([
      '* | direct | files.example.org',
      '* | fails | broken.example.org',
      `orders/* | ${SERVICE} | www.example.com`,
      `payments/api | ${SERVICE} | api.example.com`,
      `payments/api | ${SERVICE} | www.example.com`,
    ]);
  });

  test('sources with the same reach are one node, and the sources that are refused are exceptions', () => {
    const ways = ['*', 'a/*', 'b/*', 'c/x'].map((source) =>
      way(source, 'www.example.com', source === 'a/*' ? 'denied' : 'gateway'),
    );
    expect(picture(graphOf(ways))).toEqual([`* not a/* | ${SERVICE} | www.example.com`]);
  });

  test('many hosts of few domains are a node for each domain', () => {
    const hosts = [...hostsBelow('example.com', 200), ...hostsBelow('example.org', 300)];
    expect(picture(graphOf(hosts.map((host) => way('payments/api', host))))).toEqual([
      `payments/api | ${SERVICE} | 200 hosts`,
      `payments/api | ${SERVICE} | 300 hosts`,
    ]);
  });

  test('many hosts of many domains are one node, beside the hosts that other sources reach', () => {
    const many = Array.from({ length: 500 }, (_, index) => way('payments/api', `www.example${index}.com`));
    expect(picture(graphOf([...many, way('orders/*', 'www.example.com')]))).toEqual([
      `orders/* | ${SERVICE} | www.example.com`,
      `payments/api | ${SERVICE} | 500 hosts`,
    ]);
  });

  test('sources with hosts of their own are grouped if they are too many, and one direct way among them stays', () => {
    const namespaces = Array.from({ length: 100 }, (_, index) => `team${index}`);
    const ways = namespaces.flatMap((team) =>
      hostsBelow(`${team}.example.com`, 100).map((host) => way(`${team}/*`, host)),
    );
    const graph = graphOf([...ways, way('team7/*', 'files.example.org', 'direct')]);
    expect(graph.sources.map(({ sources }) => sources.length)).toEqual([99, 1]);
    expect(picture(graph).map((line) => line.split(' | ').slice(1))).toEqual([
      [`in part ${SERVICE}`, '10000 hosts'],
      ['direct', 'files.example.org'],
      [`in part ${SERVICE}`, '10000 hosts'],
    ]);
  });

  test('the graph of no way is empty', () => {
    expect(graphOf([way('*', 'www.example.com', 'blocked')])).toEqual({ sources: [], exits: [], hosts: [], edges: [] });
  });
});

const ways = fc
  .uniqueArray(
    fc.record({
      source: fc.constantFrom('a/*', 'b/x', 'c/*', 'd/y', 'e/*'),
      host: fc
        .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('one.com', 'two.com'))
        .map((each) => each.join('.')),
      outcome: fc.constantFrom<Outcome>('gateway', 'direct', 'fails', 'denied', 'blocked'),
      service: fc.constantFrom(SERVICE, 'istio-egress/other'),
    }),
    { selector: ({ source, host }) => `${source} ${host}`, maxLength: 30 },
  )
  .map((drawn) => drawn.map(({ source, host, outcome, service }) => way(source, host, outcome, service)));

test('every way that leaves or fails is an edge, a complete edge has no other, and no column is longer than its limit', () => {
  fc.assert(
    fc.property(ways, fc.integer({ min: 1, max: 8 }), (drawn, limit) => {
      const graph = graphOf(drawn, limit);
      const cell = (source?: string, host?: string, outcome?: string, service?: string): string =>
        [source, host, outcome, service].join(' ');
      const drawnCells = drawn
        .filter(({ outcome }) => !['denied', 'blocked'].includes(outcome))
        .map(({ source, host, outcome, exit }) => cell(source, host, outcome, exit?.service));
      const cellsOf = (isComplete: boolean): string[] =>
        graph.edges
          .filter((edge) => edge.isComplete === isComplete)
          .flatMap(({ from, to }) => {
            const host = graph.hosts.find(({ id }) => id === to);
            const exit = graph.exits.find(({ id }) => id === host?.exit);
            const sources = graph.sources.find(({ id }) => id === from)?.sources ?? [];
            return sources.flatMap(({ source }) =>
              (host?.requests ?? []).map((request) => cell(source, request.host, exit?.outcome, exit?.service)),
            );
          });
      const certain = cellsOf(true);
      const all = new Set([...certain, ...cellsOf(false)]);
      expect(certain.filter((each) => !drawnCells.includes(each))).toEqual([]);
      expect(drawnCells.filter((each) => !all.has(each))).toEqual([]);
      expect(graph.hosts.length).toBeLessThanOrEqual(Math.max(limit, graph.exits.length));
    }),
  );
});
