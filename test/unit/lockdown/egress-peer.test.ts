import { Lazy, Testing } from 'cdk8s';
import { EgressGateway, EgressPeer, EgressPort } from '../../../lib';
import { fixIn, messageOf, newChart } from '../help';
import { lockdown, pods, rulesIn, tcp, udp } from './help';

const lazy = (value: unknown): never => Lazy.any({ produce: () => value }) as never;

/** What a lockdown that allows the peers has behind its own three rules. */
function allowed(...allow: EgressPeer[]): object[] {
  const chart = newChart();
  lockdown({ allow }, chart);
  return rulesIn(chart).slice(3);
}

describe('EgressPeer', () => {
  const ports = [EgressPort.tcp(5432), EgressPort.udp(123)];

  test.each<[string, EgressPeer, object]>([
    ['sameNamespace()', EgressPeer.sameNamespace(), { to: [{ podSelector: {} }] }],
    [
      'sameNamespace() with pods and ports',
      EgressPeer.sameNamespace({ pods: { app: 'db' }, ports: [EgressPort.tcp(5432)] }),
      { to: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [tcp(5432)] },
    ],
    ['namespace()', EgressPeer.namespace('databases'), { to: [pods('databases')] }],
    [
      'namespace() with pods and ports',
      EgressPeer.namespace('databases', { pods: { app: 'db' }, ports: [EgressPort.udp(123)] }),
      { to: [pods('databases', { app: 'db' })], ports: [udp(123)] },
    ],
    ['cidr()', EgressPeer.cidr('10.0.0.0/8'), { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    [
      'cidr() with exceptions, sorted',
      EgressPeer.cidr('10.0.0.0/8', { except: ['10.2.0.0/16', '10.1.0.0/16'] }),
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
  ])('%s opens what it says', (_, peer, rule) => {
    expect(allowed(peer)).toEqual([rule]);
  });

  test('gateway() opens the target ports of another gateway', () => {
    const chart = newChart();
    const other = EgressGateway.fromExisting(chart, 'b', {
      namespace: 'b',
      serviceName: 'b',
      selector: { istio: 'b' },
    });
    lockdown({ allow: [EgressPeer.gateway(other)] }, chart);
    expect(rulesIn(chart)[3]).toEqual({ to: [pods('b', { istio: 'b' })], ports: [tcp(8080), tcp(8443)] });
  });

  test('writes the same whatever the order of its ports', () => {
    const one = allowed(EgressPeer.namespace('databases', { ports }));
    expect(allowed(EgressPeer.namespace('databases', { ports: [...ports].reverse() }))).toEqual(one);
  });

  test("writes the same whatever the order of the API server's addresses", () => {
    const cidrs = ['172.18.0.2/32', '172.18.0.3/32'];
    const one = allowed(EgressPeer.apiServer({ cidrs }));
    expect(allowed(EgressPeer.apiServer({ cidrs: [...cidrs].reverse() }))).toEqual(one);
  });

  test.each<[string, () => unknown, RegExp, RegExp]>([
    ['a namespace', () => EgressPeer.namespace('Databases'), /dns-1123 label: got "Databases"/, /kubectl shows it/],
    ['a token as a namespace', () => EgressPeer.namespace(lazy('x')), /namespace is a token/, /resolve the value/],
    ['a label', () => EgressPeer.namespace('x', { pods: { a: '-' } }), /"a" has a malformed value/, /show-labels/],
    ['a label', () => EgressPeer.sameNamespace({ pods: { '-': 'a' } }), /key "-" is malformed/, /show-labels/],
    ['a range', () => EgressPeer.cidr('10.1.2.3/16'), /bits set.*got "10\.1\.2\.3\/16"/, /write "10\.1\.0\.0\/16"/],
    ['an address', () => EgressPeer.cidr('10.1.2.3'), /malformed: got "10\.1\.2\.3"/, /write "10\.1\.2\.3\/32"/],
    ['the internet', () => EgressPeer.cidr('0.0.0.0/0'), /covers much of the internet/, /name the ports/],
    ['IPv6 internet', () => EgressPeer.cidr('::/0', { ports: [] }), /covers much of the internet/, /name the ports/],
    ['an exception', () => EgressPeer.cidr('10.0.0.0/8', { except: ['11.0.0.0/8'] }), /except is not/, /remove it/],
    ['no API server', () => EgressPeer.apiServer({ cidrs: [] }), /api server is empty/, /kubectl get endpoints/],
    ['a bad API server', () => EgressPeer.apiServer({ cidrs: ['kubernetes'] }), /malformed/, /write address\/prefix/],
    ['port 0', () => EgressPort.tcp(0), /port is not a port number: got 0;/, /write the port/],
    ['port 65536', () => EgressPort.udp(65536), /port is not a port number: got 65536;/, /write the port/],
    ['port 1.5', () => EgressPort.tcp(1.5), /got 1\.5;/, /write the port/],
  ])('refuses %s that is malformed, missing or too much', (_, make, problem, fix) => {
    const message = messageOf(make);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test('a port has a name for people', () => {
    expect(ports.map(String)).toEqual(['TCP 5432', 'UDP 123']);
  });
});

describe('EgressPeer with tokens', () => {
  test('writes the same whatever the order of peers whose ranges are tokens', () => {
    const one = EgressPeer.cidr(lazy('10.1.0.0/16'));
    const two = EgressPeer.cidr(lazy('10.2.0.0/16'));
    expect(allowed(two, one)).toEqual(allowed(one, two));
  });

  test.each<[string, EgressPeer, object]>([
    ['a range', EgressPeer.cidr(lazy('10.0.0.0/8')), { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    [
      'an exception',
      EgressPeer.cidr('10.0.0.0/8', { except: [lazy('10.1.0.0/16')] }),
      { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] },
    ],
    [
      'the internet with ports',
      EgressPeer.cidr(lazy('0.0.0.0/0'), { ports: [EgressPort.tcp(lazy(22))] }),
      { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [tcp(22)] },
    ],
    [
      'a label',
      EgressPeer.sameNamespace({ pods: { app: lazy('db') } }),
      { to: [{ podSelector: { matchLabels: { app: 'db' } } }] },
    ],
  ])('takes %s that resolves well', (_, peer, rule) => {
    expect(allowed(peer)).toEqual([rule]);
  });

  test.each<[string, EgressPeer, RegExp, RegExp]>([
    [
      'a range with host bits',
      EgressPeer.cidr(lazy('10.1.2.3/16')),
      /got "10\.1\.2\.3\/16"/,
      /write "10\.1\.0\.0\/16"/,
    ],
    ['a bare address', EgressPeer.cidr(lazy('10.1.2.3')), /got "10\.1\.2\.3"/, /write "10\.1\.2\.3\/32"/],
    ['the internet', EgressPeer.cidr(lazy('0.0.0.0/0')), /covers much of the internet/, /name the ports/],
    ['nothing', EgressPeer.cidr(lazy(undefined)), /cidr is malformed/, /write address\/prefix/],
    ['an exception', EgressPeer.cidr('10.0.0.0/8', { except: [lazy('x')] }), /got "x"/, /write address\/prefix/],
    ['a range under an exception', EgressPeer.cidr(lazy('10.0.0.0/8'), { except: ['x'] }), /got "x"/, /write address/],
    ['a label', EgressPeer.sameNamespace({ pods: { app: lazy('a b') } }), /got "a b"/, /show-labels/],
    ['a port', EgressPeer.sameNamespace({ ports: [EgressPort.tcp(lazy(0))] }), /got 0;/, /write the port/],
  ])('refuses %s that resolves badly, at synthesis, and names the construct', (_, peer, problem, fix) => {
    const chart = newChart();
    lockdown({ allow: [peer] }, chart);
    const message = messageOf((): unknown => Testing.synth(chart));
    expect(message).toContain('chart/lockdown');
    expect(message).toMatch(problem);
    expect(message).toMatch(fix);
  });
});
