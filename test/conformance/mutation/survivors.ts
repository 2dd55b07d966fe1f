/** Mutants that no expectation can turn red, each with the reason; what survives and is not here is a hole in the suite. */
import { Mutant } from './mutant';

/** Which mutants an entry speaks of: those that have all that is said here. */
export interface Matcher {
  readonly operator: string;
  readonly kind?: string;
  /** The start of the object's name, e.g. `egress-deny-`. */
  readonly object?: string;
  /** The end of the field, e.g. `http[1].match[0].gateways`. */
  readonly field?: string;
  /** What becomes of the field, e.g. `default`. */
  readonly becomes?: string;
  /** The folder of the example, e.g. `istio-task`, or one of its programs, e.g. `istio-task/main`. */
  readonly example?: string;
}

export interface Survivor {
  readonly mutant: Matcher;
  readonly reason: string;
}

/** Examples over mesh mTLS whose cases have nobody who tries to take the gateway's traffic. */
const WITHOUT_INTRUDER = ['who-may-leave', 'tls-origination', 'clean-edge', 'telemetry', 'production'];

export const SURVIVORS: readonly Survivor[] = [
  {
    mutant: { operator: 'delete-object', kind: 'PodDisruptionBudget' },
    reason: 'limits how many pods are evicted at once; no request depends on it',
  },
  {
    mutant: { operator: 'delete-object', kind: 'HorizontalPodAutoscaler' },
    reason: 'decides how many pods there are; one carries every request',
  },
  {
    mutant: { operator: 'deployment/drop-label', field: '["app.kubernetes.io/name"]' },
    reason: 'a name for people and telemetry; nothing selects by it',
  },
  {
    mutant: { operator: 'deployment/drop-label', field: '["istio.io/dataplane-mode"]' },
    reason: 'read in ambient mode only',
  },
  {
    mutant: { operator: 'deployment/default-account' },
    reason: "the gateway's identity matters to policies that name it; the examples have none",
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
  ...['edition-cnn-com', 'api-example-org'].flatMap((host) =>
    ['drop-when', 'any-sni'].map((operator) => ({
      mutant: {
        operator: `authorization-policy/${operator}`,
        object: `egress-allow-${host}`,
        field: operator === 'any-sni' ? 'rules[0].when[0].values' : 'rules[0].when',
        example: 'who-may-leave/main',
      },
      reason: 'a sidecar sends the SNI of the Host, which the rule asks for too',
    })),
  ),
  ...['rules[1].when', 'rules[1].when[0].values'].map((field) => ({
    mutant: {
      operator: field.endsWith('when') ? 'authorization-policy/drop-when' : 'authorization-policy/any-sni',
      object: 'egress-allow-api-example-org',
      field,
      example: 'who-may-leave/main',
    },
    reason: 'its source may call every host that the gateway passes through',
  })),
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
    mutant: { operator: 'destination-rule/export-to-all', object: 'egress-origination-' },
    reason:
      'sidecars would see it too, and none of them sends to the host itself as long as its VirtualService is there',
  },
  {
    mutant: { operator: 'service-entry/location' },
    reason: 'decides whether Istio expects mTLS of the host; its endpoints do not say that they speak it',
  },
  {
    mutant: { operator: 'namespace', kind: 'ServiceEntry' },
    reason: 'exported to all namespaces, it is the same from everywhere',
  },
];

/** How a mutant fared on the mesh. */
export interface Outcome {
  readonly example: string;
  readonly mutant: Mutant;
  /** No expectation turned red, and no part of it was refused at admission. */
  readonly survived: boolean;
}

/** An entry whose mutants do not survive. */
export interface Stale extends Survivor {
  /** The ids of those that were killed, after their examples. */
  readonly killed: readonly string[];
}

/** Why a mutant survives, where that is known. */
export function reasonFor(example: string, mutant: Mutant, survivors = SURVIVORS): string | undefined {
  return survivors.find((survivor) => matches(survivor, example, mutant))?.reason;
}

/** What survived without a reason. */
export function unexplained(outcomes: readonly Outcome[], survivors = SURVIVORS): Outcome[] {
  return outcomes.filter((outcome) => outcome.survived && !reasonFor(outcome.example, outcome.mutant, survivors));
}

/** Entries that excuse what was killed. An entry of whose mutants none ran says nothing, since a run may be a sample. */
export function stale(outcomes: readonly Outcome[], survivors = SURVIVORS): Stale[] {
  return survivors
    .map((survivor) => {
      const killed = outcomes.filter((each) => !each.survived && matches(survivor, each.example, each.mutant));
      return { ...survivor, killed: killed.map(({ example, mutant }) => `${example}: ${mutant.id}`) };
    })
    .filter(({ killed }) => killed.length > 0);
}

function matches({ mutant: wanted }: Survivor, example: string, { id, operator, target, field = '' }: Mutant): boolean {
  return (
    operator === wanted.operator &&
    (wanted.kind === undefined || target.kind === wanted.kind) &&
    (wanted.object === undefined || target.name.startsWith(wanted.object)) &&
    (wanted.field === undefined || field.endsWith(wanted.field)) &&
    (wanted.becomes === undefined || id.endsWith(` -> ${wanted.becomes}`)) &&
    (wanted.example === undefined || example === wanted.example || example.startsWith(`${wanted.example}/`))
  );
}
