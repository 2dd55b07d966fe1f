import * as fc from 'fast-check';
import { Exit, Outcome } from '../../../../lib/audit/answer/answer';
import { WayOut } from '../../../../lib/audit/answer/ways';
import { compareWays, WayChange } from '../../../../lib/audit/diff/compare-ways';

const EXIT: Exit = {
  gateway: 'istio-egress/cnn',
  service: 'istio-egress/egress',
  serverPort: 8443,
  clientTls: 'ISTIO_MUTUAL',
  origination: 'NONE',
  destination: { host: 'edition.cnn.com', port: 443 },
};

function way(source: string, outcome: Outcome, exit: Partial<Exit> = {}, host = 'edition.cnn.com'): WayOut {
  const leaves = outcome === 'gateway' || outcome === 'direct';
  const own: Exit =
    outcome === 'direct'
      ? { clientTls: 'NONE', origination: 'NONE', destination: { host, port: 443 }, ...exit }
      : { ...EXIT, destination: { host, port: 443 }, ...exit };
  return { source, host, port: 443, protocol: 'tls', outcome, ...(leaves ? { exit: own } : { why: 'a reason' }) };
}

const line = ({ effect, gains, sources, requests, before, after }: WayChange): string =>
  [
    effect,
    ...(gains === undefined ? [] : [`gains ${gains}`]),
    sources.map(({ source, except }) => [source, ...except.map((each) => `not ${each}`)].join(' ')).join(', '),
    requests.map(({ host, port }) => `${host}:${port}`).join(', '),
    `${before?.outcome ?? 'unknown'} -> ${after?.outcome ?? 'unknown'}`,
  ].join(' | ');

const lines = (before: readonly WayOut[], after: readonly WayOut[]): readonly string[] =>
  compareWays(before, after).map(line);

const API = 'payments/api';
const CNN = 'edition.cnn.com:443';

describe('compareWays', () => {
  test.each<[string, WayOut, WayOut, readonly string[]]>([
    [
      'a source gains a gateway',
      way(API, 'denied'),
      way(API, 'gateway'),
      ['opens | gains gateway', 'denied -> gateway'],
    ],
    [
      'a source gains a direct way',
      way(API, 'blocked'),
      way(API, 'direct'),
      ['opens | gains direct', 'blocked -> direct'],
    ],
    [
      'a gateway is left out',
      way(API, 'gateway'),
      way(API, 'direct'),
      ['reroutes | gains direct', 'gateway -> direct'],
    ],
    ['a gateway is put in', way(API, 'direct'), way(API, 'gateway'), ['reroutes', 'direct -> gateway']],
    ['a way is closed', way(API, 'gateway'), way(API, 'denied'), ['closes', 'gateway -> denied']],
    ['a way breaks', way(API, 'gateway'), way(API, 'fails'), ['breaks', 'gateway -> fails']],
    ['a new way is broken', way(API, 'blocked'), way(API, 'fails'), ['breaks', 'blocked -> fails']],
    [
      'a way that failed leaves around the gateways',
      way(API, 'fails'),
      way(API, 'direct'),
      ['opens | gains direct', 'fails -> direct'],
    ],
    ['a way is mended', way(API, 'fails'), way(API, 'gateway'), ['mends | gains gateway', 'fails -> gateway']],
  ])('reports that %s', (_title, before, after, [head, tail]) => {
    expect(lines([before], [after])).toEqual([`${head} | ${API} | ${CNN} | ${tail}`]);
  });

  test.each<[string, Partial<Exit>, string | undefined]>([
    ['another gateway', { service: 'istio-egress/other' }, undefined],
    ['plain text to the gateway', { clientTls: 'NONE' }, undefined],
    ['TLS of the gateway', { origination: 'SIMPLE' }, undefined],
    ['another Host header', { authority: 'www.cnn.com' }, undefined],
    ['another destination', { destination: { host: 'attacker.example', port: 443 } }, 'gateway'],
    ['another port of the destination', { destination: { host: 'edition.cnn.com', port: 8443 } }, 'gateway'],
  ])('reports a way with %s as rerouted', (_title, exit, gains) => {
    const changes = compareWays([way(API, 'gateway')], [way(API, 'gateway', exit)]);
    expect(changes.map((change) => [change.effect, change.gains])).toEqual([['reroutes', gains]]);
  });

  test.each<[string, WayOut, WayOut]>([
    ['the name of the Gateway object', way(API, 'gateway'), way(API, 'gateway', { gateway: 'istio-egress/renamed' })],
    ['the port of the pods', way(API, 'gateway'), way(API, 'gateway', { serverPort: 9443 })],
    ['the manner of a refusal', way(API, 'blocked'), way(API, 'denied')],
    ['the refusal of a request that failed', way(API, 'fails'), way(API, 'denied')],
    ['the reason of a failure', way(API, 'fails'), { ...way(API, 'fails'), why: 'another reason' }],
  ])('ignores %s', (_title, before, after) => {
    expect(lines([before], [after])).toEqual([]);
  });

  test('a namespace that only the new set names is no change', () => {
    const before = [way('*', 'denied')];
    expect(lines(before, [way('*', 'denied'), way('payments/*', 'denied'), way(API, 'denied')])).toEqual([]);
    expect(lines(before, [way('*', 'denied'), way('payments/*', 'gateway')])).toEqual([
      `opens | gains gateway | payments/* | ${CNN} | denied -> gateway`,
    ]);
  });

  test('a namespace that the new set no longer names has the ways of the other namespaces', () => {
    expect(lines([way('*', 'direct'), way('payments/*', 'gateway')], [way('*', 'direct')])).toEqual([
      `reroutes | gains direct | payments/* | ${CNN} | gateway -> direct`,
    ]);
  });

  test('sources with one change are one change, with the classes that keep their ways as exceptions', () => {
    const before = [way('*', 'denied'), way('orders/*', 'denied'), way(API, 'gateway')];
    expect(lines(before, [way('*', 'gateway')])).toEqual([
      `opens | gains gateway | * not payments/api | ${CNN} | denied -> gateway`,
    ]);
  });

  test('pods without sidecar have the ways of pods with one where no class of theirs is named', () => {
    const before = [way('*', 'gateway'), way('* without sidecar', 'blocked')];
    expect(lines(before, [way('*', 'gateway'), way('* without sidecar', 'direct')])).toEqual([
      `opens | gains direct | * without sidecar | ${CNN} | blocked -> direct`,
    ]);
    expect(lines(before, [way('*', 'gateway')])).toEqual([
      `opens | gains gateway | * without sidecar | ${CNN} | blocked -> gateway`,
    ]);
  });

  test('hosts with one change for the same sources are one change', () => {
    const hosts = ['a.example.com', 'b.example.com', 'c.example.com'];
    const ways = (outcome: Outcome) => hosts.map((host) => way(API, outcome, {}, host));
    expect(lines(ways('denied'), ways('gateway'))).toEqual([
      `opens | gains gateway | ${API} | ${hosts.map((host) => `${host}:443`).join(', ')} | denied -> gateway`,
    ]);
  });

  test('pods with labels and without a sidecar have the ways of pods without a sidecar where their labels are not named', () => {
    const before = [
      way('*', 'gateway'),
      way('a/* without sidecar', 'blocked'),
      way('a/* (app=x) without sidecar', 'direct'),
    ];
    const after = [way('*', 'gateway'), way('a/* without sidecar', 'blocked')];
    expect(lines(before, after)).toEqual([`closes | a/* (app=x) without sidecar | ${CNN} | direct -> blocked`]);
  });

  test('a port of hosts that no object declares has the ways of the other ports if it has none of its own', () => {
    const undeclared = (port: number, outcome: Outcome): WayOut => ({
      ...way('*', outcome),
      host: '*',
      port,
      exit: undefined,
    });
    expect(lines([undeclared(0, 'blocked')], [undeclared(0, 'blocked'), undeclared(8443, 'direct')])).toEqual([
      'opens | gains direct | * | *:8443 | blocked -> direct',
    ]);
  });

  test('a direct way to a declared host equals one to a host that no object declares', () => {
    const ways = (outcome: Outcome): WayOut[] => [
      way(API, outcome),
      { ...way(API, outcome), host: '*', port: 0, exit: undefined },
    ];
    expect(lines(ways('blocked'), ways('direct'))).toEqual([
      `opens | gains direct | ${API} | *:0, ${CNN} | blocked -> direct`,
    ]);
  });

  test('one change has every reason of requests that fail', () => {
    const fail = (source: string): WayOut => ({ ...way(source, 'fails'), why: `no listener in ${source}` });
    const [change, ...more] = compareWays([way('*', 'gateway')], [fail('*'), fail('payments/*')]);
    expect(more).toEqual([]);
    expect(change?.why).toEqual(['no listener in *', 'no listener in payments/*']);
  });

  test('a request that only one set answers opens or closes', () => {
    expect(lines([], [way(API, 'gateway')])).toEqual([`opens | gains gateway | ${API} | ${CNN} | unknown -> gateway`]);
    expect(lines([way(API, 'gateway')], [])).toEqual([`closes | ${API} | ${CNN} | gateway -> unknown`]);
    expect(lines([], [way(API, 'denied')])).toEqual([]);
  });

  test('the biggest danger is first', () => {
    const outcomes: readonly (readonly [Outcome, Outcome])[] = [
      ['gateway', 'denied'],
      ['direct', 'gateway'],
      ['gateway', 'fails'],
      ['denied', 'gateway'],
      ['blocked', 'direct'],
      ['gateway', 'direct'],
    ];
    const side = (index: 0 | 1) => outcomes.map((each, at) => way(API, each[index], {}, `h${at}.example.com`));
    expect(compareWays(side(0), side(1)).map(({ effect, gains }) => [effect, gains])).toEqual([
      ['opens', 'direct'],
      ['reroutes', 'direct'],
      ['opens', 'gateway'],
      ['breaks', undefined],
      ['reroutes', undefined],
      ['closes', undefined],
    ]);
  });
});

const OUTCOMES: readonly Outcome[] = ['gateway', 'direct', 'blocked', 'denied', 'fails'];
const HOSTS = ['one.example.com', 'two.example.com'];
const SOURCES = ['*', 'a/*', 'a/x', 'a/y', 'b/*', 'b/x'];
const WORKLOADS = ['a/x', 'a/y', 'a/z', 'b/x', 'b/y', 'c/x'];

/** Ways of two hosts. Every workload has a class. */
const sets = fc
  .array(fc.tuple(fc.constantFrom(...SOURCES), fc.constantFrom(...OUTCOMES), fc.constantFrom(...HOSTS)))
  .map((drawn) => {
    const last = new Map<string, WayOut>();
    for (const host of HOSTS) last.set(`${host} *`, way('*', 'denied', {}, host));
    for (const [source, outcome, host] of drawn) last.set(`${host} ${source}`, way(source, outcome, {}, host));
    return [...last.values()];
  });

function covers(source: string, workload: string): boolean {
  return source === '*' || source === workload || source === `${workload.split('/')[0]}/*`;
}

function outcomeOf(ways: readonly WayOut[], host: string, workload: string): Outcome {
  const own = ways.filter((each) => each.host === host && covers(each.source, workload));
  const rank = ({ source }: WayOut): number => (source === workload ? 0 : source === '*' ? 2 : 1);
  const [narrowest] = own.sort((a, b) => rank(a) - rank(b));
  return narrowest?.outcome ?? 'denied';
}

describe('compareWays of drawn sets', () => {
  test('no set differs from itself in another order', () => {
    fc.assert(
      fc.property(
        sets.chain((ways) => fc.tuple(fc.constant(ways), fc.shuffledSubarray(ways, { minLength: ways.length }))),
        ([ways, shuffled]) => {
          expect(lines(ways, shuffled)).toEqual([]);
        },
      ),
    );
  });

  test('every workload has the change that its own ways have', () => {
    fc.assert(
      fc.property(sets, sets, (before, after) => {
        const changes = compareWays(before, after);
        for (const host of HOSTS) {
          for (const workload of WORKLOADS) {
            const [from, to] = [before, after].map((ways) => outcomeOf(ways, host, workload)) as [Outcome, Outcome];
            const own = compareWays([way(workload, from, {}, host)], [way(workload, to, {}, host)]);
            const found = changes.filter(
              ({ sources, requests }) =>
                requests.some((request) => request.host === host) &&
                sources.some(
                  ({ source, except }) => covers(source, workload) && !except.some((each) => covers(each, workload)),
                ),
            );
            expect(found.map(({ effect, gains }) => [effect, gains])).toEqual(
              own.map(({ effect, gains }) => [effect, gains]),
            );
          }
        }
      }),
    );
  });
});
