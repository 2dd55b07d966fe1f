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
