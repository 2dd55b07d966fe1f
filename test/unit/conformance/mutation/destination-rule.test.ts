import { Manifest } from '../../../support/trace';
import { effects, object } from './help';

test.each<[string, Manifest, string[]]>([
  [
    'with mTLS',
    object('DestinationRule', {
      host: 'gateway.home.svc.cluster.local',
      subsets: [
        {
          name: 'www',
          trafficPolicy: {
            portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'ISTIO_MUTUAL', sni: 'www.example.com' } }],
          },
        },
      ],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'destination-rule/host | host: gateway.home.svc.cluster.local -> no-such-service.istio-system.svc.cluster.local',
      'destination-rule/export-to | exportTo: new, ["."]',
      'destination-rule/subset-name | subsets[0].name: www -> no-such-subset',
      'destination-rule/drop-policy | subsets[0].trafficPolicy: gone',
      'destination-rule/drop-port | subsets[0].trafficPolicy.portLevelSettings[0]: gone',
      'destination-rule/port | subsets[0].trafficPolicy.portLevelSettings[0].port.number: 80 -> 81',
      'destination-rule/tls-mode | subsets[0].trafficPolicy.portLevelSettings[0].tls.mode: ISTIO_MUTUAL -> DISABLE',
      'destination-rule/tls-mode | subsets[0].trafficPolicy.portLevelSettings[0].tls.mode: ISTIO_MUTUAL -> SIMPLE',
      'destination-rule/sni | subsets[0].trafficPolicy.portLevelSettings[0].tls.sni: www.example.com -> no-such-host.example',
      'destination-rule/drop-sni | subsets[0].trafficPolicy.portLevelSettings[0].tls.sni: gone',
    ],
  ],
  [
    'without a policy',
    object('DestinationRule', { host: 'gateway', exportTo: ['*'], subsets: [{ name: 'www' }] }),
    [
      'namespace | metadata.namespace: home -> default',
      'destination-rule/host | host: gateway -> no-such-service.istio-system.svc.cluster.local',
      'destination-rule/export-to | exportTo[0]: * -> .',
      'destination-rule/subset-name | subsets[0].name: www -> no-such-subset',
      'destination-rule/tls-added | subsets[0].trafficPolicy: new, {"tls":{"mode":"ISTIO_MUTUAL"}}',
    ],
  ],
  [
    'with a policy of its own',
    object('DestinationRule', { host: 'gateway', trafficPolicy: { tls: { mode: 'DISABLE' } } }),
    [
      'namespace | metadata.namespace: home -> default',
      'destination-rule/host | host: gateway -> no-such-service.istio-system.svc.cluster.local',
      'destination-rule/export-to | exportTo: new, ["."]',
      'destination-rule/tls-mode | trafficPolicy.tls.mode: DISABLE -> ISTIO_MUTUAL',
    ],
  ],
])('what becomes of a DestinationRule: %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
