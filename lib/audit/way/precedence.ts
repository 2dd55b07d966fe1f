import { isForEvery } from '../model/export-to';
import { assumedOlder } from '../model/older';
import { VirtualService } from '../model/mesh';

/**
 * Returns VirtualServices in the order in which the proxies of a namespace apply them: those of the namespace that are for the namespace
 * alone, those of other namespaces that name the namespace, those for every namespace (pilot/pkg/model/push_context.go
 * VirtualServicesForGateway). Equal ones keep their order.
 */
export function byPrecedence(all: readonly VirtualService[], namespace: string): readonly VirtualService[] {
  return all.length < 2 ? all : [...all].sort((a, b) => rankOf(a, namespace) - rankOf(b, namespace));
}

/** Returns what is assumed where the first of two VirtualServices decides: nothing if the first does not decide by age. */
export function assumedFirst(
  first: VirtualService,
  second: VirtualService,
  namespace: string,
  what: string,
): readonly string[] {
  return rankOf(first, namespace) < rankOf(second, namespace) ? [] : assumedOlder(first, second, what);
}

function rankOf({ namespace: home, spec: { exportTo } }: VirtualService, namespace: string): number {
  if (isForEvery(exportTo)) return 2;
  return home === namespace ? 0 : 1;
}
