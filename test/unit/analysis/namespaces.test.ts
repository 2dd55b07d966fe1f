import { Labels } from '../../../lib/input/labels';
import { described, expectFound, found, gatewayOf } from './meshes';

const lockdown = (owner: string, ...namespaces: string[]) => ({ owner, namespaces });
const sidecars = lockdown;

describe('EGR1301', () => {
  test('finds a namespace that two lockdowns close', () => {
    const lockdowns = [lockdown('a', 'payments', 'orders'), lockdown('b', 'reports', 'payments')];
    const finding = expectFound(
      'EGR1301',
      { lockdowns },
      {
        at: 'b',
        problem: /^namespace payments cannot be closed by two lockdowns$/,
        fix: /^remove payments from one lockdown, and write allowTo: \[EgressPeer\.gateway\(\.\.\.\)\]/,
      },
    );
    expect(finding.got).toBe('{"constructs":["a","b"]}');
  });

  test('does not find lockdowns of different namespaces, or a locked-down namespace with sidecars', () => {
    const parts = {
      lockdowns: [lockdown('a', 'payments'), lockdown('b', 'orders')],
      sidecars: [sidecars('c', 'orders')],
    };
    expect(found('EGR1301', parts)).toEqual([]);
  });
});

/** Pods of one namespace that two constructs select. */
const OF_SOME_PODS: readonly [string, Labels, Labels, boolean][] = [
  ['pods whose label has two values', { app: 'reports' }, { app: 'api', tier: 'web' }, true],
  ['pods of the namespace, and some of these pods', {}, { app: 'reports' }, true],
  ['pods that one pod can be', { app: 'reports' }, { tier: 'web' }, false],
  ['pods, and some of these pods', { app: 'reports' }, { app: 'reports', tier: 'web' }, false],
  ['the same pods', { app: 'reports' }, { app: 'reports' }, false],
];

describe.each([
  ['EGR1301', 'lockdowns', /^pods of namespace payments cannot be closed by two lockdowns with podLabels$/],
  ['EGR1304', 'sidecars', /^pods of namespace payments cannot have two EgressSidecar constructs with podLabels$/],
] as const)('%s with podLabels', (code, part, problem) => {
  test.each(OF_SOME_PODS)('of %s', (_, one, other, isAccepted) => {
    const both = [one, other].map((podLabels, index) => ({ owner: `c${index}`, namespaces: ['payments'], podLabels }));
    for (const parts of [{ [part]: both }, { [part]: [...both].reverse() }]) {
      if (isAccepted) expect(found(code, parts)).toEqual([]);
      else expectFound(code, parts, { at: 'c1', problem, fix: /^write podLabels with another value of / });
    }
  });
});

describe('EGR1302', () => {
  test.each(['installed', 'imported'] as const)(
    'finds the namespace of a gateway that is %s in a lockdown',
    (ownership) => {
      expectFound(
        'EGR1302',
        { gateways: [described(gatewayOf('eu'), { ownership })], lockdowns: [lockdown('a', 'payments', 'egress-eu')] },
        {
          at: 'a',
          problem: /^namespace egress-eu of gateway egress-eu\/eu cannot be locked down$/,
          fix: /^remove egress-eu from/,
        },
      );
    },
  );

  test('does not find the namespace of a gateway in an EgressSidecar', () => {
    const parts = { gateways: [described(gatewayOf('eu'))], sidecars: [sidecars('a', 'egress-eu')] };
    expect(found('EGR1302', { ...parts, lockdowns: [lockdown('b', 'payments')] })).toEqual([]);
  });
});

test('EGR1303 finds a Namespace object that two constructs create', () => {
  const createdNamespaces = [['a', 'payments'] as const, ['a', 'orders'] as const, ['b', 'payments'] as const];
  expectFound(
    'EGR1303',
    { createdNamespaces },
    {
      at: 'b',
      problem: /^namespace payments cannot be created by two constructs$/,
      fix: /^remove createNamespaces? or/,
    },
  );
  expect(found('EGR1303', { createdNamespaces: createdNamespaces.slice(0, 2) })).toEqual([]);
});

test('EGR1304 finds a namespace with two EgressSidecar constructs', () => {
  expectFound(
    'EGR1304',
    { sidecars: [sidecars('a', 'payments'), sidecars('b', 'orders', 'payments')] },
    {
      at: 'b',
      problem: /^namespace payments cannot have two EgressSidecar constructs$/,
      fix: /^remove payments from one EgressSidecar, and write its additionalHosts on the other$/,
    },
  );
  expect(found('EGR1304', { sidecars: [sidecars('a', 'payments'), sidecars('b', 'orders')] })).toEqual([]);
});
