/** Fixes whose text is written into the program that was rejected. */
import { Chart } from 'cdk8s';
import {
  EgressChecks,
  EgressGateway,
  ExternalCidrRoute,
  ExternalHttpRoute,
  ExternalTcpRoute,
  ExternalTlsRoute,
  GatewayPorts,
  HostResolution,
  IEgressGateway,
} from '../../../lib';
import { newChart } from '../help';
import { findingOf, findingsOf } from '../input/findings';
import { findingsWith } from '../synthesis';

const STATIC = HostResolution.STATIC;

function describeGateway(): { readonly chart: Chart; readonly gateway: IEgressGateway } {
  const chart = newChart();
  return {
    chart,
    gateway: new EgressGateway(chart, 'gateway', { ports: GatewayPorts.of({ cidrs: { port: 15022 } }) }),
  };
}

describe('A host in a reserved domain', () => {
  const hosts = ['api.corp.internal'];
  const addresses = ['10.0.0.1'];
  const upstream = { endpoints: [{ address: '10.0.0.1' }] };
  test.each<[string, (chart: Chart, gateway: IEgressGateway, more: object) => unknown]>([
    [
      'a TLS route with addresses as endpoints',
      (chart, gateway, more) => new ExternalTlsRoute(chart, 'route', { gateway, hosts, upstream, ...more }),
    ],
    [
      'an HTTP route with addresses as endpoints',
      (chart, gateway, more) => new ExternalHttpRoute(chart, 'route', { gateway, hosts, upstream, ...more }),
    ],
    [
      'a TCP route with addresses',
      (chart, gateway, more) => new ExternalTcpRoute(chart, 'route', { gateway, hosts, port: 22, addresses, ...more }),
    ],
  ])('of %s needs resolution: HostResolution.STATIC, which the fix states', (_, make) => {
    const { chart, gateway } = describeGateway();
    const { code, fix } = findingOf(() => make(chart, gateway, {}));
    expect(code).toBe('EGR0211');
    expect(fix).toMatch(
      /^write resolution: HostResolution\.STATIC if no name is resolved; or const mesh = new EgressMesh/,
    );
    const other = describeGateway();
    expect(() => make(other.chart, other.gateway, { resolution: STATIC })).not.toThrow();
  });

  test.each([
    ['names', [{ address: 'east.example.com' }]],
    ['a name and an address', [{ address: '10.0.0.1' }, { address: 'east.example.com' }]],
    ['values that are no endpoints', [null]],
  ])('of a route with %s as endpoints has no such fix', (_, endpoints) => {
    const { chart, gateway } = describeGateway();
    const props = { gateway, hosts, upstream: { endpoints: endpoints as never } };
    const [first] = findingsOf(() => new ExternalTlsRoute(chart, 'route', props)).map(({ fix }) => fix);
    expect(first).toMatch(/^write const mesh/);
  });
});

describe('EGR0405', () => {
  const hosts = ['a.com', 'b.com'];
  test.each<[string, (chart: Chart, gateway: IEgressGateway) => unknown, string, string]>([
    [
      'an ExternalTcpRoute',
      (chart, gateway) => new ExternalTcpRoute(chart, 'route', { gateway, hosts, port: 22, virtualAddress: true }),
      'one host: sidecars identify the host by its addresses, or by its virtual address',
      'create a route per host, with addresses or virtualAddress: true',
    ],
    [
      'an ExternalHttpRoute with addresses',
      (chart, gateway) =>
        new ExternalHttpRoute(chart, 'route', { gateway, hosts, addresses: ['203.0.113.9'], resolution: STATIC }),
      'one host: sidecars identify the host by its address',
      'create a route per host, with the address of the host',
    ],
    [
      'an ExternalCidrRoute',
      (chart, gateway) =>
        new ExternalCidrRoute(chart, 'route', { gateway, hosts, port: 22, cidrs: ['203.0.113.0/28'] }),
      'one name, which the team chooses for the ranges',
      'write one name in hosts: nothing resolves the name',
    ],
  ])('of %s states what identifies the host', (what, make, allowed, fix) => {
    const { chart, gateway } = describeGateway();
    const problem = `hosts of ${what} must be one host`;
    expect(findingOf(() => make(chart, gateway))).toMatchObject({ code: 'EGR0405', problem, allowed, fix });
  });
});

describe('EGR1005', () => {
  test('between an HTTP route to an address and a TLS route names another host of the HTTP route', () => {
    for (const tlsFirst of [true, false]) {
      const build = (name: string): Chart => {
        const { chart, gateway } = describeGateway();
        const tls = () => new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['meter.example.com'] });
        if (tlsFirst) tls();
        const http = { gateway, hosts: [name], port: 8080, addresses: ['203.0.113.40'], resolution: STATIC };
        new ExternalHttpRoute(chart, 'http', http);
        if (!tlsFirst) tls();
        return chart;
      };
      const [finding] = findingsWith('EGR1005', build('meter.example.com'));
      const [, name = ''] =
        /^write another name on chart\/http, such as hosts: \["([^"]+)"\]/.exec(finding?.fix ?? '') ?? [];
      expect(EgressChecks.of(build(name)).findings()).toEqual([]);
    }
  });

  test('between an HTTP route and a TCP route to different addresses names another host of the HTTP route', () => {
    const { chart, gateway } = describeGateway();
    const common = { gateway, hosts: ['meter.example.com'], resolution: STATIC };
    new ExternalHttpRoute(chart, 'http', { ...common, port: 8080, addresses: ['203.0.113.40'] });
    new ExternalTcpRoute(chart, 'tcp', { ...common, port: 22, addresses: ['203.0.113.41'] });
    expect(findingsWith('EGR1005', chart).map(({ fix }) => fix)).toEqual([
      expect.stringMatching(/^write another name on chart\/http, such as hosts: \["http\.meter\.example\.com"\]/),
    ]);
  });

  test('between two HTTP routes of one host, one of them to an address, names another host of that route', () => {
    const { chart, gateway } = describeGateway();
    const hosts = ['meter.example.com'];
    new ExternalHttpRoute(chart, 'address', {
      gateway,
      hosts,
      port: 8080,
      addresses: ['203.0.113.40'],
      resolution: STATIC,
    });
    new ExternalHttpRoute(chart, 'name', { gateway, hosts });
    expect(findingsWith('EGR1005', chart)[0]?.fix).toMatch(/^write another name on chart\/address, /);
  });
});
