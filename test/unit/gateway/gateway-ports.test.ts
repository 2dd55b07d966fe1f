import { ClientTls, GatewayPort, GatewayPorts, GatewayPortsOptions } from '../../../lib';
import { fixIn, messageOf } from '../help';

const numbers = (ports: GatewayPorts): number[] => [
  ports.httpPort,
  ports.httpTargetPort,
  ports.tlsPort,
  ports.tlsTargetPort,
];

describe('GatewayPorts', () => {
  test.each<[string, GatewayPorts, number[]]>([
    ['ISTIOCTL', GatewayPorts.ISTIOCTL, [80, 8080, 443, 8443]],
    ['HELM_CHART', GatewayPorts.HELM_CHART, [80, 80, 443, 443]],
    ['of() with nothing', GatewayPorts.of({}), [80, 8080, 443, 8443]],
    ['of() with HTTP', GatewayPorts.of({ http: { port: 8000, targetPort: 9000 } }), [8000, 9000, 443, 8443]],
    ['of() without a target port', GatewayPorts.of({ tls: { port: 8443 } }), [80, 8080, 8443, 8443]],
  ])('%s are %s', (_, ports, expected) => {
    expect(numbers(ports)).toEqual(expected);
  });

  test.each<[string, GatewayPortsOptions, RegExp]>([
    ['port 0', { http: { port: 0 } }, /http port is not a port number: got 0/],
    ['port 65536', { tls: { port: 65536 } }, /tls port is not a port number: got 65536/],
    ['target port 1.5', { http: { port: 80, targetPort: 1.5 } }, /http target port is not a port number: got 1\.5/],
    [
      'null for the target port',
      { http: { port: 80, targetPort: null as never } },
      /http target port is not a port number: got null/,
    ],
    ['no port', { http: {} as GatewayPort }, /http port is not a port number: got undefined/],
  ])('refuse %s', (_, options, problem) => {
    const message = messageOf(() => GatewayPorts.of(options));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(/write the port/);
  });

  test('refuse null for a pair: it may have been meant otherwise', () => {
    const message = messageOf(() => GatewayPorts.of({ tls: null as never }));
    expect(message).toContain('properties of tls port are missing or no object: got null');
  });

  test.each<[string, GatewayPortsOptions, RegExp]>([
    ['Service port', { http: { port: 443, targetPort: 1 } }, /share the gateway's port: got 443/],
    ['port of the pods', { http: { port: 80, targetPort: 8443 } }, /share the gateway's target port: got 8443/],
  ])('refuse HTTP and TLS on one %s, of which Istio would drop one', (_, options, problem) => {
    const message = messageOf(() => GatewayPorts.of(options));
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(/ports and target ports of their own/);
  });
});

describe('ClientTls', () => {
  test.each([
    [ClientTls.ISTIO_MUTUAL, 'ISTIO_MUTUAL'],
    [ClientTls.DISABLE, 'DISABLE'],
  ])("has Istio's names", (clientTls, name) => {
    expect([clientTls.mode, clientTls.toString()]).toEqual([name, name]);
  });
});
