import { isForEvery } from '../model/export-to';
import { haveAges, olderOf } from '../model/older';
import { Journey, Option } from './journey';
import { VirtualService } from '../model/mesh';

/**
 * Returns VirtualServices in the order in which the proxies of a namespace apply them: those of the namespace that are for the namespace
 * alone, those of other namespaces that name the namespace, those for every namespace (pilot/pkg/model/push_context.go
 * VirtualServicesForGateway). Equal ones keep their order.
 */
export function byPrecedence(all: readonly VirtualService[], namespace: string): readonly VirtualService[] {
  return all.length < 2 ? all : [...all].sort((a, b) => rankOf(a, namespace) - rankOf(b, namespace));
}

/** A host, or routes, that several VirtualServices of one precedence have for the proxies of a namespace. */
interface Contest {
  readonly namespace: string;
  readonly what: string;
}

/**
 * Returns the first of rules that are in the order of precedence. If the times of creation do not decide which of several VirtualServices is the first,
 * each of them can be the first, which is an assumption.
 */
export function firstOf<T extends { readonly vs: VirtualService }>(
  rules: readonly T[],
  { namespace, what }: Contest,
  journey: Journey,
): T | undefined {
  const [first, ...others] = rules;
  if (first === undefined) return undefined;
  const rivals = others.filter(({ vs }, index) => {
    const isFurther = vs !== first.vs && others.findIndex((each) => each.vs === vs) === index;
    return isFurther && rankOf(vs, namespace) === rankOf(first.vs, namespace) && !haveAges(first.vs, vs);
  });
  const optionOf = (value: T): Option<T> => {
    const other = [first, ...rivals].find(({ vs }) => vs !== value.vs);
    return { value, sentence: other === undefined ? '' : olderOf(value.vs, other.vs, what) };
  };
  const picked = journey.pick([optionOf(first), ...rivals.map(optionOf)]);
  if (rivals.length > 0) journey.assume([optionOf(picked).sentence]);
  return picked;
}

function rankOf({ namespace: home, spec: { exportTo } }: VirtualService, namespace: string): number {
  if (isForEvery(exportTo)) return 2;
  return home === namespace ? 0 : 1;
}
