import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { effects, object } from './help';

test.each<[string, Manifest, string[]]>([
  [
    'with HTTP legs',
    object('VirtualService', {
      hosts: ['a.example'],
      gateways: ['system/g', 'mesh'],
      http: [
        {
          match: [{ gateways: ['mesh'], port: 80 }],
          route: [{ destination: { host: 'gateway', port: { number: 8080 }, subset: 'a' } }],
        },
        {
          match: [{ gateways: ['system/g'], port: 80 }],
          route: [{ destination: { host: 'a.example', port: { number: 80 } } }],
        },
      ],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'virtual-service/export-to | exportTo: new, ["."]',
      'virtual-service/host | hosts[0]: a.example -> no-such-host.example',
      'virtual-service/drop-gateway | gateways[0]: gone',
      'virtual-service/drop-gateway | gateways[1]: gone',
      'virtual-service/gateway | gateways[0]: system/g -> system/no-such-gateway',
      'virtual-service/drop-leg | http[0]: gone',
      'virtual-service/drop-leg | http[1]: gone',
      'virtual-service/match-port | http[0].match[0].port: 80 -> 81',
      'virtual-service/match-port | http[1].match[0].port: 80 -> 81',
      'virtual-service/match-gateways | http[0].match[0].gateways[0]: mesh -> system/g',
      'virtual-service/match-gateways | http[1].match[0].gateways[0]: system/g -> mesh',
      'virtual-service/match-any-gateway | http[0].match[0].gateways: gone',
      'virtual-service/match-any-gateway | http[1].match[0].gateways: gone',
      'virtual-service/destination | http[0].route[0].destination.host: gateway -> no-such-service.istio-system.svc.cluster.local',
      'virtual-service/destination | http[1].route[0].destination.host: a.example -> no-such-service.istio-system.svc.cluster.local',
      'virtual-service/destination-port | http[0].route[0].destination.port.number: 8080 -> 8081',
      'virtual-service/destination-port | http[1].route[0].destination.port.number: 80 -> 81',
      'virtual-service/subset | http[0].route[0].destination.subset: a -> no-such-subset',
      'virtual-service/drop-subset | http[0].route[0].destination.subset: gone',
      'virtual-service/around-the-gateway | http[0].route[0].destination.host: gateway -> a.example; http[0].route[0].destination.port.number: 8080 -> 80; http[0].route[0].destination.subset: gone',
    ],
  ],
  [
    'with a TLS leg and a TCP leg',
    object('VirtualService', {
      hosts: ['a.example'],
      gateways: ['g', 'mesh'],
      exportTo: ['*'],
      tls: [
        {
          match: [{ gateways: ['mesh'], port: 443, sniHosts: ['a.example'] }],
          route: [{ destination: { host: 'gateway', port: { number: 443 } } }],
        },
      ],
      tcp: [
        {
          match: [{ gateways: ['g'], port: 443 }],
          route: [{ destination: { host: 'a.example', port: { number: 443 } } }],
        },
      ],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'virtual-service/export-to | exportTo[0]: * -> .',
      'virtual-service/host | hosts[0]: a.example -> no-such-host.example',
      'virtual-service/host-and-sni | hosts[0]: a.example -> no-such-host.example; tls[0].match[0].sniHosts[0]: a.example -> no-such-host.example',
      'virtual-service/drop-gateway | gateways[0]: gone',
      'virtual-service/drop-gateway | gateways[1]: gone',
      'virtual-service/gateway | gateways[0]: g -> no-such-gateway',
      'virtual-service/drop-leg | tls: gone',
      'virtual-service/match-port | tls[0].match[0].port: 443 -> 444',
      'virtual-service/match-gateways | tls[0].match[0].gateways[0]: mesh -> g',
      'virtual-service/match-any-gateway | tls[0].match[0].gateways: gone',
      'virtual-service/sni | tls[0].match[0].sniHosts[0]: a.example -> no-such-host.example',
      'virtual-service/destination | tls[0].route[0].destination.host: gateway -> no-such-service.istio-system.svc.cluster.local',
      'virtual-service/destination-port | tls[0].route[0].destination.port.number: 443 -> 444',
      'virtual-service/around-the-gateway | tls[0].route[0].destination.host: gateway -> a.example',
      'virtual-service/drop-leg | tcp: gone',
      'virtual-service/match-port | tcp[0].match[0].port: 443 -> 444',
      'virtual-service/match-gateways | tcp[0].match[0].gateways[0]: g -> mesh',
      'virtual-service/match-any-gateway | tcp[0].match[0].gateways: gone',
      'virtual-service/destination | tcp[0].route[0].destination.host: a.example -> no-such-service.istio-system.svc.cluster.local',
      'virtual-service/destination-port | tcp[0].route[0].destination.port.number: 443 -> 444',
    ],
  ],
  [
    'for two namespaces',
    object('VirtualService', { hosts: ['a.example'], exportTo: ['a', 'b'] }),
    [
      'namespace | metadata.namespace: home -> default',
      'virtual-service/export-to | exportTo[0]: gone; exportTo[1]: gone; exportTo[0]: new, "."',
      'virtual-service/export-to-all | exportTo[0]: gone; exportTo[1]: gone; exportTo[0]: new, "*"',
      'virtual-service/drop-export | exportTo[0]: gone',
      'virtual-service/drop-export | exportTo[1]: gone',
      'virtual-service/host | hosts[0]: a.example -> no-such-host.example',
    ],
  ],
])('what becomes of a VirtualService: %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
