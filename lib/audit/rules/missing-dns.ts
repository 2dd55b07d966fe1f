import { ruleTo } from '../answer/connections';
import { DNS } from '../answer/ends';
import { nameOf } from '../manifest/manifest';
import { Rule } from './rule';
import { isDnsPort } from './shared/dns-ports';
import { namesPort } from './shared/egress-rules';
import { confinedClients, mayOpen, podsText } from './shared/lockdowns';

const USUAL = DNS.filter(({ assumption }) => assumption === undefined);

/** A lockdown that leaves DNS out. */
export const MISSING_DNS: Rule = {
  code: 'EGR3305',
  level: 'error',
  title: 'A lockdown leaves DNS out.',
  effect:
    'Names do not resolve, so that applications cannot connect, and the sidecar does not find istiod. The pods need the DNS pods of the ' +
    'cluster, on UDP and TCP port 53.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/'],
  check: (mesh) =>
    confinedClients(mesh).flatMap((confinement) => {
      const isOpen = DNS.some((dns) => mayOpen(mesh, confinement, dns.to, dns));
      // DNS pods with other labels have rules for the ports of DNS.
      if (isOpen || namesPort(mesh, confinement.client, isDnsPort)) return [];
      const { manifest } = confinement.policy;
      return [
        {
          manifest,
          message: `${nameOf(manifest)} does not let ${podsText(confinement)} connect to port 53 of the DNS pods`,
          fix: `add ${USUAL.map(ruleTo).join(' and ')} to spec.egress`,
        },
      ];
    }),
};
