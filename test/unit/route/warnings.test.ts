import { App, Testing } from 'cdk8s';
import {
  EgressLockdownPolicy,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalTlsRoute,
  IEgressGateway,
} from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

const stderr = stderrOfEachTest();

describe('plain HTTP on the port of TLS', () => {
  test('is a warning', () => {
    const chart = newChart();
    new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], port: 443 });
    expect(stderr()).toBe(
      'warning: [chart/route] plain http on port 443: for applications that speak tls themselves use an ExternalTlsRoute\n',
    );
  });

  test('is none on another port', () => {
    const chart = newChart();
    new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], port: 8443 });
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
