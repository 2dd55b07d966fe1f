import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { effects, object } from './help';

test.each<[string, Manifest, string[]]>([
  [
    'that allows HTTP and TLS',
    object('AuthorizationPolicy', {
      action: 'ALLOW',
      selector: { matchLabels: { istio: 'egress' } },
      rules: [
        {
          from: [{ source: { principals: ['cluster.local/ns/a/sa/*', 'cluster.local/ns/c/sa/reports'] } }],
          to: [
            {
              operation: {
                hosts: ['www.example.com', 'www.example.com:*'],
                methods: ['GET'],
                paths: ['/v1/*'],
                ports: ['8080'],
              },
            },
          ],
        },
        {
          from: [{ source: { principals: ['*'] } }],
          to: [{ operation: { ports: ['8443'] } }],
          when: [{ key: 'connection.sni', values: ['www.example.com'] }],
        },
      ],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'authorization-policy/action | action: ALLOW -> DENY',
      'authorization-policy/selector | selector.matchLabels.istio: egress -> no-such-value',
      'authorization-policy/no-rule | rules: gone',
      'authorization-policy/drop-rule | rules[0]: gone',
      'authorization-policy/drop-rule | rules[1]: gone',
      'authorization-policy/drop-principal | rules[0].from[0].source.principals[0]: gone',
      'authorization-policy/drop-principal | rules[0].from[0].source.principals[1]: gone',
      'authorization-policy/account | rules[0].from[0].source.principals[0]: cluster.local/ns/a/sa/* -> cluster.local/ns/a/sa/no-such-account',
      'authorization-policy/account | rules[0].from[0].source.principals[1]: cluster.local/ns/c/sa/reports -> cluster.local/ns/c/sa/no-such-account',
      'authorization-policy/account-namespace | rules[0].from[0].source.principals[0]: cluster.local/ns/a/sa/* -> cluster.local/ns/no-such-namespace/sa/*',
      'authorization-policy/account-namespace | rules[0].from[0].source.principals[1]: cluster.local/ns/c/sa/reports -> cluster.local/ns/no-such-namespace/sa/reports',
      'authorization-policy/host | rules[0].to[0].operation.hosts[0]: gone',
      'authorization-policy/host | rules[0].to[0].operation.hosts[1]: gone',
      'authorization-policy/method | rules[0].to[0].operation.methods[0]: GET -> NO-SUCH-METHOD',
      'authorization-policy/path | rules[0].to[0].operation.paths[0]: /v1/* -> /no-such-path',
      'authorization-policy/port | rules[0].to[0].operation.ports[0]: 8080 -> 8081',
      'authorization-policy/port | rules[1].to[0].operation.ports[0]: 8443 -> 8444',
      'authorization-policy/sni | rules[1].when[0].values[0]: www.example.com -> no-such-host.example',
      'authorization-policy/any-workload | selector: gone',
      'authorization-policy/allow-all | rules[2]: new, {}',
      'authorization-policy/any-source | rules[0].from: gone',
      'authorization-policy/any-source | rules[1].from: gone',
      'authorization-policy/any-principal | rules[0].from[0].source.principals[0]: gone; rules[0].from[0].source.principals[1]: gone; rules[0].from[0].source.principals[0]: new, "*"',
      'authorization-policy/any-account | rules[0].from[0].source.principals[1]: cluster.local/ns/c/sa/reports -> cluster.local/ns/c/sa/*',
      'authorization-policy/any-namespace | rules[0].from[0].source.principals[0]: cluster.local/ns/a/sa/* -> cluster.local/*',
      'authorization-policy/any-namespace | rules[0].from[0].source.principals[1]: cluster.local/ns/c/sa/reports -> cluster.local/*',
      'authorization-policy/any-operation | rules[0].to: gone',
      'authorization-policy/any-operation | rules[1].to: gone',
      'authorization-policy/drop-condition | rules[0].to[0].operation.hosts: gone',
      'authorization-policy/drop-condition | rules[0].to[0].operation.methods: gone',
      'authorization-policy/drop-condition | rules[0].to[0].operation.paths: gone',
      'authorization-policy/drop-condition | rules[0].to[0].operation.ports: gone',
      'authorization-policy/drop-when | rules[1].when: gone',
      'authorization-policy/any-sni | rules[1].when[0].values[0]: www.example.com -> *',
    ],
  ],
  [
    'that allows nothing',
    object('AuthorizationPolicy', { action: 'ALLOW' }),
    [
      'namespace | metadata.namespace: home -> default',
      'authorization-policy/action | action: ALLOW -> DENY',
      'authorization-policy/allow-all | rules: new, [{}]',
    ],
  ],
  [
    'that allows an address',
    object('AuthorizationPolicy', {
      action: 'ALLOW',
      rules: [{ from: [{ source: { ipBlocks: ['127.0.0.1'] } }], to: [{ operation: { ports: ['9000'] } }] }],
    }),
    [
      'namespace | metadata.namespace: home -> default',
      'authorization-policy/action | action: ALLOW -> DENY',
      'authorization-policy/no-rule | rules: gone',
      'authorization-policy/address | rules[0].from[0].source.ipBlocks[0]: 127.0.0.1 -> 203.0.113.99',
      'authorization-policy/port | rules[0].to[0].operation.ports[0]: 9000 -> 9001',
      'authorization-policy/allow-all | rules[1]: new, {}',
      'authorization-policy/any-source | rules[0].from: gone',
      'authorization-policy/any-operation | rules[0].to: gone',
    ],
  ],
])('what becomes of an AuthorizationPolicy: %s', (_, manifest, expected) => {
  expect(effects(manifest)).toEqual(expected);
});
