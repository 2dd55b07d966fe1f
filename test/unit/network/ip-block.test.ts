import { Lazy } from 'cdk8s';
import { assertIpBlock, ONLY_NARROW } from '../../../lib/network/ip-block';
import { findingOf, findingsOf } from '../input/findings';

const TOKEN = Lazy.any({ produce: () => '10.0.0.0/8' }) as unknown;

test.each<[string, unknown, unknown[], boolean]>([
  ['a range of /8', '10.0.0.0/8', [], false],
  ['an IPv6 range of /16', '2001::/16', [], false],
  ['every address with ports', '0.0.0.0/0', [], true],
  ['every IPv6 address with ports', '::/0', [], true],
  ['exceptions inside the range', '10.0.0.0/8', ['10.1.0.0/16', '10.2.0.0/16'], false],
  ['a token', TOKEN, ['x'], false],
  ['a token as an exception', '10.0.0.0/8', [TOKEN], false],
])('assertIpBlock accepts %s', (_, cidr, except, mayBeAll) => {
  expect(() => assertIpBlock(cidr, except, mayBeAll)).not.toThrow();
});

test.each(['10.0.0.0/7', '0.0.0.0/0', '2000::/15', '::/0'])('assertIpBlock rejects %s without ports', (cidr) => {
  expect(findingOf(() => assertIpBlock(cidr, [], false, 'internalCidrs[1]'))).toMatchObject({
    code: 'EGR0206',
    problem: 'internalCidrs[1] cannot cover much of the internet',
    got: `"${cidr}"`,
  });
});

test.each([
  [undefined, 'write a smaller range, or add ports: [EgressPort.tcp(443)]'],
  [ONLY_NARROW, 'write a smaller range'],
])('assertIpBlock offers ports only where ports may restrict the rule', (narrow, fix) => {
  const finding = findingOf(() => assertIpBlock('0.0.0.0/0', [], false, 'cidr', narrow));
  expect([finding.fix, finding.allowed.includes('ports')]).toEqual([fix, narrow === undefined]);
});

test('assertIpBlock names every exception that is malformed or not inside the range', () => {
  const except = ['10.1.0.0/16', '10.0.0.0/8', '11.0.0.0/16', '10.1.2.3', '::/32'];
  const findings = findingsOf(() => assertIpBlock('10.0.0.0/8', except, false));
  expect(findings.map(({ code, problem, fix }) => `${code} ${problem}; ${fix}`)).toEqual([
    'EGR0207 exceptCidrs[1] must be inside 10.0.0.0/8 and smaller; remove "10.0.0.0/8" from exceptCidrs',
    'EGR0207 exceptCidrs[2] must be inside 10.0.0.0/8 and smaller; remove "11.0.0.0/16" from exceptCidrs',
    'EGR0205 exceptCidrs[3] must be an IP range in CIDR notation; write "10.1.2.3/32"',
    'EGR0207 exceptCidrs[4] must be inside 10.0.0.0/8 and smaller; remove "::/32" from exceptCidrs',
  ]);
});

test('assertIpBlock rejects a malformed range, and exceptions that are not a list', () => {
  expect(findingOf(() => assertIpBlock('10.0.0.1', [], false)).fix).toBe('write "10.0.0.1/32"');
  const text = '10.1.0.0/16' as unknown as string[];
  expect(findingOf(() => assertIpBlock('10.0.0.0/8', text, false)).problem).toBe('exceptCidrs must be a list');
});
