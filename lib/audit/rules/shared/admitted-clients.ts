import { Mesh } from '../../model/mesh';
import { GatewayService } from '../../model/settings';
import { policiesAt } from '../../policy/authorization-policies';
import { mayNameCallersOf } from '../../policy/named-callers';

/** Returns whether the policies of ALLOW of a gateway can accept a request of a namespace. */
export function mayAdmit(mesh: Mesh, { namespace: home, podLabels }: GatewayService, client: string): boolean {
  const allow = policiesAt(mesh, { namespace: home, labels: podLabels }).filter(({ action }) => action === 'ALLOW');
  return (
    allow.length === 0 ||
    allow.some(({ spec, namespace }) => spec.rules?.some((rule) => mayNameCallersOf(client, rule, namespace)))
  );
}
