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

function matches({ mutant: wanted }: Survivor, example: string, { operator, target, field = '' }: Mutant): boolean {
  return (
    operator === wanted.operator &&
    (wanted.kind === undefined || target.kind === wanted.kind) &&
    (wanted.object === undefined || target.name.startsWith(wanted.object)) &&
    (wanted.field === undefined || field.endsWith(wanted.field)) &&
    (wanted.example === undefined || example === wanted.example || example.startsWith(`${wanted.example}/`))
  );
}
