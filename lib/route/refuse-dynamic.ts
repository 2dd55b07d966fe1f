import { InputError } from '../input/input-error';
import { WildcardTarget } from './wildcard-target';

/**
 * Refuses names that are resolved one by one where applications speak TLS to them. Seen on a running mesh: its bytes go to port 80 of
 * the name.
 *
 * @param route whose names they are
 * @throws InputError
 */
export function refuseDynamic(route: string, target: WildcardTarget | undefined): void {
  if (target?._wildcard?.kind !== 'dynamic') return;
  throw new InputError({
    problem: `names of ${route} cannot be resolved one by one`,
    got: `WildcardTarget.${target.toString()}`,
    allowed: 'WildcardTarget.fixed(...): istio sends the tls of dynamically resolved names to port 80',
    fix: 'write WildcardTarget.fixed("...") with a host that serves all the names, or list them',
  });
}
