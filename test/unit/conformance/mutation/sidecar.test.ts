import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { effects, object } from './help';

test.each<[string, Manifest, string[]]>([
  [
    'that knows a few hosts',
    object('Sidecar', {
      egress: [{ hosts: ['./*', 'system/www.example.com'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'sidecar/selector | workloadSelector: new, {"labels":{"no-such-label":"true"}}',
      'sidecar/mode | outboundTrafficPolicy.mode: REGISTRY_ONLY -> ALLOW_ANY',
      'sidecar/drop-policy | outboundTrafficPolicy: gone',
      'sidecar/drop-host | egress[0].hosts[0]: gone',
      'sidecar/drop-host | egress[0].hosts[1]: gone',
      'sidecar/any-host | egress[0].hosts[2]: new, "*/*"',
      'sidecar/any-host-of-namespace | egress[0].hosts[1]: system/www.example.com -> system/*',
    ],
  ],
  [
    'of some pods, that knows one namespace',
    object('Sidecar', {
      egress: [{ hosts: ['./*'] }],
      outboundTrafficPolicy: { mode: 'ALLOW_ANY' },
      workloadSelector: { labels: { app: 'a' } },
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'sidecar/mode | outboundTrafficPolicy.mode: ALLOW_ANY -> REGISTRY_ONLY',
      'sidecar/drop-policy | outboundTrafficPolicy: gone',
      'sidecar/any-host | egress[0].hosts[1]: new, "*/*"',
    ],
  ],
  [
    'that sends the rest to a gateway',
    object('Sidecar', {
      egress: [{ hosts: ['./*'] }],
      outboundTrafficPolicy: {
        mode: 'ALLOW_ANY',
        egressProxy: { host: 'egress.system.svc.cluster.local', subset: 'undeclared', port: { number: 443 } },
      },
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'sidecar/selector | workloadSelector: new, {"labels":{"no-such-label":"true"}}',
      'sidecar/mode | outboundTrafficPolicy.mode: ALLOW_ANY -> REGISTRY_ONLY',
      'sidecar/drop-policy | outboundTrafficPolicy: gone',
      'sidecar/drop-proxy | outboundTrafficPolicy.egressProxy: gone',
      'sidecar/proxy | outboundTrafficPolicy.egressProxy.host: egress.system.svc.cluster.local -> no-such-service.istio-system.svc.cluster.local',
      'sidecar/proxy-port | outboundTrafficPolicy.egressProxy.port.number: 443 -> 444',
      'sidecar/proxy-subset | outboundTrafficPolicy.egressProxy.subset: undeclared -> no-such-subset',
      'sidecar/drop-proxy-subset | outboundTrafficPolicy.egressProxy.subset: gone',
      'sidecar/any-host | egress[0].hosts[1]: new, "*/*"',
    ],
  ],
])('what becomes of a Sidecar: %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
