import { InputError } from '../input/input-error';
import { isToken } from '../input/token';

interface Replicas {
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
}

/** Least and greatest number of pods, with their defaults. */
export function replicas(options: Replicas): { readonly minReplicas: number; readonly maxReplicas: number } {
  const minReplicas = options.minReplicas ?? 2;
  return { minReplicas, maxReplicas: options.maxReplicas ?? (isToken(minReplicas) ? 5 : Math.max(5, minReplicas)) };
}

/**
 * Refuses numbers of replicas that the API server would refuse, or that would leave no gateway.
 *
 * @throws InputError
 */
export function checkReplicas(options: Replicas): void {
  const { minReplicas, maxReplicas } = replicas(options);
  if (isToken(minReplicas) || isToken(maxReplicas)) return;
  if (Number.isInteger(minReplicas) && Number.isInteger(maxReplicas) && minReplicas >= 1 && maxReplicas >= minReplicas)
    return;
  throw new InputError({
    problem: 'minReplicas and maxReplicas contradict each other',
    got: { minReplicas, maxReplicas },
    allowed: 'whole numbers with 1 <= minReplicas <= maxReplicas',
    fix: 'write minReplicas: 2 and a maxReplicas that is not smaller',
  });
}
