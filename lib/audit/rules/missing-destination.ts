import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

/** A destination that no object declares to the proxy. */
export const MISSING_DESTINATION: Rule = {
  code: 'EGR3006',
  level: 'error',
  title: 'A route points to a host that no object declares to the proxy.',
  effect:
    'A proxy answers 503 (`NC`) for a destination that no Service or visible ServiceEntry declares. A Service that neither the ' +
    'manifests nor the settings of the mesh have is assumed not to exist.',
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
  check: (mesh) => failuresOf(mesh, 'missing-destination').map((failure) => hitOf(mesh, failure)),
};
