import { Testing } from 'cdk8s';
import { EgressSource, ExternalHttpRoute, ExternalHttpRouteProps, TlsOrigination } from '../../../lib';
import { newChart, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

const stderr = stderrOfEachTest();
const allowFrom = [EgressSource.namespace('payments')];

test.each<[string, Partial<ExternalHttpRouteProps>, RegExp]>([
  [
    'directPorts, to which its sources do not apply',
    { directPorts: [443], allowFrom },
    /^warning: EGR2007: \[chart\/route\] allowFrom does not apply to directPorts[^\n]*\n/m,
  ],
  [
    'certificates that the gateway does not verify',
    { tlsOrigination: TlsOrigination.dangerouslySkipVerification() },
    /^warning: EGR2008: \[chart\/route\] the gateway does not verify the certificates of the hosts[^\n]*\n/m,
  ],
])('A route prints a warning at synthesis for %s', (_, props, text) => {
  const chart = newChart();
  new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], ...props });
  expect(stderr()).toBe('');
  Testing.synth(chart);
  expect(stderr()).toMatch(text);
});

test('A route prints no warning for directPorts without sources, and for TLS with verification', () => {
  const chart = newChart();
  const gateway = gatewayOf(chart);
  new ExternalHttpRoute(chart, 'direct', { gateway, hosts: ['a.com'], directPorts: [443] });
  new ExternalHttpRoute(chart, 'tls', { gateway, hosts: ['b.com'], tlsOrigination: TlsOrigination.simple() });
  Testing.synth(chart);
  expect(stderr()).toBe('');
});
