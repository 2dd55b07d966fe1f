/** Fixes repeat what a user typed, if the value is valid in another form. */
import { inFactory } from '../../../lib/input/factory';
import { assertArguments, assertInstance, assertInstances } from '../../../lib/input/instance';
import { assertEnum } from '../../../lib/input/enum';
import { parseNamespaces } from '../../../lib/input/namespaces';
import { assertKnownProperties, readProperties, REQUIRED } from '../../../lib/input/properties';
import { listOf, structOf, wholeNumber } from '../../../lib/input/shape';
import { assignment, sourceOf } from '../../../lib/input/source-text';
import { findingOf, findingsOf } from './findings';

class Pods {
  public toNetworkPolicyPeerConfig(): object {
    return {};
  }
}

test.each<[string, unknown, string]>([
  ['WildcardTarget', 'www.example.com', 'WildcardTarget.host("www.example.com")'],
  ['WildcardTarget', 'not a host', 'EXAMPLE'],
  ['EgressSource', 'payments', 'EgressSource.namespace("payments")'],
  ['EgressSource', { namespace: 'payments' }, 'EgressSource.namespace("payments")'],
  ['EgressPeer', '10.0.0.0/8', 'EgressPeer.cidr("10.0.0.0/8")'],
  ['EgressPeer', new Pods(), 'EgressPeer.fromNetworkPolicyPeer(pods)'],
  ['EgressPort', '80', 'EgressPort.tcp(80)'],
  ['ClusterDns', 'openshift', 'ClusterDns.OPENSHIFT'],
  ['AccessLog', 'otel', 'AccessLog.provider("otel")'],
  ['TlsOrigination', { mode: 'MUTUAL', credentialName: 'x' }, 'TlsOrigination.mutual({ credentialName: "x" })'],
  ['OutboundTrafficPolicy', 'ALLOW_ANY', 'OutboundTrafficPolicy.ALLOW_ANY'],
  ['GatewayPorts', [80, 443], 'GatewayPorts.of({ http: { port: 80 }, tls: { port: 443 } })'],
  ['GatewayWorkload', { minReplicas: 2 }, 'GatewayWorkload.deployment({ minReplicas: 2 })'],
  ['GatewayWorkload', new Map(), 'EXAMPLE'],
  ['IstioInjection', { proxyImages: ['x'] }, 'IstioInjection.of({ proxyImages: ["x"] })'],
  ['IstioInjection', 'x', 'EXAMPLE'],
])('a property of class %s with the value %j asks for %s', (className, value, source) => {
  expect(findingOf(() => assertInstance('x', value, className, 'EXAMPLE')).fix).toBe(`write x: ${source}`);
});

test('an item of a list and an argument of a method are written as they can be typed', () => {
  const [list, item, argument] = [
    () => assertInstances('allowFrom', 'a', 'EgressSource', 'EXAMPLE'),
    () => assertInstances('allowFrom', ['a'], 'EgressSource', 'EXAMPLE'),
    () => assertArguments('route.allowFrom', ['a'], 'EgressSource', 'EXAMPLE'),
  ].map((run) => findingOf(run).fix);
  expect(list).toBe('write allowFrom: [EgressSource.namespace("a")]');
  expect(item).toBe('write allowFrom: [EgressSource.namespace("a")]');
  expect(argument).toBe('write route.allowFrom(EgressSource.namespace("a"))');
});

test.each<[string, string]>([
  ['a', 'a: 1'],
  ['a[0].b', 'a: [{ b: 1 }]'],
  ['a.b["x/y.z"]', 'a: { b: { "x/y.z": 1 } }'],
])('the path %s is written as %s', (path, source) => {
  expect(assignment(path, '1')).toBe(source);
});

test.each<[unknown, string | undefined]>([
  [{ a: ['b', 1, true], 'x/y': {} }, '{ a: ["b", 1, true], "x/y": {} }'],
  [new Map(), undefined],
  ['x'.repeat(100), undefined],
])('the source code of %j is %s', (value, source) => {
  expect(sourceOf(value)).toBe(source);
});

enum TlsVersion {
  TLS_1_2 = 'TLSV1_2',
  TLS_1_3 = 'TLSV1_3',
}

test.each(['1.3', 1.3, 'TLSv1.3', 'tls_1_3'])('the member of an enum is found by %p', (value) => {
  expect(findingOf(() => assertEnum('v', value, 'TlsVersion', TlsVersion)).fix).toBe('write v: TlsVersion.TLS_1_3');
});

const KNOWN = { hosts: true, port: true } as const;
const HINTS = { hosts: REQUIRED, names: 'hosts' };
const readRoute = (given: unknown) => () =>
  readProperties(
    'Route',
    given as { hosts: string[]; port: number },
    KNOWN,
    ({ hosts, port }) => ({
      hosts: () => parseNamespaces('hosts', hosts),
      port: () => (port === undefined ? undefined : wholeNumber(1)('port', port)),
    }),
    HINTS,
  );

test.each<[string, unknown, string]>([
  ['null for an optional property', { hosts: ['a'], port: null }, 'remove port'],
  ['null for a required property', { hosts: null }, 'write hosts: ["payments"]'],
  ['an item for a list', { hosts: 'a' }, 'write hosts: ["a"]'],
  ['text for a number', { hosts: ['a'], port: '3' }, 'write port: 3'],
  ['a misspelt required property', { host: ['a'] }, 'rename host to hosts'],
  ['an alias of a required property', { names: ['a'] }, 'rename names to hosts'],
  [
    'an instance of a class',
    new (class Other {
      public readonly a = 1;
    })(),
    'write an object with the property hosts',
  ],
  ['nothing', undefined, 'write an object with the property hosts'],
])('%s is one finding', (_, given, fix) => {
  expect(findingOf(readRoute(given)).fix).toBe(fix);
});

test('an instance of a class in place of a struct is one finding with the name of the class', () => {
  const read = listOf('[{ size: 1 }]', structOf<{ size: number }>('{ size: 1 }', { size: wholeNumber(1) }));
  const value = new (class KubePod {
    public readonly a = 1;
    public readonly b = 2;
  })();
  expect(findingOf(() => read('items', [value]))).toMatchObject({ got: 'KubePod', fix: 'write items: [{ size: 1 }]' });
});

test('findings of a factory begin with its name, once', () => {
  const given: object = { x: 1 };
  const run = () => inFactory('Factory.of', () => assertKnownProperties('Factory.of', given, {}));
  expect(findingsOf(run).map(({ problem }) => problem)).toEqual(['Factory.of cannot have the property x']);
  const other = () => inFactory('Factory.of', () => parseNamespaces('namespaces', []));
  expect(findingOf(other).problem).toBe('Factory.of: namespaces must not be empty');
});
