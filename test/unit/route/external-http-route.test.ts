import { Chart } from 'cdk8s';
import { ExternalHttpRoute, ExternalHttpRouteProps, ExternalTlsRoute, TlsOrigination } from '../../../lib';
import { findingOf, findingsOf } from '../input/findings';
import { newChart, only, stderrOfEachTest } from '../help';
import { findingsWith, gatewayOf } from '../synthesis';

stderrOfEachTest();

function http(chart: Chart, props: Partial<ExternalHttpRouteProps> = {}): ExternalHttpRoute {
  return new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['edition.cnn.com'], ...props });
}

describe('ExternalHttpRoute', () => {
  test('rejects port 443, because sidecars send TLS on the port around the gateway', () => {
    expect(findingOf(() => http(newChart(), { port: 443 }))).toMatchObject({
      code: 'EGR0401',
      constructPath: 'chart/route',
      got: '443',
      fix: expect.stringContaining('ExternalTlsRoute') as string,
    });
    const tlsOrigination = TlsOrigination.simple();
    expect(findingOf(() => http(newChart(), { port: 443, tlsOrigination })).fix).toContain('call http://');
  });

  test.each(['directPorts', 'keepHeaders', 'allowedOperations', 'tlsOrigination', 'wildcardTarget'])(
    'rejects null as %s',
    (name) => {
      const [finding, ...others] = findingsOf(() => http(newChart(), { [name]: null }));
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ constructPath: 'chart/route', problem: `${name} cannot be null` });
      expect(finding?.fix).toBe(`remove ${name}`);
    },
  );

  test('reports a missing list of hosts, although TLS to the hosts has an SNI', () => {
    const tlsOrigination = TlsOrigination.simple({ sni: 'a.com' });
    const finding = findingOf(() => http(newChart(), { hosts: undefined as never, tlsOrigination }));
    expect(finding).toMatchObject({ code: 'EGR0105', problem: 'hosts must be a list' });
  });
});

describe('ExternalHttpRoute with directPorts', () => {
  test('writes the ports to the ServiceEntry, sorted, and no route for them', () => {
    const chart = newChart();
    const { directPorts } = http(chart, { directPorts: [8443, 443] });
    expect(directPorts).toEqual([443, 8443]);
    expect(only(chart, 'ServiceEntry').spec?.['ports']).toEqual([
      { name: 'http-80', number: 80, protocol: 'HTTP' },
      { name: 'https-443', number: 443, protocol: 'HTTPS' },
      { name: 'https-8443', number: 8443, protocol: 'HTTPS' },
    ]);
    expect(only(chart, 'VirtualService').spec).not.toHaveProperty('tls');
  });

  test.each<[string, number[], string, RegExp]>([
    ['the port of the route', [443, 80], 'EGR0407', /^directPorts\[1\] cannot be the port of the route/],
    ['a port twice', [443, 443], 'EGR0106', /^directPorts\[1\] cannot be a port that directPorts repeats/],
    ['port 0', [0], 'EGR0111', /^directPorts\[0\] must be a port number/],
  ])('rejects %s', (_, directPorts, code, problem) => {
    const finding = findingOf(() => http(newChart(), { directPorts }));
    expect(finding).toMatchObject({ code, constructPath: 'chart/route' });
    expect(finding.problem).toMatch(problem);
  });

  test('and a TLS route for a direct port of the host are an error at synthesis that names both', () => {
    const chart = newChart();
    const { gateway } = http(chart, { directPorts: [443] });
    new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['edition.cnn.com'] });
    expect(findingsWith('EGR1001', chart)).toMatchObject([
      {
        constructPath: 'chart/tls',
        problem: expect.stringContaining('port 443') as string,
        got: '{"routes":["chart/route","chart/tls"]}',
      },
    ]);
  });
});
