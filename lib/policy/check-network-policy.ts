import { Cidr } from '../model/cidr';
import { InputError } from '../model/input-error';
import { labelProblem, Labels } from '../model/labels';
import { parsePort } from '../model/port';
import { isToken } from '../model/token';

interface ResolvedPolicy {
  readonly egress?: readonly {
    readonly to?: readonly {
      readonly ipBlock?: { readonly cidr: unknown; readonly except?: readonly unknown[] };
      readonly namespaceSelector?: { readonly matchLabels?: Labels };
      readonly podSelector?: { readonly matchLabels?: Labels };
    }[];
    readonly ports?: readonly { readonly port?: unknown }[];
  }[];
}

/**
 * Looks at a NetworkPolicy whose tokens are resolved: what could not be looked at where it was written.
 *
 * @throws InputError
 */
export function checkNetworkPolicy(spec: object): void {
  for (const rule of (spec as ResolvedPolicy).egress ?? []) {
    for (const { ipBlock, namespaceSelector, podSelector } of rule.to ?? []) {
      if (ipBlock) checkIpBlock(ipBlock.cidr, ipBlock.except ?? [], (rule.ports ?? []).length > 0);
      checkLabels(namespaceSelector?.matchLabels);
      checkLabels(podSelector?.matchLabels);
    }
    for (const { port } of rule.ports ?? []) parsePort('port', port as number);
  }
}

/**
 * Refuses addresses that the API server or a network plugin would refuse, and a range that undoes the lockdown. Tokens pass:
 * they come back resolved.
 *
 * @throws InputError
 */
export function checkIpBlock(cidr: unknown, except: readonly unknown[], hasPorts: boolean): void {
  if (isToken(cidr)) return;
  const range = Cidr.parse(cidr);
  if (range.prefix === 0 && !hasPorts) {
    throw new InputError({
      problem: 'cidr is the whole internet on every port',
      got: cidr,
      allowed: 'a range that leaves the lockdown something to close',
      fix: 'name the ports and the range that is needed, or leave the namespace out of the lockdown',
    });
  }
  for (const inner of except.filter((value) => !isToken(value))) {
    if (range.strictlyContains(Cidr.parse(inner))) continue;
    throw new InputError({
      problem: 'except is not inside its cidr',
      got: { cidr, except: inner },
      allowed: 'ranges that lie in the cidr and are smaller',
      fix: 'remove it from except, or widen the cidr',
    });
  }
}

/**
 * Refuses labels that the API server would refuse; tokens pass.
 *
 * @throws InputError
 */
export function checkLabels(labels: Labels | undefined): void {
  for (const [key, value] of Object.entries(labels ?? {})) {
    const problem = isToken(value) ? undefined : labelProblem(key, value);
    if (problem === undefined) continue;
    throw new InputError({
      problem,
      got: value,
      allowed: 'letters, digits, "-", "_" and "." inside, at most 63 characters',
      fix: 'write the labels as kubectl get --show-labels shows them',
    });
  }
}
