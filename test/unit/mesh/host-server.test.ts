import fc from 'fast-check';
import { Host } from '../../../lib/host/host';
import { ExternalHost, ExternalPort } from '../../../lib/mesh/external-host';
import { entriesOf } from '../../../lib/mesh/host-entry';
import { meshSni, outerName, portsOf, serversOf } from '../../../lib/mesh/host-server';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../help';

const TCP: ExternalPort = { ...TLS_443, protocol: 'TCP', addresses: ['203.0.113.10'] };
const on = (port: ExternalPort, number: number): ExternalPort => ({ ...port, number });
const described = (external: ExternalHost): Record<string, number[]> =>
  Object.fromEntries(
    serversOf(external).map((server) => [meshSni(server), portsOf(server).map(({ number }) => number)]),
  );

describe('the servers of a host', () => {
  const [outer22, outer8443] = ['22.edition.cnn.com.ports.invalid', '8443.edition.cnn.com.ports.invalid'];
  test.each<[string, ExternalPort[], Record<string, number[]>]>([
    ['one port', [on(HTTP_80, 8080)], { 'edition.cnn.com': [8080] }],
    ['an HTTP and a TLS port', [HTTP_80, TLS_443], { 'edition.cnn.com': [80, 443] }],
    ['a direct port', [HTTP_80, DIRECT_443], { 'edition.cnn.com': [80] }],
    ['SSH beside TLS', [on(TCP, 22), TLS_443], { 'edition.cnn.com': [443], [outer22]: [22] }],
    [
      'SSH beside TLS on another port',
      [on(TCP, 22), on(TLS_443, 8443)],
      { 'edition.cnn.com': [8443], [outer22]: [22] },
    ],
    ['two TLS ports', [TLS_443, on(TLS_443, 8443)], { 'edition.cnn.com': [443], [outer8443]: [8443] }],
    ['two HTTP ports', [HTTP_80, on(HTTP_80, 8443)], { 'edition.cnn.com': [80], [outer8443]: [8443] }],
  ])('with %s', (_, ports, expected) => {
    expect(described(externalHost(ports))).toEqual(expected);
  });

  test('that is a wildcard have names of which none is an outer name of a host', () => {
    const host = Host.parsePattern('*.example.com');
    const external = { ...externalHost([TLS_443, on(TLS_443, 8443)]), host };
    expect(described(external)).toEqual({
      '_any.example.com': [443],
      '8443.example.com.wildcards.invalid': [8443],
    });
  });

  test('have each port once, and only the first server can get another port when the host gets further ports', () => {
    const port = fc.tuple(fc.constantFrom(HTTP_80, TLS_443, TCP), fc.constantFrom(22, 80, 443, 8080, 8443));
    const ports = fc.uniqueArray(port, { selector: ([, number]) => number, minLength: 1 });
    fc.assert(
      fc.property(ports, fc.nat(), (claimed, seed) => {
        const all = claimed.map(([each, number]) => on(each, number)).sort((a, b) => a.number - b.number);
        const fewer = all.filter((_, index) => index !== seed % all.length);
        const [first, ...further] = serversOf(externalHost(all));
        expect([first, ...further].flatMap((server) => (server ? portsOf(server) : []))).toHaveLength(all.length);
        const before = serversOf(externalHost(fewer)).slice(1);
        const names = further.map(({ name }) => name.name);
        expect(names).toEqual(expect.arrayContaining(before.map(({ name }) => name.name)));
      }),
    );
  });
});

test('a further TCP port has an entry of its own, so that its addresses apply to no other port', () => {
  const entries = (ports: ExternalPort[]) =>
    entriesOf(externalHost(ports)).map(({ name, ports: of }) => [name.name, of.map(({ number }) => number)]);
  expect(entries([on(TCP, 22), TLS_443, DIRECT_443])).toEqual([
    ['edition.cnn.com', [443, 443]],
    ['22.edition.cnn.com.ports.invalid', [22]],
  ]);
  expect(entries([on(TCP, 22), HTTP_80])).toEqual([['edition.cnn.com', [22, 80]]]);
});

test('an outer name is a DNS name, and names the port in an error otherwise', () => {
  const long = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(57)).join('.');
  expect(() => outerName(Host.parse(`${long}.com`), 65_535)).toThrow(/outer name of port 65535/);
});
