import { App, Testing } from 'cdk8s';
import {
  EgressLockdownPolicy,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTlsRoute,
  IEgressGateway,
  TlsOrigination,
} from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

const stderr = stderrOfEachTest();

describe('a route warns', () => {
  const allowFrom = [EgressSource.namespace('payments')];

  test.each<[string, Partial<ExternalHttpRouteProps>, RegExp]>([
    ['of a way around its sources', { directPorts: [443], allowFrom }, /directPorts are open to everybody/],
    [
      'that nothing is verified',
      { tlsOrigination: TlsOrigination.dangerouslySkipVerification() },
      /whoever answers in the place of the hosts is believed/,
    ],
  ])('%s', (_, props, text) => {
    const chart = newChart();
    new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], ...props });
    expect(stderr()).toMatch(/^warning: \[chart\/route\] [^\n]*\n$/);
    expect(stderr()).toMatch(text);
  });

  test('of nothing where it is sound', () => {
    const chart = newChart();
    const gateway = gatewayOf(chart);
    new ExternalHttpRoute(chart, 'direct', { gateway, hosts: ['a.com'], directPorts: [443] });
    new ExternalHttpRoute(chart, 'tls', { gateway, hosts: ['b.com'], tlsOrigination: TlsOrigination.simple() });
    expect(stderr()).toBe('');
  });
});

describe('a route that relies on a lockdown', () => {
  const app = () => {
    const chart = newChart('default', new App());
    const gateway: IEgressGateway = gatewayOf(chart);
    const allowFrom = [EgressSource.namespace('payments')];
    return { chart, gateway, props: { gateway, hosts: ['a.com'], allowFrom } };
  };

  test('warns once where the app has none', () => {
    const { chart, props } = app();
    new ExternalTlsRoute(chart, 'route', { ...props, exportTo: ExportTo.SOURCES_UNDER_LOCKDOWN });
    Testing.synth(chart);
    Testing.synth(chart);
    expect(
      stderr().match(/^warning: \[chart\/route\] exported to its sources under a lockdown, and no .*$/gm),
    ).toHaveLength(1);
  });

  test('is quiet where it has one', () => {
    const { chart, gateway, props } = app();
    new ExternalTlsRoute(chart, 'route', { ...props, exportTo: ExportTo.SOURCES_UNDER_LOCKDOWN });
    new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['other'] });
    Testing.synth(chart);
    expect(stderr()).not.toContain('exported to its sources');
  });

  test('is quiet where it relies on something else', () => {
    const { chart, props } = app();
    new ExternalTlsRoute(chart, 'route', { ...props, exportTo: ExportTo.SOURCES_UNDER_REGISTRY_ONLY });
    Testing.synth(chart);
    expect(stderr()).not.toContain('exported to its sources');
  });
});
