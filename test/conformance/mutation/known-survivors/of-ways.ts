/** Of the way from the client to the gateway and from there to the host. */
import { Survivor } from '../survivor';

/** Examples over mesh mTLS whose cases have nobody who tries to take the gateway's traffic. */
const WITHOUT_INTRUDER = ['who-may-leave', 'tls-origination', 'clean-edge', 'telemetry', 'production'];

export const OF_WAYS: readonly Survivor[] = [
  {
    mutant: { operator: 'virtual-service/export-to-all', example: 'who-may-leave/narrowed' },
    reason: 'where its ServiceEntry is not seen, the host is none that it could route',
  },
  {
    mutant: {
      operator: 'service-entry/export-to-all',
      object: 'external-edition-cnn-com',
      example: 'who-may-leave/narrowed',
    },
    reason: 'the namespace that would see it too is locked down: nothing of it goes directly',
  },
  ...[
    ['egress-subset-edition-cnn-com', 'default'],
    ['egress-subset-www-example-com', 'test-egress'],
  ].map(([object, becomes]) => ({
    mutant: { operator: 'namespace', object, becomes, example: 'who-may-leave/narrowed' },
    reason: 'the namespace of all its clients, who find it there',
  })),
  ...['istio-task', 'own-gateway', ...WITHOUT_INTRUDER].map((example) => ({
    mutant: { operator: 'gateway/any-namespace', example },
    reason: 'lets VirtualServices of other namespaces in; the case of ten-lines has one, this has none',
  })),
  {
    mutant: { operator: 'gateway/protocol', field: '.protocol', example: 'istio-task/https' },
    reason: 'with PASSTHROUGH, TLS and HTTPS are one thing to Istio',
  },
  {
    mutant: { operator: 'gateway/protocol', field: 'servers[1].port.protocol', example: 'istio-task/main' },
    reason: 'with PASSTHROUGH, TLS and HTTPS are one thing to Istio',
  },
  ...['http[1]', 'tls[1]'].map((leg) => ({
    mutant: { operator: 'virtual-service/match-any-gateway', field: `${leg}.match[0].gateways` },
    reason: 'in a sidecar the leg before it has the same match and wins',
  })),
  {
    mutant: { operator: 'virtual-service/match-any-gateway', field: 'tcp[0].match[0].gateways' },
    reason: 'in a sidecar the leg that names the SNI is more specific and wins',
  },
  ...['ten-lines', 'own-gateway', ...WITHOUT_INTRUDER.filter((name) => name !== 'clean-edge')].map((example) => ({
    mutant: { operator: 'virtual-service/match-any-gateway', field: 'tls[0].match[0].gateways', example },
    reason: "the gateway's server ends the mTLS, so that it reads tcp legs and no tls leg",
  })),
  {
    mutant: { operator: 'virtual-service/drop-subset', example: 'istio-task' },
    reason: "the subset has no policy of its own, as in Istio's task: with and without it the way is one",
  },
  {
    mutant: { operator: 'service-entry/location' },
    reason: 'decides whether Istio expects mTLS of the host; its endpoints do not say that they speak it',
  },
  ...['changing-example-net', 'replica-example-org'].flatMap((host) =>
    [
      ['address', 'sidecars answer DNS queries with whatever virtual address the host has'],
      ['any-address', 'istiod assigns an address; in other sidecars the port is that of an HTTP Service of the mesh'],
    ].map(([operator, reason = '']) => ({
      mutant: { operator: `service-entry/${operator}`, object: `external-${host}`, example: 'addresses' },
      reason,
    })),
  ),
  // Not so in examples with a Sidecar, which names the namespace.
  ...[
    'istio-task',
    'ten-lines',
    'own-gateway',
    'who-may-leave',
    'clean-edge',
    'tls-origination',
    'telemetry/text',
    'tcp',
    'addresses',
  ].map((example) => ({
    mutant: { operator: 'namespace', kind: 'ServiceEntry', example },
    reason: 'exported to all namespaces, it is the same from everywhere',
  })),
];
