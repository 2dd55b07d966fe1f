import fc from 'fast-check';
import { EgressPlan } from '../../../lib/mesh/egress-plan';
import { GatewayFacts } from '../../../lib/mesh/gateway';
import { Host } from '../../../lib/host/host';
import { HostClaim } from '../../../lib/mesh/host-claim';
import { hostsOpenTo } from '../../../lib/mesh/sidecar-hosts';
import { includesNamespace, Source } from '../../../lib/mesh/source';
import { refuseSplit } from '../../../lib/mesh/split-host';
import { splitProblems } from '../../../lib/analysis/split-problems';
import { FACTS, fixIn, HTTP_80, messageOf, TLS_443 } from '../help';

const HOST = Host.parse('a.com');
const ANYONE: Source = { kind: 'anyone' };

const gateway = (region: string): GatewayFacts => ({
  ...FACTS,
  namespace: `egress-${region}`,
  serviceName: 'egress',
  selector: { istio: `egress-${region}` },
});
const EU = gateway('eu');
const US = gateway('us');

/** A route of a region, in a chart and a namespace of that. */
function claim(region: string, over: Partial<HostClaim> = {}): HostClaim {
  const said = { host: HOST, ports: [TLS_443], visibility: 'sources' as const };
  return { owner: `${region}/route`, chart: region, namespace: region, gateway: gateway(region), ...said, ...over };
}

const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });
const account = (at: string, name: string): Source => ({ kind: 'serviceAccount', namespace: at, name });

/** A plan with routes and their sources. */
function planOf(...routes: readonly (readonly [HostClaim, ...Source[]])[]): EgressPlan {
  const plan = new EgressPlan();
  for (const [one, ...sources] of routes) {
    plan.claim(one);
    plan.allowFrom(one.owner, sources);
  }
  return plan;
}

const problemsOf = (plan: EgressPlan): string[] =>
  [EU, US, gateway('asia')].flatMap((each) => splitProblems(each, plan.externalHosts()));

describe('two routes of one host through two gateways', () => {
  test('go together, each in a chart, a namespace and a gateway of its own, and exported to its sources', () => {
    expect(() => refuseSplit(claim('eu'), claim('us'))).not.toThrow();
  });

  const refused: [string, Partial<HostClaim>, RegExp, RegExp][] = [
    ['of one chart', { chart: 'eu' }, /would be one object/, /two charts with different namespaces/],
    ['of one namespace', { namespace: 'eu' }, /would be one object/, /two charts with different namespaces/],
    [
      'through gateways of one namespace',
      { gateway: { ...US, namespace: EU.namespace, serviceName: 'other' } },
      /both see what is exported to their one namespace/,
      /run the gateways in different namespaces/,
    ],
    [
      'through gateways that may have the same pods',
      { gateway: { ...US, selector: { ...EU.selector, app: 'x' } } },
      /the pods of one may be those of the other/,
      /the pods of the two gateways different labels/,
    ],
    [
      'seen by everyone',
      { visibility: 'everyone' },
      /whoever sees both routes is sent through either/,
      /allowFrom with namespaces of its own and exportTo: ExportTo\.SOURCES_UNDER_LOCKDOWN or/,
    ],
  ];

  test.each(refused)('are refused where they are %s, in either order', (_, over, because, fix) => {
    const [eu, us] = [claim('eu'), claim('us', over)];
    for (const [first, second] of [
      [eu, us],
      [us, eu],
    ] as const) {
      const message = messageOf(() => planOf([first], [second]));
      expect(message).toMatch(/^host a\.com is routed through two gateways, egress-\S+ and egress-\S+, and /);
      expect(message).toMatch(because);
      expect(message).toContain(
        `: got ${JSON.stringify([first.owner, second.owner])}; allowed: one gateway per host and`,
      );
      expect(fixIn(message)).toMatch(/^give both routes the same gateway, or /);
      expect(fixIn(message)).toMatch(fix);
    }
  });
});

describe('a host that is split', () => {
  test('is two hosts to the plan, each with what was said of it, by name and gateway', () => {
    const plan = planOf(
      [claim('us'), namespace('orders')],
      [claim('eu'), namespace('zoo')],
      [claim('eu', { owner: 'eu/http', ports: [HTTP_80] }), namespace('bank')],
      [claim('us', { owner: 'us/b', host: Host.parse('b.com') }), namespace('orders')],
    );
    const seen = plan
      .externalHosts()
      .map(({ owners, host, namespace: at, exportTo, ports }) => [
        ...[owners, host.name, at, exportTo],
        ports.map(({ number }) => number),
      ]);
    expect(seen).toEqual([
      [['eu/http', 'eu/route'], 'a.com', 'eu', ['bank', 'egress-eu', 'zoo'], [80, 443]],
      [['us/route'], 'a.com', 'us', ['egress-us', 'orders'], [443]],
      [['us/b'], 'b.com', 'us', ['egress-us', 'orders'], [443]],
    ]);
    expect(problemsOf(plan)).toEqual([]);
  });

  test('is what the sidecars of each namespace know from its own region', () => {
    const plan = planOf([claim('eu'), namespace('bank')], [claim('us'), namespace('orders')]);
    const known = (client: string): readonly string[] => hostsOpenTo(client, plan.externalHosts());
    expect(known('bank')).toEqual(['egress-eu/egress.egress-eu.svc.cluster.local', 'eu/a.com']);
    expect(known('orders')).toEqual(['egress-us/egress.egress-us.svc.cluster.local', 'us/a.com']);
    expect(known('elsewhere')).toEqual([]);
  });

  test('may have another target in each region', () => {
    const fixed = (target: string) => ({ kind: 'fixed' as const, target: Host.parse(target) });
    const any = { host: Host.parsePattern('*.a.com') };
    const plan = planOf(
      [claim('eu', { ...any, wildcard: fixed('eu.a.com') }), namespace('bank')],
      [claim('us', { ...any, wildcard: fixed('us.a.com') }), namespace('orders')],
    );
    expect(plan.externalHost(any.host, EU).wildcard).toEqual(fixed('eu.a.com'));
    expect(plan.externalHost(any.host, US).wildcard).toEqual(fixed('us.a.com'));
  });

  const overlaps: [string, Source[], Source[], string][] = [
    ['a namespace of both', [namespace('bank'), namespace('zoo')], [namespace('zoo')], 'zoo'],
    ['two accounts of one namespace', [account('bank', 'a')], [account('bank', 'b')], 'bank'],
    ["the other gateway's namespace", [namespace('bank')], [namespace('egress-eu')], 'egress-eu'],
    ['two namespaces of both', [namespace('b'), namespace('a')], [namespace('a'), namespace('b')], 'a, b'],
  ];

  test.each(overlaps)('is an error with %s: problem, owners, and what to do', (_, eu, us, both) => {
    for (const plan of [
      planOf([claim('eu'), ...eu], [claim('us'), ...us]),
      planOf([claim('us'), ...us], [claim('eu'), ...eu]),
    ]) {
      expect(problemsOf(plan)).toEqual([
        `host a.com is routed through two gateways, egress-eu/egress and egress-us/egress, and both ways are seen in ${both}: ` +
          'got ["eu/route","us/route"]; allowed: each namespace among the sources of one gateway only, and that of a gateway ' +
          `among its own only; fix: name ${both} in allowFrom of the routes through one gateway only; where a gateway lives, through that`,
      ]);
    }
  });

  test('is an error with sources that are added late, and with those of another port', () => {
    const plan = planOf(
      [claim('eu'), namespace('bank')],
      [claim('us'), namespace('orders')],
      [claim('us', { owner: 'us/http', ports: [HTTP_80] }), namespace('orders')],
    );
    expect(problemsOf(plan)).toEqual([]);
    plan.allowFrom('us/http', [namespace('bank')]);
    expect(problemsOf(plan)).toEqual([expect.stringContaining('got ["eu/route","us/http","us/route"]')]);
  });

  test.each(['eu', 'us'])('is an error where anyone may use the route in %s', (open) => {
    const sources = (region: string): Source => (region === open ? ANYONE : namespace(region));
    const [message = '', ...more] = problemsOf(planOf([claim('eu'), sources('eu')], [claim('us'), sources('us')]));
    expect(more).toEqual([]);
    expect(message).toMatch(
      /, and anyone\(\) may use one of them: got \["eu\/route","us\/route"\]; allowed: sources that are/,
    );
    expect(fixIn(message)).toBe('name the namespaces in allowFrom');
  });

  test('is one message for each two gateways that are seen in one place', () => {
    const plan = planOf(...['us', 'asia', 'eu'].map((region) => [claim(region), namespace('bank')] as const));
    expect(problemsOf(plan).map((message) => message.split(', ').slice(0, 2).join())).toEqual([
      'host a.com is routed through two gateways,egress-eu/egress and egress-us/egress',
      'host a.com is routed through two gateways,egress-asia/egress and egress-eu/egress',
      'host a.com is routed through two gateways,egress-asia/egress and egress-us/egress',
    ]);
  });

  test('is no problem to hosts beside it with the same sources', () => {
    const other = claim('us', { owner: 'us/b', host: Host.parse('b.com') });
    expect(problemsOf(planOf([claim('eu'), namespace('bank')], [other, namespace('bank')]))).toEqual([]);
  });

  test('has no problem if and only if no proxy sees two of it, whatever the order of the routes', () => {
    const regions = fc.constantFrom('asia', 'eu', 'us');
    const places = ['bank', 'orders', 'egress-asia', 'egress-eu', 'egress-us'];
    const route = fc.record({ region: regions, sources: fc.uniqueArray(fc.constantFrom(...places), { minLength: 1 }) });
    const drawn = fc
      .uniqueArray(route, { minLength: 2, maxLength: 3, selector: ({ region }) => region })
      .chain((routes) => fc.tuple(fc.constant(routes), fc.shuffledSubarray(routes, { minLength: routes.length })));
    fc.assert(
      fc.property(drawn, ([routes, shuffled]) => {
        const made = (order: typeof routes): EgressPlan =>
          planOf(...order.map(({ region, sources }) => [claim(region), ...sources.map(namespace)] as const));
        const seenIn = (place: string): number =>
          routes.filter(
            ({ region, sources }) => place === `egress-${region}` || includesNamespace(sources.map(namespace), place),
          ).length;
        expect(problemsOf(made(routes)).length === 0).toBe(places.every((place) => seenIn(place) <= 1));
        expect(problemsOf(made(shuffled))).toEqual(problemsOf(made(routes)));
        expect(made(shuffled).externalHosts()).toEqual(made(routes).externalHosts());
      }),
    );
  });
});
