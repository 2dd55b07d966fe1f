import { Lazy } from 'cdk8s';
import { checkLabels } from '../../../../lib/input/labels';
import { checkNetworkPolicy } from '../../../../lib/render/network-policy/check';
import { checkIpBlock } from '../../../../lib/network/ip-block';
import { fixIn, messageOf } from '../../help';

const lazy = (value: unknown): unknown => Lazy.any({ produce: () => value });

describe('checkIpBlock', () => {
  test.each<[string, unknown, unknown[], RegExp, RegExp]>([
    ['a malformed range', '10.0.0.0', [], /cidr is malformed: got "10\.0\.0\.0"/, /write address\/prefix|\/32/],
    ['host bits', '10.1.2.3/16', [], /bits set behind its prefix: got "10\.1\.2\.3\/16"/, /write "10\.1\.0\.0\/16"/],
    ['a malformed exception', '10.0.0.0/8', ['x'], /cidr is malformed: got "x"/, /write address\/prefix/],
    ['an exception elsewhere', '10.0.0.0/8', ['11.0.0.0/16'], /except is not inside.*"11\.0\.0\.0\/16"/, /remove it/],
    ['an exception that is all of it', '10.0.0.0/8', ['10.0.0.0/8'], /except is not inside/, /or widen the cidr/],
    ['an exception that is wider', '10.1.0.0/16', ['10.0.0.0/8'], /except is not inside/, /or widen the cidr/],
    ['an exception of the other family', '10.0.0.0/8', ['2001:db8::/32'], /except is not inside/, /remove it/],
    ['the second exception', '10.0.0.0/8', ['10.1.0.0/16', '12.0.0.0/8'], /"except":"12\.0\.0\.0\/8"/, /remove it/],
  ])('refuses %s', (_, cidr, except, problem, fix) => {
    const message = messageOf(() => checkIpBlock(cidr, except, false));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
  });

  test.each(['0.0.0.0/0', '::/0'])('refuses %s on every port, and takes it where ports are named', (cidr) => {
    const message = messageOf(() => checkIpBlock(cidr, [], false));
    expect(message).toMatch(/covers much of the internet/);
    expect(message).toContain(`got "${cidr}"`);
    expect(fixIn(message)).toMatch(/name the ports/);
    expect(() => checkIpBlock(cidr, [], true)).not.toThrow();
  });

  test.each<[string, unknown, unknown[]]>([
    ['a range', '10.0.0.0/8', []],
    ['a range with exceptions', '10.0.0.0/8', ['10.1.0.0/16', '10.2.0.0/32']],
    ['IPv6', '2001:db8::/32', ['2001:db8:1::/48']],
    ['a token, which comes back resolved', lazy('x'), ['y']],
    ['a token among the exceptions', '10.0.0.0/8', [lazy('x')]],
  ])('takes %s', (_, cidr, except) => {
    expect(() => checkIpBlock(cidr, except, false)).not.toThrow();
  });
});

describe('checkLabels', () => {
  test('refuses a malformed key or value and says which', () => {
    const key = messageOf(() => checkLabels('pods', { 'a b': 'x' }));
    expect(key).toMatch(/label key "a b" is malformed.*fix: write the labels as kubectl get pods --show-labels/);
    expect(messageOf(() => checkLabels('pods', { app: 'a b' }))).toMatch(
      /label "app" has a malformed value: got "a b"/,
    );
  });

  test('takes no labels, sound labels and tokens', () => {
    expect(() => checkLabels('pods', undefined)).not.toThrow();
    expect(() => checkLabels('pods', { app: 'x', version: lazy('a b') as string })).not.toThrow();
  });
});

describe('checkNetworkPolicy', () => {
  const rule = (peer: object, ports?: object[]): object => ({ egress: [{}, { to: [{}, peer], ports }] });

  test.each<[string, object, RegExp]>([
    ['a bad range', rule({ ipBlock: { cidr: '10.0.0.1/8' } }), /bits set behind its prefix.*"10\.0\.0\.0\/8"/],
    ['a bad exception', rule({ ipBlock: { cidr: '10.0.0.0/8', except: ['x'] } }), /cidr is malformed: got "x"/],
    ['the internet', rule({ ipBlock: { cidr: '0.0.0.0/0' } }), /covers much of the internet/],
    ['the internet with no ports', rule({ ipBlock: { cidr: '::/0' } }, []), /covers much of the internet/],
    ['a bad namespace label', rule({ namespaceSelector: { matchLabels: { a: '-' } } }), /label "a" has a malformed/],
    ['a bad pod label', rule({ podSelector: { matchLabels: { b: '-' } } }), /label "b" has a malformed/],
    ['a bad port', rule({}, [{ port: 53 }, { port: 0 }]), /port is not a port number: got 0/],
  ])('finds %s in a resolved policy', (_, spec, problem) => {
    expect(messageOf(() => checkNetworkPolicy(spec))).toMatch(problem);
  });

  test('finds nothing in a sound policy, nor in an empty one', () => {
    const sound = rule({ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }, [{ port: 443 }]);
    expect(() => checkNetworkPolicy(sound)).not.toThrow();
    expect(() => checkNetworkPolicy({})).not.toThrow();
  });
});
