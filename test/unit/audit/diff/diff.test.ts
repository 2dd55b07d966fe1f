import * as fc from 'fast-check';
import { EgressGateway, ExternalTlsRoute } from 'cdk8s-istio-egress';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { readMesh } from '../../../../lib/audit/model/mesh';
import { MeshSettings } from '../../../../lib/audit/model/settings';
import { Diff, diffOf, needsApproval, opens } from '../../../../lib/audit/diff/diff';
import { describeState } from '../../../../lib/audit/format/describe-change';
import { INSTALLED } from '../../../support/gateways';
import { withKind, withSpec } from '../../../trace/support';
import { synthesized } from '../../../support/synthesized';

const CLOSED: MeshSettings = { outboundTrafficPolicy: 'REGISTRY_ONLY', gatewayServices: [INSTALLED] };
const OPEN: MeshSettings = { ...CLOSED, outboundTrafficPolicy: 'ALLOW_ANY' };

const task = (...hosts: string[]): Manifest[] =>
  synthesized((chart) => {
    const gateway = new EgressGateway(chart, 'gateway');
    for (const host of hosts) new ExternalTlsRoute(chart, host, { gateway, hosts: [host] });
  });

const ONE = task('edition.cnn.com');
const TWO = task('edition.cnn.com', 'www.example.com');

const diff = (before: readonly Manifest[], after: readonly Manifest[], settings = CLOSED): Diff =>
  diffOf(readMesh(before, settings), readMesh(after, settings));

const summaryOf = ({ changes }: Diff): readonly string[] =>
  changes.map(
    ({ effect, gains, requests, before, after }) =>
      `${effect} ${requests.map(({ host }) => host).join()}: ${before?.outcome} -> ${after?.outcome}${gains === undefined ? '' : `, gains ${gains}`}`,
  );

describe('diffOf', () => {
  test('a host that is added opens, and a host that is removed closes, if no sidecar passes unknown hosts', () => {
    expect(summaryOf(diff(ONE, TWO))).toEqual(['opens www.example.com: blocked -> gateway, gains gateway']);
    expect(summaryOf(diff(TWO, ONE))).toEqual(['closes www.example.com: gateway -> blocked']);
    expect([diff(ONE, TWO), diff(TWO, ONE)].map(opens)).toEqual([true, false]);
  });

  test('a host that is removed goes around the gateway if sidecars pass unknown hosts', () => {
    expect(summaryOf(diff(ONE, TWO, OPEN))).toEqual(['reroutes www.example.com: direct -> gateway']);
    expect(summaryOf(diff(TWO, ONE, OPEN))).toEqual(['reroutes www.example.com: gateway -> direct, gains direct']);
    expect([diff(ONE, TWO, OPEN), diff(TWO, ONE, OPEN)].map(opens)).toEqual([false, true]);
  });

  test('a gateway without its DestinationRule breaks the host', () => {
    const broken = ONE.filter(({ kind }) => kind !== 'DestinationRule');
    expect(summaryOf(diff(ONE, broken))).toEqual(['breaks edition.cnn.com: gateway -> fails']);
    expect(summaryOf(diff(broken, ONE))).toEqual(['mends edition.cnn.com: fails -> gateway, gains gateway']);
  });

  const unfollowed = (kind: string, spec: object): Manifest => {
    const apiVersion = kind === 'EnvoyFilter' ? 'networking.istio.io/v1alpha3' : 'gateway.networking.k8s.io/v1';
    return { apiVersion, kind, metadata: { name: 'other', namespace: 'istio-system' }, spec };
  };
  /** Lets the pods of a namespace connect inside the cluster alone. */
  const inside: Manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'inside', namespace: 'payments' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }] }] },
  };

  test('an object that is not evaluated opens, also if the outcome stays the same', () => {
    const route = unfollowed('TLSRoute', { hostnames: ['edition.cnn.com'] });
    const filter = unfollowed('EnvoyFilter', {
      configPatches: [{ applyTo: 'LISTENER', patch: { operation: 'REMOVE' } }],
    });
    expect(summaryOf(diff(ONE, [...ONE, route]))).toEqual([
      'reroutes edition.cnn.com: gateway -> direct, gains direct',
    ]);
    const added = diff([...ONE, inside], [...ONE, inside, filter]);
    const [change] = added.changes.filter(({ sources }) => sources.some(({ source }) => source === 'payments/*'));
    expect(change).toMatchObject({ effect: 'depends', gains: 'unevaluated', after: { outcome: 'gateway' } });
    expect(change?.assumptions).toEqual([expect.stringContaining('EnvoyFilter istio-system/other is not evaluated')]);
    expect(opens({ ...added, changes: change === undefined ? [] : [change] })).toBe(true);
  });

  test('a way that stays direct opens if the old way relied on an object alone that is not evaluated', () => {
    const cilium: Manifest = {
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: { name: 'open', namespace: 'payments' },
      spec: { egress: [{}] },
    };
    const locked = [...ONE, inside, cilium];
    const unlocked = diff(locked, [...ONE, cilium]);
    expect(summaryOf(unlocked)).toEqual(['opens *: direct -> direct, gains direct']);
    expect(describeState(unlocked.changes[0]?.before, unlocked.changes[0]?.after)).toBe('direct, not evaluated');
    expect(opens(unlocked)).toBe(true);
    expect(opens(diff([...ONE, cilium], locked))).toBe(false);
  });

  test('a host that stays direct opens if a filter that is not evaluated no longer decides alone', () => {
    const value = { '@type': 'type.googleapis.com/envoy.config.listener.v3.Listener' };
    const patch = { applyTo: 'LISTENER', patch: { operation: 'MERGE', value } };
    const filter = unfollowed('EnvoyFilter', { configPatches: [patch] });
    const unrouted = ONE.filter(({ kind }) => kind !== 'VirtualService');
    const found = diff([...ONE, filter], [...unrouted, filter]);
    expect(summaryOf(found)).toEqual(['opens edition.cnn.com: direct -> direct, gains direct']);
    expect(opens(diff([...unrouted, filter], [...ONE, filter]))).toBe(false);
  });

  test('an assumption that is new is listed, and opens nothing', () => {
    const assumed = withKind(ONE, 'ServiceEntry', withSpec({ addresses: ['203.0.113.9'] }));
    const found = diff(ONE, assumed);
    expect(found.changes).toMatchObject([
      {
        effect: 'depends',
        assumptions: [
          'the caller resolves edition.cnn.com to 203.0.113.9, the address in the ServiceEntry of the host',
        ],
      },
    ]);
    expect(opens(found)).toBe(false);
  });

  describe('a lockdown that opens UDP, which sidecars do not redirect, opens:', () => {
    const lockdown = (...more: readonly object[]): Manifest => ({
      ...inside,
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }] }, ...more] },
    });
    const ports = [{ protocol: 'UDP', port: 443 }];
    test.each<[string, object, string, string]>([
      ['every address', { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports }, '*', 'EGR3302'],
      ['every destination', { ports }, '*', 'EGR3302'],
      ['a range', { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports }, '203.0.113.0/24', 'EGR3307'],
    ])('%s', (_title, rule, host, code) => {
      const [closed, open] = [
        [...ONE, lockdown()],
        [...ONE, lockdown(rule)],
      ];
      const found = diff(closed, open);
      expect(found.changes).toMatchObject([
        {
          effect: 'opens',
          gains: 'direct',
          requests: [{ host, port: 443, protocol: 'udp' }],
          before: { outcome: 'blocked' },
        },
      ]);
      expect(found.findings.added.map((each) => each.code)).toContain(code);
      expect([found, diff(open, closed), diff(ONE, open)].map(opens)).toEqual([true, false, false]);
    });
  });

  test('a new error needs an approval, also if no way changes', () => {
    const policy: Manifest = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'elsewhere', namespace: 'payments' },
      spec: { selector: { matchLabels: INSTALLED.podLabels } },
    };
    const found = diff(ONE, [...ONE, policy]);
    expect([opens(found), needsApproval(found)]).toEqual([false, true]);
    expect(found.findings.added).toMatchObject([{ code: 'EGR3206' }]);
  });

  describe('addresses that a lockdown opens are requests of both sets:', () => {
    const lockdown = (cidrs: readonly string[], ports?: readonly object[]): Manifest => ({
      ...inside,
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ to: [{ namespaceSelector: {} }] }, ...cidrs.map((cidr) => ({ to: [{ ipBlock: { cidr } }], ports }))],
      },
    });
    const closed = lockdown([]);
    const narrow = lockdown(['203.0.113.0/25']);
    const wide = lockdown(['203.0.113.0/24']);
    const onPort = lockdown(['203.0.113.0/25'], [{ port: 443 }]);
    const onPorts = lockdown(['203.0.113.0/25'], [{ port: 443, endPort: 9000 }]);
    test.each<[string, Manifest, Manifest, readonly string[]]>([
      ['a range', closed, narrow, ['opens 203.0.113.0/25: blocked -> direct, gains direct']],
      ['a range that is removed', narrow, closed, ['closes 203.0.113.0/25: direct -> blocked']],
      ['the same range', narrow, narrow, []],
      ['a wider range', narrow, wide, ['opens 203.0.113.128/25: blocked -> direct, gains direct']],
      ['a narrower range', wide, narrow, ['closes 203.0.113.128/25: direct -> blocked']],
      ['every port', onPort, narrow, ['opens 203.0.113.0/25: blocked -> direct, gains direct']],
      ['one port', narrow, onPort, ['closes 203.0.113.0/25: direct -> blocked']],
      ['more ports', onPort, onPorts, ['opens 203.0.113.0/25: blocked -> direct, gains direct']],
    ])('%s', (_title, before, after, changes) => {
      const found = summaryOf(diff([...ONE, before], [...ONE, after])).filter((text) => text.includes('/'));
      expect(found).toEqual(changes);
    });
  });

  test('the order, the labels and the names of objects are no difference', () => {
    const every = fc.shuffledSubarray([...TWO], { minLength: TWO.length });
    fc.assert(
      fc.property(every, fc.stringMatching(/^[a-z]{1,8}$/), (manifests, word) => {
        const changed = manifests.map(({ metadata, ...rest }) => ({
          ...rest,
          metadata: { ...metadata, labels: { ...metadata.labels, [word]: word } },
        }));
        expect(diff(TWO, renamed(changed, `-${word}`))).toEqual({
          changes: [],
          findings: { added: [], fixed: [], unevaluated: [], suppressed: [] },
        });
      }),
    );
  });
});

/** The objects with other names, also where VirtualServices name Gateways. */
function renamed(manifests: readonly Manifest[], suffix: string): readonly Manifest[] {
  const names = new Set(manifests.filter(({ kind }) => kind !== 'Service').map(({ metadata }) => metadata.name));
  const text = (value: string): string => {
    const [namespace, name] = value.split('/');
    if (name !== undefined) return names.has(name) ? `${namespace}/${name}${suffix}` : value;
    return names.has(value) ? `${value}${suffix}` : value;
  };
  return JSON.parse(JSON.stringify(manifests), (_key, value: unknown) =>
    typeof value === 'string' ? text(value) : value,
  ) as Manifest[];
}
