import { EgressError } from '../input/egress-error';
import { isToken } from '../input/token';

interface Replicas {
  readonly minReplicas?: number | undefined;
  readonly maxReplicas?: number | undefined;
}

/** Returns the least and the greatest number of pods, with their defaults. */
export function replicas(options: Replicas): { readonly minReplicas: number; readonly maxReplicas: number } {
  const minReplicas = options.minReplicas ?? 2;
  return { minReplicas, maxReplicas: options.maxReplicas ?? (isToken(minReplicas) ? 5 : Math.max(5, minReplicas)) };
}

/**
 * Rejects numbers of replicas that contradict each other. Tokens pass.
 *
 * @throws EgressError
 */
export function assertReplicas(options: Replicas): void {
  const { minReplicas, maxReplicas } = replicas(options);
  if (isToken(minReplicas) || isToken(maxReplicas) || maxReplicas >= minReplicas) return;
  throw EgressError.of({
    code: 'EGR0304',
    problem: 'maxReplicas must be at least minReplicas',
    got: { minReplicas, maxReplicas },
    allowed: 'whole numbers with 1 <= minReplicas <= maxReplicas',
    fix: `write maxReplicas: ${minReplicas}`,
  });
}
