import { Chart } from 'cdk8s';
import {
  EgressChecks,
  EgressGateway,
  EgressSource,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTcpRoute,
  ExternalTcpRouteProps,
  ExternalTlsRoute,
  GatewayLockdownPolicy,
  HostResolution,
  IEgressGateway,
  TlsOrigination,
  TlsVersion,
} from '../../../lib';
import { Manifest, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { findingOf } from '../input/findings';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

const { STATIC } = HostResolution;
const HOST = 'meter.corp.internal';
const ADDRESS = '203.0.113.40';

function http(props: Partial<ExternalHttpRouteProps> = {}, chart = newChart()) {
  const gateway = gatewayOf(chart);
  const all = { gateway, hosts: [HOST], port: 8080, addresses: [ADDRESS], resolution: STATIC, ...props };
  return { chart, gateway, made: new ExternalHttpRoute(chart, 'http', all) };
}

function tcp(props: Partial<ExternalTcpRouteProps> = {}, chart = newChart()) {
  const gateway = gatewayOf(chart);
  const all = {
    gateway,
    hosts: ['oracle.corp.internal'],
    port: 1521,
    addresses: ['10.20.3.4'],
    resolution: STATIC,
    ...props,
  };
  return { chart, gateway, made: new ExternalTcpRoute(chart, 'tcp', all) };
}

const specOf = ({ spec }: Manifest) => spec;
const codesIn = (chart: Chart): string[] =>
  EgressChecks.of(chart)
    .findings()
    .map(({ code }) => code);
const authorities = (spec: unknown): unknown[] =>
  (spec as { http: { rewrite?: { authority: string } }[] }).http.map(({ rewrite }) => rewrite?.authority);

describe('a route with resolution STATIC', () => {
  test('connects to the addresses of a TCP host, and has no name to look up', () => {
    const { chart } = tcp({ addresses: ['10.20.3.5', '10.20.3.4'] });
    expect(specOf(only(chart, 'ServiceEntry'))).toEqual({
      hosts: ['oracle.corp.internal'],
      addresses: ['10.20.3.4', '10.20.3.5'],
      endpoints: [{ address: '10.20.3.4' }, { address: '10.20.3.5' }],
      location: 'MESH_EXTERNAL',
      ports: [{ name: 'tcp-1521', number: 1521, protocol: 'TCP' }],
      resolution: 'STATIC',
    });
  });

  test('gives HTTP the name of the host up to the gateway, and its address from there on', () => {
    const { chart, made } = http();
    expect(authorities(specOf(only(chart, 'VirtualService')))).toEqual([HOST, `${ADDRESS}:8080`]);
    expect(specOf(only(chart, 'ServiceEntry'))).toMatchObject({
      addresses: [ADDRESS],
      endpoints: [{ address: ADDRESS }],
      resolution: 'STATIC',
    });
    expect(made.addresses).toEqual([ADDRESS]);
  });

  test.each<[string, Partial<ExternalHttpRouteProps>, string]>([
    ['without the port 80', { port: 80 }, ADDRESS],
    ['in brackets for IPv6', { addresses: ['2001:DB8::40'] }, '[2001:db8::40]:8080'],
    ['without the port 443 behind TLS', { tlsOrigination: TlsOrigination.simple() }, ADDRESS],
    ['with the TLS port', { tlsOrigination: TlsOrigination.simple({ port: 8443 }) }, `${ADDRESS}:8443`],
  ])('sends the address %s as the Host header', (_, props, authority) => {
    const { chart } = http(props);
    expect(authorities(specOf(only(chart, 'VirtualService')))).toEqual([HOST, authority]);
  });

  test('gives each HTTP port of a host the name of its server', () => {
    const { chart, gateway } = http({ port: 80 });
    new ExternalHttpRoute(chart, 'admin', {
      gateway,
      hosts: [HOST],
      port: 8081,
      addresses: [ADDRESS],
      resolution: STATIC,
    });
    expect(ofKind(chart, 'VirtualService').map((each) => authorities(specOf(each)))).toEqual([
      [`${ADDRESS}:8081`],
      [HOST, ADDRESS, `8081.${HOST}.ports.invalid`],
    ]);
  });

  test('shares the host of HTTP and TCP, with one ServiceEntry', () => {
    const { chart, gateway } = http();
    new ExternalTcpRoute(chart, 'ssh', { gateway, hosts: [HOST], port: 22, addresses: [ADDRESS], resolution: STATIC });
    expect(specOf(only(chart, 'ServiceEntry'))).toMatchObject({
      addresses: [ADDRESS],
      ports: [{ number: 22 }, { number: 8080 }],
    });
    expect(codesIn(chart)).toEqual([]);
  });

  test('verifies the address in the certificate, and sends no SNI', () => {
    const { chart } = http({ tlsOrigination: TlsOrigination.simple({ minProtocolVersion: TlsVersion.TLS_1_3 }) });
    expect(JSON.stringify(ofKind(chart, 'DestinationRule'))).toContain(
      `"tls":{"caCertificates":"system","mode":"SIMPLE","subjectAltNames":["${ADDRESS}"]}`,
    );
    expect(JSON.stringify(only(chart, 'EnvoyFilter'))).toContain(
      `[{"matcher":{"exact":"${ADDRESS}"},"san_type":"IP_ADDRESS"}]`,
    );
  });

  test('sends and verifies the SNI of tlsOrigination', () => {
    const { chart } = http({ tlsOrigination: TlsOrigination.simple({ sni: 'meter.example.com' }) });
    expect(JSON.stringify(ofKind(chart, 'DestinationRule'))).toContain(
      '"sni":"meter.example.com","subjectAltNames":["meter.example.com"]',
    );
  });

  test('opens its addresses for a locked-down gateway, with the TLS port, and no virtual address', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { namespace: 'egress' });
    http({ gateway, tlsOrigination: TlsOrigination.simple({ port: 8443 }) }, chart);
    new ExternalTcpRoute(chart, 'db', { gateway, hosts: ['db.example.com'], port: 5432, virtualAddress: true });
    new GatewayLockdownPolicy(chart, 'lockdown', { gateway, clientNamespaces: ['payments'] });
    const policy = JSON.stringify(only(chart, 'NetworkPolicy'));
    expect(policy).toContain(`{"ports":[{"port":8443,"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"${ADDRESS}/32"}}]}`);
    expect(policy).not.toContain('249.81.63.154');
  });

  test('opens nothing but its addresses for a locked-down gateway', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { namespace: 'egress' });
    tcp({ gateway }, chart);
    new GatewayLockdownPolicy(chart, 'lockdown', { gateway, clientNamespaces: ['payments'] });
    const blocks = [...JSON.stringify(only(chart, 'NetworkPolicy')).matchAll(/"cidr":"([^"]*)"/g)];
    expect(blocks.map(([, cidr]) => cidr)).toEqual(['10.20.3.4/32']);
  });

  test('opens nothing but its endpoints for a locked-down gateway, also if applications dial other addresses', () => {
    const chart = newChart();
    const gateway = new EgressGateway(chart, 'gateway', { namespace: 'egress' });
    const upstream = { endpoints: [{ address: '10.9.9.9' }] };
    tcp({ gateway, upstream }, chart);
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['api.example.com'], upstream });
    new GatewayLockdownPolicy(chart, 'lockdown', { gateway, clientNamespaces: ['payments'] });
    const blocks = [...JSON.stringify(only(chart, 'NetworkPolicy')).matchAll(/"cidr":"([^"]*)"/g)];
    expect(blocks.map(([, cidr]) => cidr)).toEqual(['10.9.9.9/32', '10.9.9.9/32']);
  });

  test.each(['oracle.corp.internal', 'oracle.db.corp', 'oracle.test', 'oracle.local'])(
    'may have the host %s',
    (host) => {
      expect(() => tcp({ hosts: [host] })).not.toThrow();
    },
  );

  test.each([
    [
      '22.github.com.ports.invalid',
      'host cannot be in the reserved domain .invalid',
      'write "22.github.com.ports.internal"',
    ],
    [
      'db.default.svc.cluster.local',
      'host cannot be inside the cluster',
      'remove "db.default.svc.cluster.local" from hosts',
    ],
  ])('cannot have the host %s', (host, problem, fix) => {
    const finding = findingOf(() => tcp({ hosts: [host] }));
    expect(finding.problem).toBe(problem);
    expect(finding.fix).toContain(fix);
  });
});

describe('a route with a virtual address', () => {
  const virtual = { addresses: undefined, resolution: undefined, virtualAddress: true, hosts: ['DB.example.com.'] };

  test('has the address that follows from the name, and resolves the name', () => {
    const { chart, made } = tcp(virtual);
    expect(specOf(only(chart, 'ServiceEntry'))).toMatchObject({
      hosts: ['db.example.com'],
      addresses: ['249.81.63.154'],
      endpoints: [{ address: 'db.example.com.' }],
      resolution: 'DNS',
    });
    expect(made.addresses).toEqual(['249.81.63.154']);
  });

  test('has one address on all its ports', () => {
    const { chart, gateway } = tcp(virtual);
    new ExternalTcpRoute(chart, 'other', { gateway, hosts: ['db.example.com'], port: 1522, virtualAddress: true });
    expect(ofKind(chart, 'ServiceEntry').map((each) => specOf(each)?.['addresses'])).toEqual([
      ['249.81.63.154'],
      ['249.81.63.154'],
    ]);
  });

  test.each([undefined, STATIC])('has endpoints that are addresses, with the resolution %s', (resolution) => {
    const { chart } = tcp({ ...virtual, resolution, upstream: { endpoints: [{ address: '203.0.113.5' }] } });
    expect(specOf(only(chart, 'ServiceEntry'))).toMatchObject({
      addresses: ['249.81.63.154'],
      endpoints: [{ address: '203.0.113.5' }],
      resolution: 'STATIC',
    });
  });

  test('warns of sources that nothing holds to the gateway', () => {
    const { chart } = tcp({ ...virtual, allowFrom: [EgressSource.namespace('payments')] });
    expect(codesIn(chart)).toContain('EGR2031');
  });
});

describe('rejected', () => {
  test.each<[string, Partial<ExternalTcpRouteProps>, string, RegExp]>([
    ['neither addresses nor a virtual address', { addresses: undefined }, 'EGR0105', /^addresses must be a list$/],
    ['both', { virtualAddress: true }, 'EGR0121', /^addresses cannot be used with virtualAddress$/],
    [
      'a virtual address of a host that is not looked up',
      { addresses: undefined, virtualAddress: true },
      'EGR0121',
      /^resolution: HostResolution\.STATIC cannot be used with virtualAddress$/,
    ],
    ['a text as virtualAddress', { virtualAddress: 'true' as never }, 'EGR0107', /^virtualAddress must be a boolean$/],
    ['another resolution', { resolution: 'static' as never }, 'EGR0104', /^resolution must be/],
    [
      'another resolution of a virtual address',
      { hosts: ['a.com'], addresses: undefined, virtualAddress: true, resolution: 'static' as never },
      'EGR0104',
      /^resolution must be/,
    ],
    ['several hosts', { hosts: ['a.com', 'b.com'] }, 'EGR0405', /^hosts of an ExternalTcpRoute must be one host$/],
    ['a metadata address', { addresses: ['169.254.169.254'] }, 'EGR0204', /link-local/],
  ])('on a TCP route: %s', (_, props, code, problem) => {
    expect(findingOf(() => tcp(props))).toMatchObject({ code, problem: expect.stringMatching(problem) as string });
  });

  test.each<[string, Partial<ExternalHttpRouteProps>, string, RegExp]>([
    [
      'addresses alone',
      { resolution: undefined },
      'EGR0431',
      /^addresses of an ExternalHttpRoute cannot be used without/,
    ],
    ['another resolution', { resolution: 'static' as never }, 'EGR0104', /^resolution must be/],
    ['addresses with DNS', { resolution: HostResolution.DNS }, 'EGR0431', /^addresses of an ExternalHttpRoute cannot/],
    [
      'STATIC alone',
      { addresses: undefined },
      'EGR0431',
      /^resolution cannot be HostResolution\.STATIC with these addresses/,
    ],
    ['several addresses', { addresses: [ADDRESS, '203.0.113.41'] }, 'EGR0432', /must be one address$/],
    [
      'several hosts',
      { hosts: ['a.com', 'b.com'] },
      'EGR0405',
      /^hosts of an ExternalHttpRoute with addresses must be one/,
    ],
    ['a wildcard', { hosts: ['*.corp.internal'] }, 'EGR0405', /must be one host$/],
    ['direct ports', { directPorts: [443] }, 'EGR0121', /^addresses cannot be used with directPorts$/],
    ['a loopback address', { addresses: ['127.0.0.1'] }, 'EGR0204', /loopback/],
  ])('on an HTTP route: %s', (_, props, code, problem) => {
    expect(findingOf(() => http(props))).toMatchObject({ code, problem: expect.stringMatching(problem) as string });
  });

  test('two resolutions of one host', () => {
    const { chart, gateway } = http();
    new ExternalTcpRoute(chart, 'ssh', {
      gateway,
      hosts: [HOST.replace('internal', 'com')],
      port: 22,
      addresses: [ADDRESS],
    });
    new ExternalTcpRoute(chart, 'other', {
      gateway,
      hosts: [HOST],
      port: 22,
      addresses: ['203.0.113.41'],
      resolution: STATIC,
    });
    const [finding] = EgressChecks.of(chart).findings();
    expect(finding?.problem).toBe(
      `routes of host ${HOST} must have the same resolution, addresses and upstream.endpoints`,
    );
  });

  const upstream = { endpoints: [{ address: '10.9.9.9' }] };
  const ofHost = { hosts: [HOST], resolution: STATIC, upstream };
  test.each<[string, (chart: Chart, gateway: IEgressGateway) => unknown]>([
    [
      'another address of an HTTP route',
      (chart, gateway) =>
        new ExternalHttpRoute(chart, 'other', { ...ofHost, gateway, port: 8081, addresses: ['203.0.113.41'] }),
    ],
    [
      'another address of a TCP route',
      (chart, gateway) =>
        new ExternalTcpRoute(chart, 'other', { ...ofHost, gateway, port: 22, addresses: ['10.1.1.1'] }),
    ],
    ['a TLS route', (chart, gateway) => new ExternalTlsRoute(chart, 'other', { ...ofHost, gateway })],
  ])('%s beside an HTTP route with an address, also with the same endpoints', (_, add) => {
    const { chart, gateway } = http({ upstream });
    add(chart, gateway);
    expect(codesIn(chart)).toEqual(['EGR1005']);
  });

  test('two HTTP hosts with one address', () => {
    const { chart, gateway } = http();
    const other = { gateway, hosts: ['other.corp.internal'], port: 8080, addresses: [ADDRESS], resolution: STATIC };
    new ExternalHttpRoute(chart, 'other', other);
    expect(codesIn(chart)).toEqual(['EGR1008']);
  });

  test('addresses of a TLS route, with the route to use', () => {
    const chart = newChart();
    const props = { gateway: gatewayOf(chart), hosts: ['a.com'], addresses: [ADDRESS] };
    expect(findingOf(() => new ExternalTlsRoute(chart, 'tls', props)).fix).toBe(
      'use an ExternalTcpRoute with addresses: TLS to an address has no SNI',
    );
  });
});
