import { App } from 'cdk8s';
import { EgressGateway, EgressPeer, LockdownMode } from '../../../lib';
import { manifestsOf, newChart, only, stderrOfEachTest } from '../help';
import { findingsWith } from '../synthesis';
import { lockdown, rulesIn, udp } from './help';

const stderr = stderrOfEachTest();
const mode = LockdownMode.NAMESPACE_LABELS;

describe('EgressLockdownPolicy with LockdownMode.NAMESPACE_LABELS', () => {
  test("writes the policy of Istio's egress gateway task", () => {
    const chart = newChart();
    lockdown({ namespaces: ['test-egress'], mode }, chart);
    expect(only(chart, 'NetworkPolicy')).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'allow-egress-to-istio-system-and-kube-dns-test-egress', namespace: 'test-egress' },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          { to: [{ namespaceSelector: { matchLabels: { 'kube-system': 'true' } } }], ports: [udp(53)] },
          { to: [{ namespaceSelector: { matchLabels: { istio: 'system' } } }] },
        ],
      },
    });
  });

  test('shortens a name that is too long', () => {
    const chart = newChart();
    lockdown({ namespaces: ['n'.repeat(40)], mode }, chart);
    const { name } = only(chart, 'NetworkPolicy').metadata;
    expect(name).toHaveLength(63);
    expect(name).toMatch(/^allow-egress-to-istio-system-and-kube-dns-n+---[0-9a-f]{10}$/);
  });

  test('writes no Namespace objects for the labels', () => {
    const chart = newChart();
    lockdown({ mode }, chart);
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(['NetworkPolicy']);
  });

  test('warns once, as EGR2009, with the commands that set the labels', () => {
    const app = new App();
    const chart = newChart('default', app);
    newChart('default', app, 'other');
    const policy = lockdown({ mode }, chart);
    expect(policy.labelCommands).toEqual([
      'kubectl label namespace istio-system istio=system',
      'kubectl label namespace kube-system kube-system=true',
    ]);
    app.synthYaml();
    expect(stderr()).toMatch(/^warning: EGR2009: \[chart\/lockdown\] .*can open it: [^\n]*\n$/);
    expect(findingsWith('EGR2009', policy)[0]?.fix).toBe(`run ${policy.labelCommands.join(' && ')}`);
  });

  test('also labels the namespace of a gateway that is not in istio-system', () => {
    const chart = newChart();
    const gateway = EgressGateway.fromEgressGatewayAttributes(chart, 'g', { namespace: 'istio-egress' });
    expect(lockdown({ gateway, mode }, chart).labelCommands).toEqual([
      'kubectl label namespace istio-egress istio=system',
      'kubectl label namespace istio-system istio=system',
      'kubectl label namespace kube-system kube-system=true',
    ]);
  });

  test('accepts further peers and createNamespaces', () => {
    const chart = newChart();
    lockdown({ mode, allowTo: [EgressPeer.sameNamespace()], createNamespaces: true }, chart);
    expect(rulesIn(chart)[2]).toEqual({ to: [{ podSelector: {} }] });
    expect(only(chart, 'Namespace').metadata.name).toBe('payments');
  });
});
