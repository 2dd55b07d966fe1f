import { checkLabels, Labels } from '../../input/labels';
import { parsePort } from '../../input/port';
import { checkIpBlock } from '../../network/ip-block';

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
 * Looks at a NetworkPolicy whose tokens are resolved: what could not be looked at where it was written.
 *
 * @throws InputError
 */
export function checkNetworkPolicy(spec: object): void {
  const { ingress = [], egress = [] } = spec as Readonly<
    Record<'ingress' | 'egress', readonly ResolvedRule[] | undefined>
  >;
  for (const rule of [...ingress, ...egress]) {
    for (const { ipBlock, namespaceSelector, podSelector } of [...(rule.from ?? []), ...(rule.to ?? [])]) {
      if (ipBlock) checkIpBlock(ipBlock.cidr, ipBlock.except ?? [], (rule.ports ?? []).length > 0);
      checkLabels('namespace selector', namespaceSelector?.matchLabels);
      checkLabels('pod selector', podSelector?.matchLabels);
    }
    for (const { port } of rule.ports ?? []) parsePort('port', port as number);
  }
}
