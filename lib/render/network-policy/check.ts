import { assertLabels, Labels } from '../../input/labels';
import { parsePort } from '../../input/port';
import { assertIpBlock } from '../../network/ip-block';

interface ResolvedRule {
  readonly from?: readonly ResolvedPeer[];
  readonly to?: readonly ResolvedPeer[];
  readonly ports?: readonly { readonly port?: unknown }[];
}

interface ResolvedPeer {
  readonly ipBlock?: { readonly cidr: unknown; readonly except?: readonly unknown[] };
  readonly namespaceSelector?: { readonly matchLabels?: Labels };
  readonly podSelector?: { readonly matchLabels?: Labels };
}

/**
 * Checks a NetworkPolicy after tokens are resolved, as tokens cannot be checked earlier.
 *
 * @throws EgressError
 */
export function assertNetworkPolicy(spec: object): void {
  const { ingress = [], egress = [] } = spec as Readonly<
    Record<'ingress' | 'egress', readonly ResolvedRule[] | undefined>
  >;
  for (const rule of [...ingress, ...egress]) {
    for (const { ipBlock, namespaceSelector, podSelector } of [...(rule.from ?? []), ...(rule.to ?? [])]) {
      if (ipBlock) assertIpBlock(ipBlock.cidr, ipBlock.except ?? [], (rule.ports ?? []).length > 0);
      assertLabels('namespace selector', namespaceSelector?.matchLabels);
      assertLabels('pod selector', podSelector?.matchLabels);
    }
    for (const { port } of rule.ports ?? []) parsePort('port', port as number);
  }
}
