import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

/** A route of a gateway that points back to the gateway. */
export const LOOP: Rule = {
  code: 'EGR3019',
  level: 'error',
  title: 'A route of a gateway points back to the gateway.',
  effect:
    'The gateway connects to itself until the connections or the file descriptors of the proxy are used up. A rule without `gateways` in ' +
    'its match holds at sidecars and at the gateway.',
  sources: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest'],
  check: (mesh) => failuresOf(mesh, 'loop').map((failure) => hitOf(mesh, failure)),
};
