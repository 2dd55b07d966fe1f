import { Lazy } from 'cdk8s';
import {
  EgressSource,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTlsRoute,
  MutualTlsOriginationOptions,
  TlsOrigination,
  SimpleTlsOriginationOptions,
  TlsVersion,
} from '../../../lib';
import { fixIn, Manifest, messageOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

const {
  simple,
  mutual,
  dangerouslySkipVerification: skip,
} = {
  simple: (options?: SimpleTlsOriginationOptions) => TlsOrigination.simple(options),
  mutual: (options: MutualTlsOriginationOptions) => TlsOrigination.mutual(options),
  dangerouslySkipVerification: (options?: SimpleTlsOriginationOptions) =>
    TlsOrigination.dangerouslySkipVerification(options),
};
const token = Lazy.any({ produce: () => 'x' }) as string;
const DEFAULTS = { port: 443, minProtocolVersion: 'TLSV1_2', verify: true };

describe('TlsOrigination', () => {
  test.each<[string, TlsOrigination, string, object]>([
    ['simple()', simple(), 'SIMPLE', DEFAULTS],
    ['simple() with nothing said', simple({}), 'SIMPLE', DEFAULTS],
    ['simple() on another port', simple({ port: 8443 }), 'SIMPLE', { ...DEFAULTS, port: 8443 }],
    ['simple() with an SNI, lowered', simple({ sni: 'SNI.com.' }), 'SIMPLE', { ...DEFAULTS, sni: 'sni.com' }],
    [
      'simple() with names, each once and sorted',
      simple({ subjectAltNames: ['b.com', 'A.com', 'a.com', 'spiffe://Bank.example/ns/API'] }),
      'SIMPLE',
      { ...DEFAULTS, subjectAltNames: ['a.com', 'b.com', 'spiffe://Bank.example/ns/API'] },
    ],
    [
      'simple() with authorities in a file',
      simple({ caCertificates: '/etc/ca.crt' }),
      'SIMPLE',
      { ...DEFAULTS, caCertificates: '/etc/ca.crt' },
    ],
    [
      'simple() with authorities in a secret',
      simple({ credentialName: 'private-ca.v2' }),
      'SIMPLE',
      { ...DEFAULTS, credentialName: 'private-ca.v2' },
    ],
    [
      'simple() with TLS 1.2, which is the default',
      simple({ minProtocolVersion: TlsVersion.TLS_1_2 }),
      'SIMPLE',
      DEFAULTS,
    ],
    [
      'simple() with TLS 1.3',
      simple({ minProtocolVersion: TlsVersion.TLS_1_3 }),
      'SIMPLE',
      { ...DEFAULTS, minProtocolVersion: 'TLSV1_3' },
    ],
    ['mutual()', mutual({ credentialName: 'client' }), 'MUTUAL', { ...DEFAULTS, credentialName: 'client' }],
    [
      'mutual() with all that may be said',
      mutual({ credentialName: 'client', port: 9443, sni: 'sni.com', subjectAltNames: ['x.com'] }),
      'MUTUAL',
      { ...DEFAULTS, port: 9443, sni: 'sni.com', subjectAltNames: ['x.com'], credentialName: 'client' },
    ],
    ['dangerouslySkipVerification()', skip(), 'SIMPLE', { ...DEFAULTS, verify: false }],
    [
      'dangerouslySkipVerification() with all that it looks at',
      skip({ port: 8443, sni: 'sni.com', minProtocolVersion: TlsVersion.TLS_1_3 }),
      'SIMPLE',
      { port: 8443, sni: 'sni.com', minProtocolVersion: 'TLSV1_3', verify: false },
    ],
  ])('%s says what the gateway does', (_, origination, mode, data) => {
    expect(origination.mode).toBe(mode);
    expect(origination._origination).toEqual({ mode, ...data });
  });

  test.each<[TlsVersion, string]>([
    [TlsVersion.TLS_1_2, 'TLSV1_2'],
    [TlsVersion.TLS_1_3, 'TLSV1_3'],
  ])("TlsVersion has Istio's names", (version, name) => {
    expect([version.toString(), version._protocol]).toEqual([name, name]);
  });
});

describe('TlsOrigination refuses', () => {
  const both = { caCertificates: '/etc/ca.crt', credentialName: 'ca' };

  test.each<[string, SimpleTlsOriginationOptions, RegExp, RegExp]>([
    ['port 0', { port: 0 }, /^tls port is not a port number: got 0/, /^write the port/],
    ['port 65536', { port: 65536 }, /^tls port is not a port number: got 65536/, /^write the port/],
    ['null for a port', { port: null as never }, /^tls port is not a port number: got null/, /^write the port/],
    ['half a port', { port: 1.5 }, /^tls port is not a port number: got 1\.5/, /^write the port/],
    ['a port in a string', { port: '443' as never }, /^tls port is not a port number: got "443"/, /^write the port/],
    ["a port of Istio's proxies", { port: 15000 }, /^tls port 15000 is one of istio's proxies' own/, /^use another/],
    ['a token for the port', { port: token as never }, /^tls port is a token/, /^resolve the value/],
    ['an SNI that is a url', { sni: 'https://a.com/x' }, /is a url: got "https:\/\/a\.com\/x"/, /^write "a\.com"$/],
    ['an SNI with a port', { sni: 'a.com:443' }, /has a port: got "a\.com:443"/, /a\.com/],
    [
      'an SNI that is an address',
      { sni: '192.0.2.1' },
      /is an ip address: got "192\.0\.2\.1"/,
      /^declare the dns name/,
    ],
    ['an SNI with a wildcard', { sni: '*.a.com' }, /is a wildcard/, /a\.com/],
    ['an empty SNI', { sni: '' }, /is empty or not a string: got ""/, /^write the name/],
    ['a token for the SNI', { sni: token }, /is a token/, /^resolve the value/],
    [
      'names without any: Istio would check none',
      { subjectAltNames: [] },
      /^subjectAltNames is empty or not a list: got \[\]; allowed: one name or more/,
      /^leave subjectAltNames out/,
    ],
    [
      'a name in the place of a list',
      { subjectAltNames: 'a.com' as never },
      /^subjectAltNames is empty or not a list: got "a\.com"/,
      /^leave subjectAltNames out/,
    ],
    [
      'a name that is a url',
      { subjectAltNames: ['a.com', 'https://b.com'] },
      /is a url: got "https/,
      /^write "b\.com"$/,
    ],
    ['a name that is none', { subjectAltNames: [''] }, /is empty or not a string: got ""/, /^write the name/],
    ['a spiffe trust domain without a path', { subjectAltNames: ['spiffe://a.com'] }, /is a url/, /^write "a\.com"$/],
    [
      'a relative path',
      { caCertificates: 'etc/ca.crt' },
      /^caCertificates is not an absolute path: got "etc\/ca\.crt"; allowed: the path of a file in the gateway's pods/,
      /^put the authorities into a secret/,
    ],
    [
      'an empty path',
      { caCertificates: '' },
      /^caCertificates is not an absolute path: got ""/,
      /^put the authorities/,
    ],
    [
      'a path with a blank',
      { caCertificates: '/a b' },
      /^caCertificates is not .* got "\/a b"/,
      /^put the authorities/,
    ],
    [
      'authorities in the place of their path',
      { caCertificates: '-----BEGIN CERTIFICATE-----\n' },
      /^caCertificates is not an absolute path/,
      /^put the authorities/,
    ],
    [
      'a token for the path',
      { caCertificates: token },
      /^caCertificates is not an absolute path: got/,
      /^put the authorities/,
    ],
    ['a malformed secret', { credentialName: 'a_b' }, /^credentialName is not .* got "a_b"/, /without its namespace$/],
    ['a secret elsewhere', { credentialName: 'a/b' }, /^credentialName is not .* got "a\/b"/, /without its namespace$/],
    ['a token for the secret', { credentialName: token }, /^credentialName is a token/, /^resolve the value/],
    [
      'a file and a secret',
      both,
      /^caCertificates and credentialName exclude each other: got \{"caCertificates":"\/etc\/ca\.crt","credentialName":"ca"\}/,
      /^remove one of the two$/,
    ],
    [
      'a version in a string',
      { minProtocolVersion: 'TLSV1_3' as never },
      /^minProtocolVersion is missing or of another kind: got "TLSV1_3"/,
      /^write minProtocolVersion: TlsVersion\.TLS_1_2 or TlsVersion\.TLS_1_3$/,
    ],
  ])('%s', (_, options, problem, fix) => {
    const message = messageOf(() => simple(options));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
    // Whatever is refused of one side is refused of both.
    if (!('credentialName' in options)) {
      const other = messageOf(() => mutual({ credentialName: 'client', ...options }));
      expect(fixIn(other)).toMatch('caCertificates' in options ? /^remove caCertificates, / : fix);
    }
  });

  test.each<[string, unknown, RegExp]>([
    ['options without credentialName', {}, /got undefined/],
    ['no options', undefined, /got undefined/],
    ['an empty credentialName', { credentialName: '' }, /got ""/],
    ['null', { credentialName: null }, /got null/],
  ])('mutual() with %s: it has nothing to show', (_, options, got) => {
    const message = messageOf(() => mutual(options as MutualTlsOriginationOptions));
    expect(message).toMatch(/credentialName/);
    expect(message).toMatch(got);
    expect(fixIn(message)).toMatch(/^write (.*credentialName|an object)/);
  });

  test('mutual() with a file of authorities too: the secret has them', () => {
    expect(messageOf(() => mutual(both))).toMatch(/^TlsOrigination\.mutual has no property caCertificates: got /);
  });

  test.each<[string, SimpleTlsOriginationOptions, string]>([
    ['subjectAltNames', { subjectAltNames: ['a.com'] }, '["a.com"]'],
    ['subjectAltNames', { subjectAltNames: [] }, '[]'],
    ['caCertificates', { caCertificates: '/etc/ca.crt' }, '"/etc/ca.crt"'],
    ['credentialName', { credentialName: 'ca' }, '"ca"'],
  ])('to skip verification with %s, which nothing would look at', (what, options, got) => {
    const message = messageOf(() => skip({ port: 8443, ...options }));
    expect(message).toContain(`${what} would be ignored: got ${got}; allowed: port, sni and minProtocolVersion`);
    expect(fixIn(message)).toBe(`use TlsOrigination.simple(...), or remove ${what}`);
  });

  test.each<[string, SimpleTlsOriginationOptions, RegExp]>([
    ['port', { port: 0 }, /^tls port is not a port number/],
    ['SNI', { sni: 'https://a.com' }, /is a url/],
    ['version', { minProtocolVersion: 'TLSV1_3' as never }, /^minProtocolVersion is missing/],
    ['file', { caCertificates: '' }, /caCertificates/],
    ['secret', { credentialName: '' }, /credentialName/],
  ])('to skip verification with a bad %s', (_, options, problem) => {
    expect(messageOf(() => skip(options))).toMatch(problem);
  });
});

describe('ExternalHttpRoute with tlsOrigination', () => {
  function route(tlsOrigination?: TlsOrigination, props: Partial<ExternalHttpRouteProps> = {}) {
    const chart = newChart('team');
    const gateway = gatewayOf(chart);
    const made = new ExternalHttpRoute(chart, 'route', { gateway, hosts: ['a.com'], tlsOrigination, ...props });
    return { chart, made };
  }
  const named = (manifests: readonly Manifest[], start: string) =>
    manifests.filter(({ metadata }) => metadata.name.startsWith(start));

  test('writes beside the gateway how it speaks TLS to the host, for its own eyes', () => {
    const { chart, made } = route(TlsOrigination.simple({ port: 8443 }), { port: 81 });
    const rules = ofKind(chart, 'DestinationRule');
    expect(rules).toHaveLength(2);
    expect(named(rules, 'egress-origination-')).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'egress-origination-a-com', namespace: 'istio-system' },
        spec: {
          host: 'a.com',
          exportTo: ['.'],
          trafficPolicy: {
            portLevelSettings: [
              {
                port: { number: 81 },
                tls: { mode: 'SIMPLE', sni: 'a.com', subjectAltNames: ['a.com'], caCertificates: 'system' },
              },
            ],
          },
        },
      },
    ]);
    expect(only(chart, 'ServiceEntry').spec?.['ports']).toEqual([
      { name: 'http-81', number: 81, protocol: 'HTTP', targetPort: 8443 },
    ]);
    expect(made.originationRules.map(({ name }) => name)).toEqual(['egress-origination-a-com']);
    expect(made.destinationRules.map(({ name }) => name)).toEqual(['egress-subset-a-com']);
    expect(made.envoyFilters).toEqual([]);
  });

  test('asks each of its hosts for its own name', () => {
    const { chart } = route(TlsOrigination.simple(), { hosts: ['b.com', 'a.com'] });
    const asked = named(ofKind(chart, 'DestinationRule'), 'egress-origination-').map(({ spec }) =>
      JSON.stringify(spec).replace(/.*"sni":"([^"]*)","subjectAltNames":\["([^"]*)"\].*/, '$1 $2'),
    );
    expect(asked).toEqual(['a.com a.com', 'b.com b.com']);
  });

  test('writes an EnvoyFilter for TLS 1.3, and for that only', () => {
    const { chart, made } = route(TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 }));
    expect(only(chart, 'EnvoyFilter').metadata).toEqual({ name: 'egress-tls-a-com', namespace: 'istio-system' });
    expect(made.envoyFilters.map(({ kind }) => kind)).toEqual(['EnvoyFilter']);
    expect(ofKind(route(TlsOrigination.simple()).chart, 'EnvoyFilter')).toEqual([]);
  });

  test('without it speaks plain HTTP, as the applications do', () => {
    const { chart, made } = route();
    expect(made.tlsOrigination).toBeUndefined();
    expect([made.originationRules, made.envoyFilters]).toEqual([[], []]);
    expect(ofKind(chart, 'DestinationRule').map(({ metadata }) => metadata.name)).toEqual(['egress-subset-a-com']);
  });

  test('holds what it was given', () => {
    const origination = TlsOrigination.simple();
    expect(route(origination).made.tlsOrigination).toBe(origination);
  });

  test('leaves the TLS of applications to the same host alone', () => {
    const { chart, made } = route(TlsOrigination.simple());
    new ExternalTlsRoute(chart, 'tls', { gateway: made.gateway, hosts: ['a.com'] });
    const [rule] = named(ofKind(chart, 'DestinationRule'), 'egress-origination-');
    expect(JSON.stringify(rule?.spec)).not.toContain('443');
    expect(only(chart, 'ServiceEntry').spec?.['ports']).toEqual([
      { name: 'http-80', number: 80, protocol: 'HTTP', targetPort: 443 },
      { name: 'tls-443', number: 443, protocol: 'TLS' },
    ]);
  });

  test('goes together with sources: the gateway sees what is asked for', () => {
    const { chart, made } = route(TlsOrigination.simple(), { allowFrom: [EgressSource.namespace('payments')] });
    made.allow({ paths: ['/v1/*'] });
    expect(JSON.stringify(named(ofKind(chart, 'AuthorizationPolicy'), 'egress-allow-'))).toContain('"paths":["/v1/*"]');
  });

  test.each<[string, unknown, string]>([
    ['a mode', 'SIMPLE', '"SIMPLE"'],
    ["Istio's settings", { mode: 'SIMPLE' }, '"Object"'],
    ['null', null, 'null'],
    ['true', true, 'true'],
  ])('refuses %s, which JavaScript lets through', (_, value, shown) => {
    const message = messageOf(() => route(value as TlsOrigination));
    expect(message).toContain(`[chart/route] tlsOrigination is missing or of another kind: got ${shown}; allowed: `);
    expect(fixIn(message)).toMatch(/^write tlsOrigination: TlsOrigination\.simple\(\)/);
  });
});

describe('ExternalTlsRoute', () => {
  const make = (more: object) => {
    const chart = newChart();
    return new ExternalTlsRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], ...more });
  };

  test.each<[string, unknown]>([
    ['as TypeScript would not', TlsOrigination.simple()],
    ['of any kind', 'SIMPLE'],
    ['null', null],
  ])('refuses tlsOrigination, %s: TLS in the TLS of the application', (_, tlsOrigination) => {
    const message = messageOf(() => make({ tlsOrigination }));
    expect(message).toMatch(/^\[chart\/route\] tlsOrigination on a route of the application's own tls: got /);
    expect(message).toMatch(/; allowed: tlsOrigination on an ExternalHttpRoute/);
    expect(fixIn(message)).toBe('remove tlsOrigination, or use an ExternalHttpRoute and call http://');
  });

  test('takes undefined for nothing', () => {
    expect(() => make({ tlsOrigination: undefined })).not.toThrow();
  });
});
