import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { effects, object } from './help';

test.each<[string, Manifest, string[]]>([
  [
    'of HTTP and HTTPS',
    object('ServiceEntry', {
      hosts: ['a.example'],
      location: 'MESH_EXTERNAL',
      ports: [
        { number: 80, protocol: 'HTTP' },
        { number: 81, protocol: 'HTTPS' },
      ],
      resolution: 'DNS',
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'service-entry/export-to | exportTo: new, ["."]',
      'service-entry/host | hosts[0]: a.example -> no-such-host.example',
      'service-entry/drop-port | ports[0]: gone',
      'service-entry/drop-port | ports[1]: gone',
      'service-entry/port | ports[0].number: 80 -> 82',
      'service-entry/port | ports[1].number: 81 -> 82',
      'service-entry/protocol | ports[0].protocol: HTTP -> TCP',
      'service-entry/protocol | ports[0].protocol: HTTP -> TLS',
      'service-entry/protocol | ports[1].protocol: HTTPS -> TCP',
      'service-entry/protocol | ports[1].protocol: HTTPS -> HTTP',
      'service-entry/resolution | resolution: DNS -> NONE',
      'service-entry/resolution | resolution: DNS -> STATIC',
      'service-entry/location | location: MESH_EXTERNAL -> MESH_INTERNAL',
    ],
  ],
  [
    'of TLS',
    object('ServiceEntry', { hosts: ['a.example'], exportTo: ['.'], ports: [{ number: 65535, protocol: 'TLS' }] }),
    [
      'namespace | metadata.namespace: home -> default',
      'service-entry/export-to-all | exportTo[0]: . -> *',
      'service-entry/host | hosts[0]: a.example -> no-such-host.example',
      'service-entry/port | ports[0].number: 65535 -> 1',
      'service-entry/protocol | ports[0].protocol: TLS -> TCP',
      'service-entry/protocol | ports[0].protocol: TLS -> HTTP',
    ],
  ],
  [
    'for two namespaces, with another port outside',
    object('ServiceEntry', {
      hosts: ['a.example'],
      exportTo: ['a', 'b'],
      ports: [{ number: 80, protocol: 'HTTP', targetPort: 443 }],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'service-entry/export-to | exportTo[0]: gone; exportTo[1]: gone; exportTo[0]: new, "."',
      'service-entry/export-to-all | exportTo[0]: gone; exportTo[1]: gone; exportTo[0]: new, "*"',
      'service-entry/drop-export | exportTo[0]: gone',
      'service-entry/drop-export | exportTo[1]: gone',
      'service-entry/host | hosts[0]: a.example -> no-such-host.example',
      'service-entry/port | ports[0].number: 80 -> 81',
      'service-entry/target-port | ports[0].targetPort: 443 -> 444',
      'service-entry/drop-target-port | ports[0].targetPort: gone',
      'service-entry/protocol | ports[0].protocol: HTTP -> TCP',
      'service-entry/protocol | ports[0].protocol: HTTP -> TLS',
    ],
  ],
])('what becomes of a ServiceEntry: %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
