import { Lazy } from 'cdk8s';
import {
  MutualTlsOriginationOptions,
  SimpleTlsOriginationOptions,
  TlsOrigination,
  TlsOriginationOptions,
  TlsVersion,
} from '../../../lib';
import { findingOf, findingsOf, writtenBy } from '../input/findings';

const simple = (options?: SimpleTlsOriginationOptions) => TlsOrigination.simple(options);
const mutual = (options: MutualTlsOriginationOptions) => TlsOrigination.mutual(options);
const skip = (options?: TlsOriginationOptions) => TlsOrigination.dangerouslySkipVerification(options);
const token = Lazy.any({ produce: () => 'x' }) as string;
const BOTH = { caCertificates: '/etc/ca.crt', credentialName: 'ca' };
const DEFAULTS = { port: 443, minProtocolVersion: 'TLSV1_2', verify: true };

describe('TlsOrigination', () => {
  test.each<[string, TlsOrigination, string, object]>([
    ['simple()', simple(), 'SIMPLE', DEFAULTS],
    ['simple() without an option', simple({}), 'SIMPLE', DEFAULTS],
    ['simple() on another port', simple({ port: 8443 }), 'SIMPLE', { ...DEFAULTS, port: 8443 }],
    ['simple() with an SNI in lower case', simple({ sni: 'SNI.com.' }), 'SIMPLE', { ...DEFAULTS, sni: 'sni.com' }],
    [
      'simple() with names, sorted',
      simple({ subjectAltNames: ['b.com', 'A.com', 'spiffe://Bank.example/ns/API'] }),
      'SIMPLE',
      { ...DEFAULTS, subjectAltNames: ['a.com', 'b.com', 'spiffe://Bank.example/ns/API'] },
    ],
    [
      'simple() with a CA bundle in a file',
      simple({ caCertificates: '/etc/ca.crt' }),
      'SIMPLE',
      { ...DEFAULTS, caCertificates: '/etc/ca.crt' },
    ],
    [
      'simple() with a CA bundle in a Secret',
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
      'mutual() with all options',
      mutual({ credentialName: 'client', port: 9443, sni: 'sni.com', subjectAltNames: ['x.com'] }),
      'MUTUAL',
      { ...DEFAULTS, port: 9443, sni: 'sni.com', subjectAltNames: ['x.com'], credentialName: 'client' },
    ],
    ['dangerouslySkipVerification()', skip(), 'SIMPLE', { ...DEFAULTS, verify: false }],
    [
      'dangerouslySkipVerification() with all options',
      skip({ port: 8443, sni: 'sni.com', minProtocolVersion: TlsVersion.TLS_1_3 }),
      'SIMPLE',
      { port: 8443, sni: 'sni.com', minProtocolVersion: 'TLSV1_3', verify: false },
    ],
  ])('.%s has the options and the defaults', (_, origination, mode, data) => {
    expect(origination.mode).toBe(mode);
    expect(origination._origination).toEqual({ mode, ...data });
  });
});

describe('TlsOrigination rejects', () => {
  test.each<[string, object, string, RegExp]>([
    ['port 0', { port: 0 }, 'EGR0111', /^port must be a port number/],
    ['a port that is null', { port: null }, 'EGR0103', /^port cannot be null/],
    ['a port in quotes', { port: '443' }, 'EGR0111', /^port must be/],
    ["a port of Istio's proxies", { port: 15000 }, 'EGR0112', /15000/],
    ['a token as port', { port: token }, 'EGR0108', /^port must be a literal/],
    ['an SNI with a port', { sni: 'a.com:443' }, 'EGR0201', /^sni must be/],
    ['an SNI that is an address', { sni: '192.0.2.1' }, 'EGR0201', /^sni must be/],
    ['an SNI with a wildcard', { sni: '*.a.com' }, 'EGR0202', /^sni must be a full DNS name, not a wildcard/],
    ['an empty SNI', { sni: '' }, 'EGR0201', /^sni must/],
    ['a token as SNI', { sni: token }, 'EGR0108', /^sni must be a literal/],
    ['an empty list of names', { subjectAltNames: [] }, 'EGR0105', /^subjectAltNames must not be empty/],
    ['a name in the place of a list', { subjectAltNames: 'a.com' }, 'EGR0105', /^subjectAltNames must be a list/],
    ['a name twice', { subjectAltNames: ['a.com', 'A.com'] }, 'EGR0106', /^subjectAltNames must not repeat a\.com/],
    ['an empty name', { subjectAltNames: ['a.com', ''] }, 'EGR0201', /^subjectAltNames\[1\] must/],
    [
      'a SPIFFE trust domain without a path',
      { subjectAltNames: ['spiffe://a.com'] },
      'EGR0201',
      /^subjectAltNames\[0\]/,
    ],
    ['a relative path', { caCertificates: 'etc/ca.crt' }, 'EGR0210', /^caCertificates must be an absolute path/],
    ['an empty path', { caCertificates: '' }, 'EGR0210', /^caCertificates must be/],
    ['a path with a space', { caCertificates: '/a b' }, 'EGR0210', /^caCertificates must be/],
    ['the CA bundle itself', { caCertificates: '-----BEGIN CERTIFICATE-----\n' }, 'EGR0210', /^caCertificates must be/],
    ['a malformed name of a Secret', { credentialName: 'a_b' }, 'EGR0110', /^credentialName must be a DNS-1123/],
    ['a Secret in another namespace', { credentialName: 'a/b' }, 'EGR0110', /^credentialName must be a DNS-1123/],
    ['a token as name of a Secret', { credentialName: token }, 'EGR0108', /^credentialName must be a literal/],
    ['a CA bundle in a file and in a Secret', BOTH, 'EGR0121', /^caCertificates and credentialName exclude each other/],
    ['a text as version', { minProtocolVersion: 'TLS1.3' }, 'EGR0104', /^minProtocolVersion must be a TlsVersion/],
    ['a misspelt option', { sn: 'a.com' }, 'EGR0101', /TlsOrigination\.simple cannot have the property sn$/],
  ])('%s', (_, options, code, problem) => {
    const finding = findingOf(() => simple(options));
    expect(finding.code).toBe(code);
    expect(finding.problem.replace('TlsOrigination.simple: ', '')).toMatch(problem);
    // The options that simple() and mutual() share have the same rules.
    if ('credentialName' in options || code === 'EGR0101') return;
    const other = findingOf(() => mutual({ credentialName: 'client', ...options }));
    expect(other.code).toBe('caCertificates' in options ? 'EGR0101' : code);
  });

  test('a URL as SNI, and suggests its host', () => {
    expect(writtenBy(findingOf(() => simple({ sni: 'https://a.com/x' })).fix)).toBe('a.com');
  });

  test('several malformed options in one error', () => {
    const codes = findingsOf(() => simple({ port: 0, sni: '', caCertificates: 'x' })).map(({ code }) => code);
    expect(codes).toEqual(['EGR0111', 'EGR0201', 'EGR0210']);
  });

  test.each<[string, unknown]>([
    ['an object without credentialName', {}],
    ['undefined', undefined],
    ['an empty credentialName', { credentialName: '' }],
    ['a credentialName that is null', { credentialName: null }],
  ])('%s as options of mutual(), which needs a client certificate', (_, options) => {
    const { problem, code } = findingOf(() => mutual(options as MutualTlsOriginationOptions));
    expect(`${code} ${problem}`).toMatch(/credentialName|EGR0102/);
  });

  test('a CA bundle in a file for mutual(), because the Secret contains the bundle', () => {
    expect(findingOf(() => mutual(BOTH))).toMatchObject({
      code: 'EGR0101',
      problem: expect.stringContaining('caCertificates') as string,
    });
  });

  test.each<[string, object]>([
    ['subjectAltNames', { subjectAltNames: ['a.com'] }],
    ['subjectAltNames', { subjectAltNames: [] }],
    ['caCertificates', { caCertificates: '/etc/ca.crt' }],
    ['credentialName', { credentialName: 'ca' }],
  ])('%s without verification, because Istio would ignore the option', (what, options) => {
    expect(findingOf(() => skip({ port: 8443, ...options }))).toMatchObject({
      code: 'EGR0120',
      problem: `TlsOrigination.dangerouslySkipVerification: ${what} would be ignored without verification`,
      fix: `use TlsOrigination.simple(...), or remove ${what}`,
    });
  });

  test.each<[string, object, string]>([
    ['port', { port: 0 }, 'EGR0111'],
    ['SNI', { sni: 'https://a.com' }, 'EGR0201'],
    ['version', { minProtocolVersion: 'TLS1.3' }, 'EGR0104'],
    ['CA bundle, even if empty', { caCertificates: '' }, 'EGR0101'],
    ['Secret, even if empty', { credentialName: '' }, 'EGR0101'],
  ])('a malformed %s without verification', (_, options, code) => {
    expect(findingOf(() => skip(options)).code).toBe(code);
  });
});
