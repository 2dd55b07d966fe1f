import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';

/** A port of a gateway at which no server listens. */
export const MISSING_SERVER: Rule = {
  code: 'EGR3009',
  level: 'error',
  title: 'Sidecars connect to a port of a gateway at which no server listens.',
  effect:
    'The gateway refuses the connection. A Gateway has a server only if `selector` selects the pods, and if the Service has the port of ' +
    'the server.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0162/',
    'https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway',
  ],
  check: (mesh) => failuresOf(mesh, 'missing-server').map((failure) => hitOf(mesh, failure)),
};
