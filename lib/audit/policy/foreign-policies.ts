import { addTo } from '../../input/group-by';
import { isClusterScoped, Manifest } from '../manifest/manifest';
import { Direction } from './network-policy';

/** Policies of network plugins and of older APIs, which the audit does not evaluate. */
export class ForeignPolicies {
  /** Policies without a namespace under the key undefined: such a policy can be for every namespace. */
  private readonly byNamespace = new Map<string | undefined, Manifest[]>();

  public get isEmpty(): boolean {
    return this.byNamespace.size === 0;
  }

  public add(manifest: Manifest): void {
    addTo(this.byNamespace, isClusterScoped(manifest.kind) ? undefined : manifest.metadata.namespace, manifest);
  }

  /** Returns the policies that can be for pods of a namespace. */
  public of(namespace: string): readonly Manifest[] {
    if (this.isEmpty) return [];
    return [...(this.byNamespace.get(undefined) ?? []), ...(this.byNamespace.get(namespace) ?? [])];
  }

  /** Returns the policies that can allow a connection of pods of a namespace that NetworkPolicies deny. */
  public opening(direction: Direction, namespace: string): readonly Manifest[] {
    return this.of(namespace).filter((manifest) => canOpen(manifest, direction));
  }
}

/** Returns whether an object is a policy for connections, of any API. */
export function isConnectionPolicy({ kind }: Manifest): boolean {
  return kind.endsWith('NetworkPolicy');
}

/**
 * Returns whether a policy has a rule that does not deny. AdminNetworkPolicies and policies of Antrea and Calico decide before
 * NetworkPolicies, and rules of Cilium, whose rules for egress have no action, add to those of NetworkPolicies.
 *
 * @see https://docs.cilium.io/en/stable/network/kubernetes/policy/
 * @see https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy
 */
function canOpen(manifest: Manifest, direction: Direction): boolean {
  if (NEVER_OPENS.test(manifest.kind)) return false;
  const { spec, specs = [] } = manifest as { readonly spec?: Spec | null; readonly specs?: readonly Spec[] | null };
  return [spec, ...(specs ?? [])].some((each) => each?.[direction]?.some((rule) => !DENIALS.has(String(rule?.action))));
}

/** A NetworkPolicy decides before a BaselineAdminNetworkPolicy. Calico does not enforce a policy that is staged. */
const NEVER_OPENS = /^(BaselineAdmin|Staged)/;

const DENIALS = new Set(['Deny', 'Drop', 'Reject']);

type Spec = { readonly [Each in Direction]?: readonly ({ readonly action?: string } | null)[] | null };
