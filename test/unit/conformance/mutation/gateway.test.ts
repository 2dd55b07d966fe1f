import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { effects, object } from './help';

test.each<[string, Manifest, string[]]>([
  [
    'of HTTPS and TLS',
    object('Gateway', {
      selector: { istio: 'egressgateway' },
      servers: [
        { hosts: ['team/a.example'], port: { number: 80, protocol: 'HTTPS' }, tls: { mode: 'ISTIO_MUTUAL' } },
        { hosts: ['team/b.example'], port: { number: 443, protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' } },
      ],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'gateway/selector | selector.istio: egressgateway -> no-such-value',
      'gateway/drop-server | servers[0]: gone',
      'gateway/drop-server | servers[1]: gone',
      'gateway/plain-server | servers[0].port.protocol: HTTPS -> HTTP; servers[0].tls: gone',
      'gateway/plain-server | servers[1].port.protocol: TLS -> TCP; servers[1].tls: gone',
      'gateway/port | servers[0].port.number: 80 -> 81',
      'gateway/port | servers[1].port.number: 443 -> 444',
      'gateway/protocol | servers[0].port.protocol: HTTPS -> TLS',
      'gateway/protocol | servers[1].port.protocol: TLS -> HTTPS',
      'gateway/tls-mode | servers[0].tls.mode: ISTIO_MUTUAL -> PASSTHROUGH',
      'gateway/tls-mode | servers[1].tls.mode: PASSTHROUGH -> ISTIO_MUTUAL',
      'gateway/tls-mode | servers[1].tls.mode: PASSTHROUGH -> AUTO_PASSTHROUGH',
      'gateway/host | servers[0].hosts[0]: team/a.example -> team/no-such-host.example',
      'gateway/host | servers[1].hosts[0]: team/b.example -> team/no-such-host.example',
      'gateway/host-namespace | servers[0].hosts[0]: team/a.example -> no-such-namespace/a.example',
      'gateway/host-namespace | servers[1].hosts[0]: team/b.example -> no-such-namespace/b.example',
      'gateway/any-namespace | servers[0].hosts[0]: team/a.example -> */a.example',
      'gateway/any-namespace | servers[1].hosts[0]: team/b.example -> */b.example',
    ],
  ],
  [
    'of plain text',
    object('Gateway', { servers: [{ hosts: ['a.example'], port: { number: 80, protocol: 'HTTP' } }] }),
    [
      'namespace | metadata.namespace: home -> default',
      'gateway/port | servers[0].port.number: 80 -> 81',
      'gateway/protocol | servers[0].port.protocol: HTTP -> TCP',
      'gateway/host | servers[0].hosts[0]: a.example -> */no-such-host.example',
      'gateway/host-namespace | servers[0].hosts[0]: a.example -> no-such-namespace/a.example',
    ],
  ],
  [
    'with the identities of callers',
    object('Gateway', {
      servers: [{ tls: { subjectAltNames: ['spiffe://cluster.local/ns/a/sa/*', 'spiffe://cluster.local/ns/b/sa/x'] } }],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'gateway/any-identity | servers[0].tls.subjectAltNames: gone',
      'gateway/identity | servers[0].tls.subjectAltNames[1]: spiffe://cluster.local/ns/b/sa/x -> spiffe://cluster.local/ns/b/sa/no-such-account',
    ],
  ],
  [
    'on one address',
    object('Gateway', {
      servers: [{ bind: '127.0.0.1', hosts: ['team/a.example'], port: { number: 9000, protocol: 'TCP' } }],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'gateway/any-address | servers[0].bind: gone',
      'gateway/port | servers[0].port.number: 9000 -> 9001',
      'gateway/protocol | servers[0].port.protocol: TCP -> HTTP',
      'gateway/host | servers[0].hosts[0]: team/a.example -> team/no-such-host.example',
      'gateway/host-namespace | servers[0].hosts[0]: team/a.example -> no-such-namespace/a.example',
      'gateway/any-namespace | servers[0].hosts[0]: team/a.example -> */a.example',
    ],
  ],
])('what becomes of a Gateway: %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
