import { Lazy } from 'cdk8s';
import { assertNetworkPolicy } from '../../../../lib/render/network-policy/check';
import { messageOf } from '../../help';

const lazy = (value: unknown): unknown => Lazy.any({ produce: () => value });

describe('assertNetworkPolicy', () => {
  const rule = (peer: object, ports?: object[]): object => ({ egress: [{}, { to: [{}, peer], ports }] });

  test.each<[string, object, RegExp]>([
    ['a range with host bits', rule({ ipBlock: { cidr: '10.0.0.1/8' } }), /EGR0205: cidr .*write "10\.0\.0\.0\/8"/],
    ['a malformed excluded range', rule({ ipBlock: { cidr: '10.0.0.0/8', except: ['x'] } }), /EGR0205: exceptCidrs/],
    ['the internet without ports', rule({ ipBlock: { cidr: '0.0.0.0/0' } }), /EGR0206: .*much of the internet/],
    ['the internet with no ports', rule({ ipBlock: { cidr: '::/0' } }, []), /EGR0206: .*much of the internet/],
    ['a malformed label of a namespace', rule({ namespaceSelector: { matchLabels: { a: '-' } } }), /EGR0113: .*"a"/],
    ['a malformed label of pods', rule({ podSelector: { matchLabels: { b: '-' } } }), /EGR0113: .*"b"/],
    ['port 0', rule({}, [{ port: 53 }, { port: 0 }]), /EGR0111: .*got 0;/],
    ['a malformed range of ingress', { ingress: [{ from: [{ ipBlock: { cidr: 'x' } }] }] }, /EGR0205: cidr /],
  ])('rejects %s', (_, spec, problem) => {
    expect(messageOf(() => assertNetworkPolicy(spec))).toMatch(problem);
  });

  test('accepts a valid policy and an empty one', () => {
    const valid = rule({ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', lazy('x')] } }, [{ port: 443 }]);
    expect(() => assertNetworkPolicy(valid)).not.toThrow();
    expect(() => assertNetworkPolicy({})).not.toThrow();
  });
});
