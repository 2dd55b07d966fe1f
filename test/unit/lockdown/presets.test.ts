import { Lazy } from 'cdk8s';
import { ClusterDns, ClusterDnsOptions, ControlPlane } from '../../../lib';
import { newChart } from '../help';
import { findingOf } from '../input/findings';
import { DNS_RULE, GATEWAY_RULE, ISTIOD_RULE, lockdown, pods, rulesIn, tcp, udp } from './help';

const dns = (options: Partial<ClusterDnsOptions>) =>
  ClusterDns.of({ namespace: 'd', podLabels: { a: 'b' }, ...options });
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
      ClusterDns.of({ namespace: 'dns', podLabels: { app: 'dns' } }),
      { to: [pods('dns', { app: 'dns' })], ports: [udp(53), tcp(53)] },
    ],
    [
      'of() with a port',
      ClusterDns.of({ namespace: 'dns', podLabels: { app: 'dns' }, port: 1053 }),
      { to: [pods('dns', { app: 'dns' })], ports: [udp(1053), tcp(1053)] },
    ],
  ])('%s opens UDP and TCP to the DNS', (_, dns, rule) => {
    const chart = newChart();
    lockdown({ dns }, chart);
    expect(rulesIn(chart)).toEqual([rule, ISTIOD_RULE, GATEWAY_RULE]);
  });

  test.each<[string, () => unknown, string, RegExp, RegExp]>([
    ['no range', () => ClusterDns.nodeLocal({ cidrs: [] }), 'EGR0105', /cidrs must not be empty/, /^write cidrs: \[/],
    [
      'an address as a range',
      () => ClusterDns.nodeLocal({ cidrs: ['10.96.0.10/32', '169.254.20.10'] }),
      'EGR0205',
      /cidrs\[1\] .*CIDR/,
      /^write "169\.254\.20\.10\/32"$/,
    ],
    [
      'a range that is too wide, without the offer of ports',
      () => ClusterDns.nodeLocal({ cidrs: ['0.0.0.0/0'] }),
      'EGR0206',
      /cidrs\[0\] .*much of the internet/,
      /^write a smaller range$/,
    ],
    ['a malformed namespace', () => dns({ namespace: 'D' }), 'EGR0110', /namespace .*DNS-1123/, /^write "d"$/],
    ['a malformed label', () => dns({ podLabels: { a: ' ' } }), 'EGR0113', /podLabels\["a"\]/, /--show-labels/],
    [
      'no label, which would select every pod',
      () => dns({ podLabels: {} }),
      'EGR0114',
      /podLabels .*label/,
      /podLabels/,
    ],
    ['port 0', () => dns({ port: 0 }), 'EGR0111', /port must be a port number/, /^write a port/],
    ['null as the port', () => dns({ port: null as never }), 'EGR0103', /port cannot be null/, /^remove port/],
  ])('rejects %s', (_, make, code, problem, fix) => {
    const finding = findingOf(make);
    expect(finding.code).toBe(code);
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(fix);
  });

  test('accepts a token as a range', () => {
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
      ControlPlane.istiod({ namespace: 'control', podLabels: { app: 'istiod', 'istio.io/rev': 'a' } }),
      { to: [pods('control', { app: 'istiod', 'istio.io/rev': 'a' })], ports: [tcp(15012)] },
    ],
    [
      'external()',
      ControlPlane.external({ cidrs: ['203.0.113.8/32', '203.0.113.7/32'] }),
      { to: [block('203.0.113.7/32'), block('203.0.113.8/32')], ports: [tcp(15012)] },
    ],
    [
      'external() with a port',
      ControlPlane.external({ cidrs: ['2001:db8::/64'], port: 443 }),
      { to: [block('2001:db8::/64')], ports: [tcp(443)] },
    ],
  ])('%s opens one port of the control plane', (_, controlPlane, rule) => {
    const chart = newChart();
    lockdown({ controlPlane }, chart);
    expect(rulesIn(chart)).toEqual([DNS_RULE, rule, GATEWAY_RULE]);
  });

  test.each<[string, () => unknown, string, RegExp, RegExp]>([
    [
      'a malformed namespace',
      () => ControlPlane.istiod({ namespace: 'Control' }),
      'EGR0110',
      /namespace .*DNS-1123/,
      /^write "control"$/,
    ],
    [
      'a malformed label',
      () => ControlPlane.istiod({ podLabels: { 'a b': 'x' } }),
      'EGR0113',
      /podLabels .*"a b"/,
      /--show-labels/,
    ],
    [
      'an address as a range',
      () => ControlPlane.external({ cidrs: ['203.0.113.7'] }),
      'EGR0205',
      /cidrs\[0\] .*CIDR/,
      /^write "203\.0\.113\.7\/32"$/,
    ],
    [
      'no range',
      () => ControlPlane.external({ cidrs: [] }),
      'EGR0105',
      /cidrs must not be empty$/,
      /^write cidrs: \['203/,
    ],
    [
      'port 70000',
      () => ControlPlane.external({ cidrs: ['203.0.113.7/32'], port: 70000 }),
      'EGR0111',
      /port number/,
      /^write a port/,
    ],
  ])('rejects %s', (_, make, code, problem, fix) => {
    const finding = findingOf(make);
    expect(finding.code).toBe(code);
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(fix);
  });
});
