import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

export const MISSING_GATEWAY_LEG: Rule = {
  code: 'EGR3012',
  level: 'error',
  title: 'Sidecars send requests for a host to a gateway that has no route for the host.',
  why:
    'The gateway answers 404, or closes the connection. The way out needs a second rule, bound to the Gateway, in a VirtualService whose ' +
    'hosts the server has. Source: https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/.',
  check: (mesh) =>
    failuresOf(mesh, 'missing-route').map((failure) => {
      const { host, protocol } = failure.first.request;
      const block = ('block' in failure.cause ? failure.cause.block : undefined) ?? protocol;
      return hitOf(
        failure,
        `bind a VirtualService with a rule in spec.${block} for ${host} to the Gateway, and write the host in hosts of the server`,
      );
    }),
};
