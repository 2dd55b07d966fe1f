import { Manifest } from '../../../../lib/audit/manifest/manifest';
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
      'destination-rule/export-to | exportTo: new, ["."]',
      'destination-rule/tls-mode | trafficPolicy.tls.mode: DISABLE -> ISTIO_MUTUAL',
    ],
  ],
  [
    'that begins TLS',
    object('DestinationRule', {
      host: 'www.example.com',
      exportTo: ['.'],
      trafficPolicy: {
        portLevelSettings: [
          {
            port: { number: 80 },
            tls: {
              mode: 'SIMPLE',
              sni: 'www.example.com',
              subjectAltNames: ['www.example.com'],
              caCertificates: 'system',
            },
          },
        ],
      },
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'destination-rule/host | host: www.example.com -> no-such-service.istio-system.svc.cluster.local',
      'destination-rule/export-to-all | exportTo[0]: . -> *',
      'destination-rule/drop-policy | trafficPolicy: gone',
      'destination-rule/drop-port | trafficPolicy.portLevelSettings[0]: gone',
      'destination-rule/port | trafficPolicy.portLevelSettings[0].port.number: 80 -> 81',
      'destination-rule/tls-mode | trafficPolicy.portLevelSettings[0].tls.mode: SIMPLE -> DISABLE',
      'destination-rule/sni | trafficPolicy.portLevelSettings[0].tls.sni: www.example.com -> no-such-host.example',
      'destination-rule/drop-sni | trafficPolicy.portLevelSettings[0].tls.sni: gone',
      'destination-rule/verified-name | trafficPolicy.portLevelSettings[0].tls.subjectAltNames[0]: www.example.com -> no-such-host.example',
      'destination-rule/any-name | trafficPolicy.portLevelSettings[0].tls.subjectAltNames: gone',
      'destination-rule/authorities | trafficPolicy.portLevelSettings[0].tls.caCertificates: system -> /no-such-file.crt',
      'destination-rule/drop-authorities | trafficPolicy.portLevelSettings[0].tls.caCertificates: gone',
      'destination-rule/unverified | trafficPolicy.portLevelSettings[0].tls.subjectAltNames: gone; trafficPolicy.portLevelSettings[0].tls.caCertificates: gone; trafficPolicy.portLevelSettings[0].tls.insecureSkipVerify: new, true',
    ],
  ],
  [
    'that begins TLS with a certificate',
    object('DestinationRule', {
      host: 'www.example.com',
      exportTo: ['.'],
      trafficPolicy: { tls: { mode: 'MUTUAL', credentialName: 'client', subjectAltNames: ['www.example.com'] } },
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'destination-rule/host | host: www.example.com -> no-such-service.istio-system.svc.cluster.local',
      'destination-rule/export-to-all | exportTo[0]: . -> *',
      'destination-rule/drop-policy | trafficPolicy: gone',
      'destination-rule/tls-mode | trafficPolicy.tls.mode: MUTUAL -> SIMPLE',
      'destination-rule/tls-mode | trafficPolicy.tls.mode: MUTUAL -> DISABLE',
      'destination-rule/verified-name | trafficPolicy.tls.subjectAltNames[0]: www.example.com -> no-such-host.example',
      'destination-rule/any-name | trafficPolicy.tls.subjectAltNames: gone',
      'destination-rule/secret | trafficPolicy.tls.credentialName: client -> no-such-secret',
      'destination-rule/drop-secret | trafficPolicy.tls.credentialName: gone',
      'destination-rule/unverified | trafficPolicy.tls.subjectAltNames: gone; trafficPolicy.tls.insecureSkipVerify: new, true',
    ],
  ],
])('what becomes of a DestinationRule: %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
