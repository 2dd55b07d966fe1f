import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

/** A port of a destination that no object declares. */
export const MISSING_PORT: Rule = {
  code: 'EGR3007',
  level: 'error',
  title: 'A route points to a port that its destination does not have.',
  effect: 'A proxy answers 503 (`NC`) for a port that the Service or the ServiceEntry does not declare.',
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
  check: (mesh) => failuresOf(mesh, 'missing-port').map((failure) => hitOf(mesh, failure)),
};
