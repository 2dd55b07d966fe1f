import { ruleTo } from '../answer/connections';
import { istiodOf } from '../answer/ends';
import { nameOf } from '../manifest/manifest';
import { Rule } from './rule';
import { namesPort } from './shared/egress-rules';
import { confinedClients, mayOpen, podsText } from './shared/lockdowns';

/** A lockdown that leaves istiod out. */
export const MISSING_CONTROL_PLANE: Rule = {
  code: 'EGR3306',
  level: 'error',
  title: 'A lockdown leaves istiod out.',
  effect:
    'Sidecars receive no configuration and no certificate, and new pods do not become ready. Sidecars connect to port 15012 of istiod.',
  sources: ['https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio'],
  check: (mesh) =>
    confinedClients(mesh).flatMap((confinement) => {
      const istiod = istiodOf(mesh);
      // The control plane can be in another namespace or cluster.
      const isNamed = namesPort(mesh, confinement.client, (port) => port === istiod.port || typeof port === 'string');
      if (isNamed || mayOpen(mesh, confinement, istiod.to, istiod)) return [];
      const { manifest } = confinement.policy;
      return [
        {
          manifest,
          message: `${nameOf(manifest)} does not let ${podsText(confinement)} connect to port ${istiod.port} of ${istiod.text}`,
          fix: `add ${ruleTo(istiod)} to spec.egress`,
        },
      ];
    }),
};
