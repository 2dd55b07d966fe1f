/** Of who may use a route. */
import { Survivor } from '../survivor';

/** Examples with sources whose cases have no team with a Gateway of its own on the gateway's pods. */
const WITHOUT_TENANT = ['tls-origination', 'telemetry', 'production'];

export const OF_ACCESS: readonly Survivor[] = [
  {
    mutant: { operator: 'authorization-policy/drop-exception', example: 'wildcards' },
    reason: "sidecars take the host's own route, whose policy refuses; a stage of the case takes that route away",
  },
  {
    mutant: { operator: 'authorization-policy/drop-condition', field: 'notHosts', example: 'wildcards' },
    reason: "sidecars take the host's own route, whose policy refuses; a stage of the case takes that route away",
  },
  ...['egress-allow-edition', 'egress-allow-www'].map((object) => ({
    mutant: { operator: 'authorization-policy/any-operation', object, example: 'production' },
    reason: 'the gateway has the host at this port alone',
  })),
  ...['any-source', 'any-principal', 'any-namespace', 'any-operation'].map((operator) => ({
    mutant: { operator: `authorization-policy/${operator}`, object: 'egress-allow-www', example: 'telemetry/main' },
    reason: 'who is no source has a sidecar that does not know the host',
  })),
  {
    mutant: { operator: 'authorization-policy/any-account', object: 'egress-allow-', example: 'production' },
    reason: 'no pod of the namespace has another account; who-may-leave has one',
  },
  ...['any-source', 'any-principal', 'any-namespace'].map((operator) => ({
    mutant: {
      operator: `authorization-policy/${operator}`,
      namespace: 'egress-eu',
      object: 'egress-allow-',
      example: 'regions/main',
    },
    reason: 'the network keeps all that is no source from this gateway; the policies of the other one refuse',
  })),
  ...['production', 'who-may-leave/main'].map((example) => ({
    mutant: { operator: 'authorization-policy/any-upgrade', example },
    reason: 'no client of this case asks for an upgrade; tls-origination has one',
  })),
  {
    mutant: { operator: 'envoy-filter/any-workload', kind: 'EnvoyFilter', object: 'egress-requests-' },
    reason: "the gateway's pods alone have a chain of filters for this SNI",
  },
  {
    mutant: { operator: 'envoy-filter/any-sni', object: 'egress-requests-', example: 'production' },
    reason: 'the gateway has one host of HTTP',
  },
  ...['delete-object', 'namespace', 'authorization-policy/selector', 'authorization-policy/any-workload'].map(
    (operator) => ({
      mutant: { operator, kind: 'AuthorizationPolicy', object: 'egress-deny-' },
      reason:
        'Istio denies what no policy allows as soon as one allows something; this one is for when there is none, which a stage of who-may-leave shows',
    }),
  ),
  {
    mutant: { operator: 'authorization-policy/any-workload', object: 'egress-allow-' },
    reason: 'holds for all that serves in its namespace, or in the mesh; beside the gateway nothing there has a proxy',
  },
  {
    mutant: { operator: 'authorization-policy/drop-condition', field: '.operation.ports' },
    reason: 'what asks for a Host is asked of HTTP alone, and the gateway has one port for that',
  },
  ...['drop-when', 'any-sni'].map((operator) => ({
    mutant: {
      operator: `authorization-policy/${operator}`,
      object: 'egress-allow-edition-cnn-com',
      field: operator === 'any-sni' ? 'rules[0].when[0].values' : 'rules[0].when',
      example: 'who-may-leave/main',
    },
    reason: 'the team with a Gateway of its own is no source of this host',
  })),
  ...['drop-when', 'any-sni'].flatMap((operator) => [
    ...WITHOUT_TENANT.map((example) => ({
      mutant: { operator: `authorization-policy/${operator}`, object: 'egress-allow-', example },
      reason: 'nobody in this case may call one host and sends the SNI of another; who-may-leave has those',
    })),
    {
      mutant: {
        operator: `authorization-policy/${operator}`,
        object: 'egress-allow-api-example-org',
        field: operator === 'any-sni' ? 'rules[1].when[0].values' : 'rules[1].when',
        example: 'who-may-leave/main',
      },
      reason: 'its source may call every host that the gateway passes through',
    },
  ]),
  {
    mutant: { operator: 'authorization-policy/any-source', object: 'egress-allow-www', example: 'who-may-leave/main' },
    reason: 'without a certificate of the mesh nobody comes past the TLS of the gateway',
  },
  {
    mutant: {
      operator: 'authorization-policy/any-operation',
      object: 'egress-allow-www',
      example: 'who-may-leave/main',
    },
    reason: 'the gateway has the host at this port alone',
  },
  ...['allow-all', 'any-source', 'any-principal', 'any-namespace', 'any-operation', 'drop-when', 'any-sni'].map(
    (operator) => ({
      mutant: { operator: `authorization-policy/${operator}`, example: 'who-may-leave/narrowed' },
      reason: 'whoever is no source does not know the host, so that the gateway is not asked',
    }),
  ),
];
