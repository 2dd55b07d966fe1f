import { JsonPatch } from 'cdk8s';
import { EgressGateway, EgressPeer, EgressPort, GatewayPorts } from '../../../lib';
import { manifestsOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { DNS_RULE, GATEWAY_RULE, ISTIOD_RULE, lockdown, pods, rulesIn, tcp } from './help';

const stderr = stderrOfEachTest();

describe('EgressLockdownPolicy by default', () => {
  test('opens DNS on UDP and TCP, istiod on 15012 and the target ports of the gateway, and nothing else', () => {
    const chart = newChart();
    lockdown({}, chart);
    expect(rulesIn(chart)).toEqual([DNS_RULE, ISTIOD_RULE, GATEWAY_RULE]);
    expect(only(chart, 'NetworkPolicy').spec).toMatchObject({ podSelector: {}, policyTypes: ['Egress'] });
  });

  test('opens the port for ranges of a gateway that has the port', () => {
    const chart = newChart();
    const ports = GatewayPorts.of({ cidrs: { port: 15022, targetPort: 16022 } });
    lockdown({ gateway: EgressGateway.fromEgressGatewayAttributes(chart, 'gateway', { ports }) }, chart);
    const [, , toGateway] = rulesIn(chart) as { ports: object[] }[];
    expect(toGateway?.ports).toEqual([tcp(8080), tcp(8443), tcp(16022)]);
  });

  test('writes one NetworkPolicy into each namespace, and nothing else', () => {
    const chart = newChart();
    const { namespaces, networkPolicies, namespaceObjects, labelCommands, node } = lockdown(
      { namespaces: ['payments', 'orders'] },
      chart,
    );
    const manifests = manifestsOf(chart);
    expect(manifests.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
      ['NetworkPolicy', 'orders'],
      ['NetworkPolicy', 'payments'],
    ]);
    expect(manifests[0]?.spec).toEqual(manifests[1]?.spec);
    expect(new Set(manifests.map(({ metadata }) => metadata.name)).size).toBe(2);
    expect(namespaces).toEqual(['orders', 'payments']);
    expect(networkPolicies.map((policy) => policy.metadata.namespace)).toEqual(['orders', 'payments']);
    expect(node.defaultChild).toBe(networkPolicies[0]);
    expect([namespaceObjects, labelCommands]).toEqual([[], []]);
  });

  test('prints no warning', () => {
    const chart = newChart();
    lockdown({}, chart);
    manifestsOf(chart);
    expect(stderr()).toBe('');
  });

  test('names a policy after its namespace, within 63 characters', () => {
    const chart = newChart();
    lockdown({ namespaces: ['payments', 'n'.repeat(63)] }, chart);
    const names = ofKind(chart, 'NetworkPolicy').map(({ metadata }) => metadata.name);
    expect(names).toContain('egress-lockdown-payments');
    expect(names.filter((name) => name.length > 63)).toEqual([]);
  });

  test.each([
    ['istioctl', GatewayPorts.ISTIOCTL, [tcp(8080), tcp(8443)]],
    ['the Helm chart', GatewayPorts.HELM_CHART, [tcp(80), tcp(443)]],
    [
      'a custom installation',
      GatewayPorts.of({ http: { port: 80, targetPort: 9443 }, tls: { port: 443, targetPort: 9080 } }),
      [tcp(9080), tcp(9443)],
    ],
  ])('opens the target ports of a gateway of %s, not the ports of its Service', (_, ports, expected) => {
    const chart = newChart();
    const selector = { istio: 'mine' };
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'g', {
      namespace: 'istio-egress',
      selector,
      ports,
    });
    lockdown({ gateway }, chart);
    expect(rulesIn(chart)[2]).toEqual({ to: [pods('istio-egress', { istio: 'mine' })], ports: expected });
  });
});

describe('EgressLockdownPolicy with allowTo', () => {
  const peers = [
    EgressPeer.sameNamespace(),
    EgressPeer.namespace('databases', { ports: [EgressPort.tcp(5432)] }),
    EgressPeer.cidr('10.0.0.0/8'),
  ];

  test('adds the peers after its own rules, for any order of peers and of calls', () => {
    const all = newChart();
    lockdown({ allowTo: peers }, all);
    const later = newChart();
    const policy = lockdown({ allowTo: peers.slice(2) }, later);
    policy.allowTo(...peers.slice(0, 2).reverse());
    expect(rulesIn(all).slice(0, 3)).toEqual([DNS_RULE, ISTIOD_RULE, GATEWAY_RULE]);
    expect(rulesIn(all)).toHaveLength(6);
    expect(rulesIn(later)).toEqual(rulesIn(all));
  });

  test('opens the peers to each of its namespaces', () => {
    const chart = newChart();
    lockdown({ namespaces: ['a', 'b'], allowTo: [EgressPeer.sameNamespace()] }, chart);
    for (const { spec } of ofKind(chart, 'NetworkPolicy')) {
      expect((spec?.['egress'] as object[])[3]).toEqual({ to: [{ podSelector: {} }] });
    }
  });
});

describe('EgressLockdownPolicy with createNamespaces', () => {
  test.each([
    ['a chart with a namespace', 'default'],
    ['a chart without one', undefined],
  ])('in %s writes Namespace objects with sidecar injection and without metadata.namespace', (_, namespace) => {
    const chart = newChart(namespace ?? undefined);
    const { namespaceObjects } = lockdown({ namespaces: ['b', 'a'], createNamespaces: true }, chart);
    expect(namespaceObjects.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(ofKind(chart, 'Namespace')).toEqual(
      ['a', 'b'].map((name) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { 'istio-injection': 'enabled' } },
      })),
    );
  });

  test('writes the Namespace objects before the objects in the namespaces', () => {
    const chart = newChart();
    lockdown({ createNamespaces: true }, chart);
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(['Namespace', 'NetworkPolicy']);
  });

  test.each([undefined, false])('%p writes no Namespace objects', (createNamespaces) => {
    const chart = newChart();
    lockdown({ createNamespaces }, chart);
    expect(ofKind(chart, 'Namespace')).toEqual([]);
  });

  test('writes Namespace objects that can be patched', () => {
    const chart = newChart();
    const [namespace] = lockdown({ createNamespaces: true }, chart).namespaceObjects;
    namespace?.addJsonPatch(JsonPatch.add('/metadata/labels/team', 'x'));
    expect(only(chart, 'Namespace').metadata).toEqual({
      name: 'payments',
      labels: { 'istio-injection': 'enabled', team: 'x' },
    });
  });
});

describe('EgressLockdownPolicy without createNamespaces', () => {
  test('locks down namespace default', () => {
    const chart = newChart();
    lockdown({ namespaces: ['default'] }, chart);
    expect(ofKind(chart, 'NetworkPolicy')).toHaveLength(1);
  });
});

describe('EgressLockdownPolicy with podLabels', () => {
  const podLabels = { tier: 'batch', app: 'reports' };

  test('selects the pods with the labels, and has the labels as a handle', () => {
    const chart = newChart();
    const policy = lockdown({ podLabels }, chart);
    const { metadata, spec } = only(chart, 'NetworkPolicy');
    expect(spec?.['podSelector']).toEqual({ matchLabels: { app: 'reports', tier: 'batch' } });
    expect(rulesIn(chart)).toEqual([DNS_RULE, ISTIOD_RULE, GATEWAY_RULE]);
    expect(metadata.name).toMatch(/^egress-lockdown-payments-reports-batch---[0-9a-f]{10}$/);
    expect(policy.podLabels).toEqual(podLabels);
    expect(lockdown({}, newChart()).podLabels).toEqual({});
    expect(stderr()).toContain('EGR2051');
  });

  test('is accepted beside a lockdown of the namespace, and adds its peers to those of the namespace', () => {
    const chart = newChart();
    lockdown({}, chart);
    lockdown({ podLabels, allowTo: [EgressPeer.namespace('databases')] }, chart, 'reports');
    const policies = ofKind(chart, 'NetworkPolicy');
    expect(new Set(policies.map(({ metadata }) => metadata.name)).size).toBe(2);
    expect(policies.map(({ spec }) => (spec?.['egress'] as object[]).length).sort()).toEqual([3, 4]);
    expect(stderr()).toBe('');
  });

  test.each<[string, Record<string, string>]>([
    ['must have a label', {}],
    ['"no key"', { 'no key': 'a' }],
    ['must be a label value', { app: 'no value' }],
  ])('rejects labels that %s', (problem, labels) => {
    expect(() => lockdown({ podLabels: labels })).toThrow(problem);
  });
});
