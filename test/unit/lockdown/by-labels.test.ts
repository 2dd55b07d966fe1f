import { App } from 'cdk8s';
import { EgressGateway, EgressPeer, LockdownMode } from '../../../lib';
import { manifestsOf, newChart, only, stderrOfEachTest } from '../help';
import { lockdown, rulesIn, udp } from './help';

const stderr = stderrOfEachTest();
const mode = LockdownMode.BY_LABELS;

describe('LockdownMode.BY_LABELS', () => {
  test("writes the policy of Istio's task", () => {
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

  test('cuts a name that is too long', () => {
    const chart = newChart();
    lockdown({ namespaces: ['n'.repeat(40)], mode }, chart);
    const { name } = only(chart, 'NetworkPolicy').metadata;
    expect(name).toHaveLength(63);
    expect(name).toMatch(/^allow-egress-to-istio-system-and-kube-dns-n+---[0-9a-f]{10}$/);
  });

  test('writes no Namespace for those that it relies on: the commands that label them are printed, once', () => {
    const app = new App();
    const chart = newChart('default', app);
    newChart('default', app, 'other');
    const { labelCommands } = lockdown({ mode }, chart);
    expect(labelCommands).toEqual([
      'kubectl label namespace istio-system istio=system',
      'kubectl label namespace kube-system kube-system=true',
    ]);
    app.synthYaml();
    expect(stderr().split('\n')).toEqual([
      expect.stringMatching(/^note: \[chart\/lockdown\] .*labels/),
      ...labelCommands.map((command) => `  ${command}`),
      '',
    ]);
    expect(manifestsOf(chart).map(({ kind }) => kind)).toEqual(['NetworkPolicy']);
  });

  test("labels the gateway's namespace too, beside istiod's", () => {
    const chart = newChart();
    const gateway = EgressGateway.fromExisting(chart, 'g', { namespace: 'istio-egress' });
    expect(lockdown({ gateway, mode }, chart).labelCommands).toEqual([
      'kubectl label namespace istio-egress istio=system',
      'kubectl label namespace istio-system istio=system',
      'kubectl label namespace kube-system kube-system=true',
    ]);
  });

  test('still takes more peers, and creates the namespaces that it locks down', () => {
    const chart = newChart();
    lockdown({ mode, allow: [EgressPeer.sameNamespace()], createNamespaces: true }, chart);
    expect(rulesIn(chart)[2]).toEqual({ to: [{ podSelector: {} }] });
    expect(only(chart, 'Namespace').metadata.name).toBe('payments');
  });

  test('has a name for people', () => {
    expect([LockdownMode.TIGHT.toString(), mode.name]).toEqual(['TIGHT', 'BY_LABELS']);
  });
});
