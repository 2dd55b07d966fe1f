import { ClientTls, GatewayPort, GatewayPorts, GatewayPortsOptions } from '../../../lib';
import { fixIn, messageOf } from '../help';
import { findingsOf } from '../input/findings';

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
    ['of({})', GatewayPorts.of({}), [80, 8080, 443, 8443]],
    ['of() with HTTP', GatewayPorts.of({ http: { port: 8000, targetPort: 9000 } }), [8000, 9000, 443, 8443]],
    ['of() without a target port', GatewayPorts.of({ tls: { port: 8443 } }), [80, 8080, 8443, 8443]],
  ])('GatewayPorts.%s has the ports %j', (_, ports, expected) => {
    expect(numbers(ports)).toEqual(expected);
  });

  test.each<[string, GatewayPortsOptions, RegExp]>([
    ['port 0', { http: { port: 0 } }, /http\.port must be .*: got 0/],
    ['port 65536', { tls: { port: 65536 } }, /tls\.port must be .*: got 65536/],
    ['target port 1.5', { http: { port: 80, targetPort: 1.5 } }, /http\.targetPort must be .*: got 1\.5/],
    ['null as target port', { http: { port: 80, targetPort: null as never } }, /http\.targetPort cannot be null/],
    ['a pair without a port', { http: {} as GatewayPort }, /http\.port must be .*: got undefined/],
  ])('GatewayPorts.of rejects %s', (_, options, problem) => {
    const message = messageOf(() => GatewayPorts.of(options));
    expect(message).toMatch(/^EGR01(11|03): /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(/write a port|remove http/);
  });

  test('GatewayPorts.of has a port for ranges if one is given', () => {
    const ports = GatewayPorts.of({ cidrs: { port: 15022, targetPort: 16022 } });
    expect([ports.cidrsPort, ports.cidrsTargetPort]).toEqual([15022, 16022]);
    expect(String(ports)).toBe('http 80 to 8080, tls 443 to 8443, cidrs 15022 to 16022');
    expect([GatewayPorts.ISTIOCTL.cidrsPort, GatewayPorts.ISTIOCTL.cidrsTargetPort]).toEqual([undefined, undefined]);
  });

  test.each<[string, GatewayPortsOptions]>([
    ['http.port', { cidrs: { port: 80, targetPort: 15022 } }],
    ['tls.targetPort', { cidrs: { port: 15022, targetPort: 8443 } }],
  ])('GatewayPorts.of rejects a port for ranges that is %s, since no other port may read headers', (which, options) => {
    const message = messageOf(() => GatewayPorts.of(options));
    expect(message).toMatch(/^EGR0303: GatewayPorts\.of: (http|tls)\.\w+ and cidrs\.\w+ must be different/);
    expect(message).toContain(`${which} and cidrs.`);
    expect(fixIn(message)).toBe('write cidrs: { port: 15022 }');
  });

  test('GatewayPorts.of rejects null in place of a pair', () => {
    expect(messageOf(() => GatewayPorts.of({ tls: null as never }))).toMatch(
      /^EGR0103: GatewayPorts.of: tls cannot be null/,
    );
  });

  test('GatewayPorts.of names every malformed and every unknown property in one error', () => {
    const options = { http: { port: 0 }, tls: { port: 443, targetPort: 0 }, tcp: {} };
    const problems = findingsOf(() => GatewayPorts.of(options)).map(({ code }) => code);
    expect(problems).toEqual(['EGR0101', 'EGR0111', 'EGR0111']);
  });

  test.each<[keyof GatewayPortsOptions, string]>([
    ['http', '{ port: 80, targetPort: 8080 }'],
    ['tls', '{ port: 443, targetPort: 8443 }'],
    ['cidrs', '{ port: 15022 }'],
  ])('GatewayPorts.of names ports for %s that no other purpose has', (name, example) => {
    expect(fixIn(messageOf(() => GatewayPorts.of({ [name]: 15022 })))).toBe(`write ${name}: ${example}`);
  });

  test.each<[string, GatewayPortsOptions]>([
    ['port', { http: { port: 443, targetPort: 1 } }],
    ['targetPort', { http: { port: 80, targetPort: 8443 } }],
  ])(
    'GatewayPorts.of rejects HTTP and TLS with the same %s, since Istio drops one of the two servers',
    (key, options) => {
      const message = messageOf(() => GatewayPorts.of(options));
      expect(message).toMatch(
        new RegExp(`^EGR0303: GatewayPorts\.of: http\\.${key} and tls\\.${key} must be different`),
      );
      expect(fixIn(message)).toMatch(/http: \{ port: .* tls: \{ port: /);
    },
  );
});

test("ClientTls has the names of Istio's ClientTLSSettings", () => {
  expect(Object.values(ClientTls)).toEqual(['ISTIO_MUTUAL', 'DISABLE']);
});
