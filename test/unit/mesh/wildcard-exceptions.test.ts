import fc from 'fast-check';
import { allowPolicySpec } from '../../../lib/render/istio/authorization-policy';
import { EgressPlan } from '../../../lib/mesh/egress-plan';
import { ExternalHost, ExternalPort } from '../../../lib/mesh/external-host';
import { Host } from '../../../lib/host/host';
import { HostClaim } from '../../../lib/mesh/host-claim';
import { hostsOpenTo } from '../../../lib/mesh/sidecar-hosts';
import { includesNamespace, Source } from '../../../lib/mesh/source';
import { isBelow } from '../../../lib/mesh/wildcard-exceptions';
import { wildcardProblems } from '../../../lib/analysis/wildcard-problems';
import { FACTS, HTTP_80, TLS_443 } from '../help';

const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });

interface Said {
  readonly name: string;
  readonly ports?: readonly ExternalPort[];
  readonly sources: readonly string[];
  readonly narrow?: boolean;
  readonly gateway?: string;
}

/** A plan of routes, each in the words of a test. */
function planOf(routes: readonly Said[]): EgressPlan {
  const plan = new EgressPlan();
  for (const { name, ports = [HTTP_80], sources, narrow, gateway } of routes) {
    const host = Host.parsePattern(name);
    const claim: HostClaim = {
      owner: `chart/${name}`,
      chart: 'chart',
      namespace: 'default',
      gateway: { ...FACTS, ...(gateway && { namespace: gateway, selector: { istio: gateway } }) },
      host,
      ports,
      visibility: narrow ? 'sources' : 'everyone',
      ...(host.isWildcard && { wildcard: { kind: 'dynamic' } }),
    };
    plan.claim(claim);
    plan.allowFrom(claim.owner, sources.map(namespace));
  }
  return plan;
}

const find = (plan: EgressPlan, name: string): ExternalHost =>
  plan.externalHosts().find(({ host }) => host.name === name) as ExternalHost;

/** What the wildcard's policy takes at the gateway, and what of it not. */
function operationOf(plan: EgressPlan, name = '*.a.com'): unknown {
  return allowPolicySpec(find(plan, name)).rules?.[0]?.to?.[0]?.operation;
}

const WILDCARD: Said = { name: '*.a.com', sources: ['orders'] };

describe('a host below a wildcard', () => {
  test.each([
    ['b.a.com', '*.a.com', true],
    ['c.b.a.com', '*.a.com', true],
    ['*.b.a.com', '*.a.com', true],
    ['*.a.com', '*.a.com', false],
    ['a.com', '*.a.com', false],
    ['ba.com', '*.a.com', false],
    ['*.a.com', '*.b.a.com', false],
    ['b.a.com', 'a.com', false],
  ])('%s of %s: %p', (name, wildcard, expected) => {
    const plan = planOf(
      [name, wildcard].filter((each, i, all) => all.indexOf(each) === i).map((each) => ({ name: each, sources: [] })),
    );
    expect(isBelow(find(plan, name), find(plan, wildcard))).toBe(expected);
  });

  test("is left out of the wildcard's policy, also where another gateway has it", () => {
    const plan = planOf([
      WILDCARD,
      { name: 'c.a.com', sources: ['payments'], gateway: 'istio-second' },
      { name: 'b.a.com', sources: ['payments'] },
      { name: '*.d.a.com', sources: ['payments'] },
    ]);
    expect(operationOf(plan)).toEqual({
      hosts: ['*.a.com', '*.a.com:80'],
      notHosts: ['*.d.a.com', '*.d.a.com:80', 'b.a.com', 'b.a.com:80', 'c.a.com', 'c.a.com:80'],
      ports: ['8080'],
    });
  });

  test.each<[string, readonly Said[]]>([
    ['none', []],
    ['one for the same', [{ name: 'b.a.com', sources: ['orders'] }]],
    ['one beside it', [{ name: 'b.com', sources: ['payments'] }]],
    ['one on another port', [{ name: 'b.a.com', ports: [{ ...HTTP_80, number: 8080 }], sources: ['payments'] }]],
    ['one of TLS', [{ name: 'b.a.com', ports: [TLS_443], sources: ['payments'] }]],
    ['one that is reached directly', [{ name: 'b.a.com', ports: [{ ...HTTP_80, way: 'direct' }], sources: [] }]],
  ])('leaves a policy as it is where there is %s', (_, others) => {
    expect(operationOf(planOf([WILDCARD, ...others]))).toEqual({ hosts: ['*.a.com', '*.a.com:80'], ports: ['8080'] });
  });

  const tls = { ports: [TLS_443] };
  test.each<[string, number, readonly Said[]]>([
    ['seen by everyone', 0, [WILDCARD, { name: 'b.a.com', sources: ['payments'] }]],
    ['hidden from those who see the wildcard', 1, [WILDCARD, { name: 'b.a.com', sources: ['payments'], narrow: true }]],
    [
      'of TLS, hidden',
      1,
      [
        { ...WILDCARD, ...tls },
        { name: 'b.a.com', ...tls, sources: ['payments'], narrow: true },
      ],
    ],
    ['of TLS below one of HTTP', 0, [WILDCARD, { name: 'b.a.com', ...tls, sources: ['payments'], narrow: true }]],
    [
      'hidden from one of those who see it',
      1,
      [
        { ...WILDCARD, sources: ['orders', 'payments'], narrow: true },
        { name: 'b.a.com', sources: ['payments'], narrow: true },
      ],
    ],
    [
      'seen by all of those, and more',
      0,
      [
        { ...WILDCARD, narrow: true },
        { name: 'b.a.com', sources: ['orders', 'payments'], narrow: true },
      ],
    ],
    ['that is a wildcard, hidden', 1, [WILDCARD, { name: '*.b.a.com', sources: ['payments'], narrow: true }]],
  ])('%s: %i problems', (_, problems, routes) => {
    const found = wildcardProblems(FACTS, planOf(routes).externalHosts());
    expect(found).toHaveLength(problems);
    if (problems > 0)
      expect(found[0]).toMatch(/b\.a\.com is not seen by all who see \*\.a\.com.*fix: leave exportTo out/);
  });

  test('is known to every sidecar that knows the wildcard, whoever may use which', () => {
    const names = ['*.a.com', 'b.a.com', '*.b.a.com', 'c.b.a.com', 'a.com', 'd.com', '*.d.com', 'e.d.com'];
    const sources = fc.subarray(['orders', 'payments', 'reports'], { minLength: 1 });
    const drawn = fc
      .subarray(names)
      .chain((some) => fc.tuple(...some.map((name) => fc.record({ name: fc.constant(name), sources }))));
    fc.assert(
      fc.property(drawn, fc.constantFrom('orders', 'payments', 'reports'), (routes, client) => {
        const externals = planOf(routes).externalHosts();
        const known = hostsOpenTo(client, externals).map((host) => host.replace('default/', ''));
        // The most specific of what a sidecar knows decides; it must be that of the whole mesh, for every name.
        for (const { host } of externals) {
          const covering = externals.filter(
            (other) => other.host.name === host.name || isBelow({ ...other, host }, other),
          );
          if (covering.some(({ host: { name } }) => known.includes(name))) expect(known).toContain(host.name);
        }
        for (const { host, ports } of externals) {
          if (ports.some(({ access }) => includesNamespace(access.sources, client))) expect(known).toContain(host.name);
        }
      }),
    );
  });
});
