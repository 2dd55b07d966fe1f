import { InputError } from '../input/input-error';
import { GatewayPolicy } from '../render/network-policy/gateway';

/**
 * What is wrong with the policy on a gateway's pods once the whole app is there: a list that is empty would open everything.
 *
 * @param gateway namespace and name of it, for people
 */
export function gatewayPolicyProblems(gateway: string, { ingress, egress }: GatewayPolicy): readonly string[] {
  const nobody = ingress.some(({ peers }) => peers.length === 0);
  const nowhere = egress.some(({ peers, ports }) => ports.length === 0 && peers.some(({ ipBlock }) => isAll(ipBlock)));
  return [
    ...(nobody
      ? [
          new InputError({
            problem: `nobody may call gateway ${gateway}`,
            got: 'no namespaces, and no lockdown of this app that leads to it',
            allowed: 'one namespace or more',
            fix: 'write namespaces: ["payments"], or lock the namespaces of the clients down in this app',
          }).message,
        ]
      : []),
    ...(nowhere
      ? [
          new InputError({
            problem: `gateway ${gateway} may connect to no port`,
            got: 'no ports, and no route of this app through it',
            allowed: 'one port or more',
            fix: 'write ports: [EgressPort.tcp(443)] for the routes of other apps',
          }).message,
        ]
      : []),
  ];
}

function isAll(ipBlock: { readonly cidr: string } | undefined): boolean {
  return ipBlock !== undefined && ipBlock.cidr.endsWith('/0');
}
