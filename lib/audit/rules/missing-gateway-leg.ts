import { Rule } from './rule';
import { Failure, failuresOf, hitOf } from './shared/failures';

export const MISSING_GATEWAY_LEG: Rule = {
  code: 'EGR3012',
  level: 'error',
  title: 'Sidecars send requests for a host to a gateway that has no route for the host.',
  why:
    'The gateway answers 404, or closes the connection. The way out needs a second rule, bound to the Gateway, in a VirtualService whose ' +
    'hosts the server has. Source: https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/.',
  check: (mesh) =>
    failuresOf(mesh, /^404|^no route at|^no listener for|^filter_chain_not_found: SNI/)
      .filter(isWithoutRoute)
      .map((failure) => {
        const { host, protocol } = failure.first.request;
        const block = /no VirtualService has a `(\w+)`/.exec(failure.reason)?.[1] ?? protocol;
        return hitOf(
          failure,
          `bind a VirtualService with a rule in spec.${block} for ${host} to the Gateway, and write the host in hosts of the server`,
        );
      }),
};

/** A server that contradicts another server, and an SNI that the sidecar chose, are other mistakes. */
function isWithoutRoute({ reason, first }: Failure): boolean {
  if (reason.includes('is dropped')) return false;
  return reason.includes('no VirtualService') || reason.startsWith('no route') || first.way.hops[1]?.text !== 'mTLS';
}
