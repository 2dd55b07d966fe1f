import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

/** A gateway that receives requests for a host, and has no route for the host. */
export const MISSING_GATEWAY_LEG: Rule = {
  code: 'EGR3012',
  level: 'error',
  title: 'Sidecars send requests for a host to a gateway that has no route for the host.',
  effect:
    'The gateway answers 404, or closes the connection. The way out needs a second rule, bound to the Gateway, in a VirtualService whose ' +
    'hosts the server has.',
  sources: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/'],
  check: (mesh) => failuresOf(mesh, 'missing-route').map((failure) => hitOf(mesh, failure)),
};
