import { Lazy, Testing } from 'cdk8s';
import { EgressGateway, EgressPeer, EgressPort } from '../../../lib';
import { messageOf, newChart } from '../help';
import { findingOf } from '../input/findings';
import { lockdown, pods, rulesIn, tcp, udp } from './help';

const lazy = (value: unknown): never => Lazy.any({ produce: () => value }) as never;

/** Returns the rules that a lockdown writes for its peers, after the rules for DNS, istiod and the gateway. */
function allowed(...allowTo: EgressPeer[]): object[] {
  const chart = newChart();
  lockdown({ allowTo }, chart);
  return rulesIn(chart).slice(3);
}

describe('EgressPeer', () => {
  const ports = [EgressPort.tcp(5432), EgressPort.udp(123)];

  test.each<[string, EgressPeer, object]>([
    ['sameNamespace()', EgressPeer.sameNamespace(), { to: [{ podSelector: {} }] }],
    [
      'sameNamespace() with pods and ports',
      EgressPeer.sameNamespace({ podLabels: { app: 'db' }, ports: [EgressPort.tcp(5432)] }),
      { to: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [tcp(5432)] },
    ],
    ['namespace()', EgressPeer.namespace('databases'), { to: [pods('databases')] }],
    [
      'namespace() with pods and ports',
      EgressPeer.namespace('databases', { podLabels: { app: 'db' }, ports: [EgressPort.udp(123)] }),
      { to: [pods('databases', { app: 'db' })], ports: [udp(123)] },
    ],
    ['cidr()', EgressPeer.cidr('10.0.0.0/8'), { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    [
      'cidr() with exceptions, sorted',
      EgressPeer.cidr('10.0.0.0/8', { exceptCidrs: ['10.2.0.0/16', '10.1.0.0/16'] }),
      { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } }] },
    ],
    [
      'cidr() of the internet on a port',
      EgressPeer.cidr('0.0.0.0/0', { ports: [EgressPort.tcp(22)] }),
      { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [tcp(22)] },
    ],
    [
      'apiServer()',
      EgressPeer.apiServer({ cidrs: ['172.18.0.2/32'] }),
      { to: [{ ipBlock: { cidr: '172.18.0.2/32' } }], ports: [tcp(443), tcp(6443)] },
    ],
    [
      'apiServer() with ports',
      EgressPeer.apiServer({ cidrs: ['172.18.0.2/32'], ports: [EgressPort.tcp(8443)] }),
      { to: [{ ipBlock: { cidr: '172.18.0.2/32' } }], ports: [tcp(8443)] },
    ],
  ])('%s opens exactly its peers', (_, peer, rule) => {
    expect(allowed(peer)).toEqual([rule]);
  });

  test('gateway() opens the target ports of another gateway', () => {
    const chart = newChart();
    const other = EgressGateway.fromEgressGatewayAttributes(chart, 'b', {
      namespace: 'b',
      serviceName: 'b',
      selector: { istio: 'b' },
    });
    lockdown({ allowTo: [EgressPeer.gateway(other)] }, chart);
    expect(rulesIn(chart)[3]).toEqual({ to: [pods('b', { istio: 'b' })], ports: [tcp(8080), tcp(8443)] });
  });

  test('writes the same rule for any order of ports', () => {
    const one = allowed(EgressPeer.namespace('databases', { ports }));
    expect(allowed(EgressPeer.namespace('databases', { ports: [...ports].reverse() }))).toEqual(one);
  });

  test("writes the same rule for any order of the API server's addresses", () => {
    const cidrs = ['172.18.0.2/32', '172.18.0.3/32'];
    const one = allowed(EgressPeer.apiServer({ cidrs }));
    expect(allowed(EgressPeer.apiServer({ cidrs: [...cidrs].reverse() }))).toEqual(one);
  });

  test('EgressPort has a text form', () => {
    expect(ports.map(String)).toEqual(['TCP 5432', 'UDP 123']);
  });
});

test.each<[EgressPeer, string]>([
  [EgressPeer.sameNamespace({ ports: [EgressPort.tcp(5432)] }), 'sameNamespace()'],
  [EgressPeer.namespace('databases'), "namespace('databases')"],
  [EgressPeer.cidr('10.0.0.0/8'), "cidr('10.0.0.0/8')"],
  [
    EgressPeer.apiServer({ cidrs: ['172.18.0.2/32', '172.18.0.3/32'] }),
    "apiServer({ cidrs: ['172.18.0.2/32', '172.18.0.3/32'] })",
  ],
  [EgressPeer.gateway(new EgressGateway(newChart(), 'gateway')), 'gateway(chart/gateway)'],
])('toString() returns the peer as source code: %s', (peer, text) => {
  expect(String(peer)).toBe(text);
});

describe('EgressPeer rejects', () => {
  const { sameNamespace, namespace, cidr, apiServer } = {
    sameNamespace: (podLabels: Record<string, string>) => EgressPeer.sameNamespace({ podLabels }),
    namespace: (name: string, podLabels?: Record<string, string>) => EgressPeer.namespace(name, { podLabels }),
    cidr: (range: string, ...exceptCidrs: string[]) => EgressPeer.cidr(range, { exceptCidrs }),
    apiServer: (...cidrs: string[]) => EgressPeer.apiServer({ cidrs }),
  };

  test.each<[string, () => unknown, string, RegExp, RegExp]>([
    ['a malformed namespace', () => namespace('Databases'), 'EGR0110', /DNS-1123/, /^write "databases"$/],
    ['a token as a namespace', () => namespace(lazy('x')), 'EGR0108', /literal/, /resolved value/],
    ['a malformed value of a label', () => namespace('x', { a: '-' }), 'EGR0113', /podLabels\["a"\]/, /--show-labels/],
    ['a malformed key of a label', () => sameNamespace({ '-': 'a' }), 'EGR0113', /label key "-"/, /--show-labels/],
    ['a selector without labels', () => sameNamespace({}), 'EGR0114', /podLabels/, /podLabels/],
    ['a range with host bits', () => cidr('10.1.2.3/16'), 'EGR0205', /bits set/, /^write "10\.1\.0\.0\/16"$/],
    ['an address as a range', () => cidr('10.1.2.3'), 'EGR0205', /cidr .*CIDR/, /^write "10\.1\.2\.3\/32"$/],
    ['the internet on all ports', () => cidr('0.0.0.0/0'), 'EGR0206', /much of the internet/, /add ports: \[/],
    ['the IPv6 internet on all ports', () => cidr('::/0'), 'EGR0206', /much of the internet/, /add ports: \[/],
    ['an excluded range outside the range', () => cidr('10.0.0.0/8', '11.0.0.0/8'), 'EGR0207', /inside/, /^remove "11/],
    ['an API server without addresses', () => apiServer(), 'EGR0105', /must not be empty/, /^write cidrs: \[/],
    ['the name of an API server', () => apiServer('10.0.0.1/32', 'k'), 'EGR0205', /cidrs\[1\]/, /prefix length/],
    ['an empty list of ports', () => EgressPeer.sameNamespace({ ports: [] }), 'EGR0105', /ports/, /^write ports: \[/],
    ['port 0', () => EgressPort.tcp(0), 'EGR0111', /port number/, /^write a port/],
    ['port 65536', () => EgressPort.udp(65536), 'EGR0111', /port number/, /^write a port/],
    ['port 1.5', () => EgressPort.tcp(1.5), 'EGR0111', /port number/, /^write a port/],
  ])('%s', (_, make, code, problem, fix) => {
    const finding = findingOf(make);
    expect(finding.code).toBe(code);
    expect(finding.problem).toMatch(problem);
    expect(finding.fix).toMatch(fix);
  });
});

describe('EgressPeer with tokens', () => {
  test('writes the same rules for any order of peers whose ranges are tokens', () => {
    const one = EgressPeer.cidr(lazy('10.1.0.0/16'));
    const two = EgressPeer.cidr(lazy('10.2.0.0/16'));
    expect(allowed(two, one)).toEqual(allowed(one, two));
  });

  test.each<[string, EgressPeer, object]>([
    ['a range', EgressPeer.cidr(lazy('10.0.0.0/8')), { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    [
      'an exception',
      EgressPeer.cidr('10.0.0.0/8', { exceptCidrs: [lazy('10.1.0.0/16')] }),
      { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] },
    ],
    [
      'the internet with ports',
      EgressPeer.cidr(lazy('0.0.0.0/0'), { ports: [EgressPort.tcp(lazy(22))] }),
      { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [tcp(22)] },
    ],
    [
      'a label',
      EgressPeer.sameNamespace({ podLabels: { app: lazy('db') } }),
      { to: [{ podSelector: { matchLabels: { app: 'db' } } }] },
    ],
  ])('accepts a token that resolves to %s', (_, peer, rule) => {
    expect(allowed(peer)).toEqual([rule]);
  });

  test.each<[string, EgressPeer, RegExp]>([
    ['a range with host bits', EgressPeer.cidr(lazy('10.1.2.3/16')), /EGR0205: .*; fix: write "10\.1\.0\.0\/16"/],
    ['an address', EgressPeer.cidr(lazy('10.1.2.3')), /EGR0205: .*; fix: write "10\.1\.2\.3\/32"/],
    ['the internet', EgressPeer.cidr(lazy('0.0.0.0/0')), /EGR0206: .*much of the internet/],
    ['nothing', EgressPeer.cidr(lazy(undefined)), /EGR0205: cidr /],
    [
      'a malformed excluded range',
      EgressPeer.cidr('10.0.0.0/8', { exceptCidrs: [lazy('x')] }),
      /EGR0205: exceptCidrs\[0\]/,
    ],
    [
      'a range whose excluded range is malformed',
      EgressPeer.cidr(lazy('10.0.0.0/8'), { exceptCidrs: ['x'] }),
      /EGR0205: exceptCidrs\[0\]/,
    ],
    ['a malformed label', EgressPeer.sameNamespace({ podLabels: { app: lazy('a b') } }), /EGR0113: .*got "a b"/],
    ['port 0', EgressPeer.sameNamespace({ ports: [EgressPort.tcp(lazy(0))] }), /EGR0111: .*got 0;/],
  ])('rejects, at synthesis, a token that resolves to %s', (_, peer, error) => {
    const chart = newChart();
    lockdown({ allowTo: [peer] }, chart);
    const message = messageOf((): unknown => Testing.synth(chart));
    expect(message).toContain('chart/lockdown');
    expect(message).toMatch(error);
  });
});
