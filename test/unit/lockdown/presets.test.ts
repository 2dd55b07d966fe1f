import { Lazy } from 'cdk8s';
import { ClusterDns, ControlPlane } from '../../../lib';
import { fixIn, messageOf, newChart } from '../help';
import { DNS_RULE, GATEWAY_RULE, ISTIOD_RULE, lockdown, pods, rulesIn, tcp, udp } from './help';

const block = (cidr: string): object => ({ ipBlock: { cidr } });

describe('ClusterDns', () => {
  test.each<[string, ClusterDns, object]>([
    ['KUBE_DNS', ClusterDns.KUBE_DNS, DNS_RULE],
    [
      'OPENSHIFT, on its own port',
      ClusterDns.OPENSHIFT,
      {
        to: [pods('openshift-dns', { 'dns.operator.openshift.io/daemonset-dns': 'default' })],
        ports: [udp(5353), tcp(5353)],
      },
    ],
    [
      'nodeLocal(), by address since its pods are on the host network',
      ClusterDns.nodeLocal(),
      { to: [...DNS_RULE.to, block('169.254.20.10/32')], ports: [udp(53), tcp(53)] },
    ],
    [
      'nodeLocal() with ranges, sorted',
      ClusterDns.nodeLocal({ cidrs: ['169.254.20.10/32', '10.96.0.10/32'] }),
      { to: [...DNS_RULE.to, block('10.96.0.10/32'), block('169.254.20.10/32')], ports: [udp(53), tcp(53)] },
    ],
    [
      'of() with a namespace and labels',
      ClusterDns.of({ namespace: 'dns', pods: { app: 'dns' } }),
      { to: [pods('dns', { app: 'dns' })], ports: [udp(53), tcp(53)] },
    ],
    [
      'of() with a port',
      ClusterDns.of({ namespace: 'dns', pods: { app: 'dns' }, port: 1053 }),
      { to: [pods('dns', { app: 'dns' })], ports: [udp(1053), tcp(1053)] },
    ],
  ])('%s opens UDP and TCP', (_, dns, rule) => {
    const chart = newChart();
    lockdown({ dns }, chart);
    expect(rulesIn(chart)).toEqual([rule, ISTIOD_RULE, GATEWAY_RULE]);
  });

  test.each<[string, () => unknown, RegExp, RegExp]>([
    ['no range', () => ClusterDns.nodeLocal({ cidrs: [] }), /cidrs of the dns cache is empty.*\[\]/, /leave cidrs out/],
    ['an address', () => ClusterDns.nodeLocal({ cidrs: ['169.254.20.10'] }), /malformed/, /"169\.254\.20\.10\/32"/],
    ['a namespace', () => ClusterDns.of({ namespace: 'D', pods: { a: 'b' } }), /dns-1123.*got "D"/, /kubectl shows/],
    ['a label', () => ClusterDns.of({ namespace: 'd', pods: { a: ' ' } }), /"a" has a malformed/, /show-labels/],
    [
      'a port',
      () => ClusterDns.of({ namespace: 'd', pods: { a: 'b' }, port: 0 }),
      /not a port number: got 0;/,
      /write the/,
    ],
    [
      'null for a port',
      () => ClusterDns.of({ namespace: 'd', pods: { a: 'b' }, port: null as never }),
      /not a port number: got null;/,
      /write the/,
    ],
  ])('refuses %s that is malformed or missing', (_, make, problem, fix) => {
    const message = messageOf(make);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('takes a token as a range', () => {
    const chart = newChart();
    const cidr = Lazy.any({ produce: () => '10.96.0.10/32' }) as string;
    lockdown({ dns: ClusterDns.nodeLocal({ cidrs: [cidr] }) }, chart);
    expect(rulesIn(chart)[0]).toMatchObject({ to: [...DNS_RULE.to, block('10.96.0.10/32')] });
  });
});

describe('ControlPlane', () => {
  test.each<[string, ControlPlane, object]>([
    ['ISTIOD', ControlPlane.ISTIOD, ISTIOD_RULE],
    [
      'istiod() elsewhere',
      ControlPlane.istiod({ namespace: 'control', pods: { app: 'istiod', 'istio.io/rev': 'a' } }),
      { to: [pods('control', { app: 'istiod', 'istio.io/rev': 'a' })], ports: [tcp(15012)] },
    ],
    ['external()', ControlPlane.external('203.0.113.7/32'), { to: [block('203.0.113.7/32')], ports: [tcp(15012)] }],
    [
      'external() with a port',
      ControlPlane.external('2001:db8::/64', 443),
      { to: [block('2001:db8::/64')], ports: [tcp(443)] },
    ],
  ])('%s opens one port', (_, controlPlane, rule) => {
    const chart = newChart();
    lockdown({ controlPlane }, chart);
    expect(rulesIn(chart)).toEqual([DNS_RULE, rule, GATEWAY_RULE]);
  });

  test("outside the cluster leaves no namespace of its own, but istio-system stays Istio's", () => {
    const controlPlane = ControlPlane.external('203.0.113.7/32');
    expect(messageOf(() => lockdown({ controlPlane, namespaces: ['istio-system'] }))).toMatch(/istio-system is/);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['a namespace', () => ControlPlane.istiod({ namespace: 'Control' }), /dns-1123 label: got "Control".*fix: write/],
    ['a label', () => ControlPlane.istiod({ pods: { 'a b': 'x' } }), /label key "a b" is malformed.*fix: write/],
    ['a range', () => ControlPlane.external('203.0.113.7'), /malformed.*fix: write "203\.0\.113\.7\/32"/],
    ['a port', () => ControlPlane.external('203.0.113.7/32', 70000), /not a port number: got 70000.*fix: write/],
  ])('refuses %s that is malformed', (_, make, problem) => {
    expect(messageOf(make)).toMatch(problem);
  });
});
