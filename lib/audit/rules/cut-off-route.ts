import { serviceId } from '../model/gateway-services';
import { gatewayPods } from '../answer/ends';
import { ruleFields } from '../answer/policy-rule';
import { SHARED_CHECKS } from '../../input/shared-checks';
import { nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { Hit, Rule } from './rule';
import { mayAdmit } from './shared/admitted-clients';
import { Entrance } from './shared/clients';
import { Confinement, confinementsOf, podsText, reaches } from './shared/lockdowns';

/** A lockdown that leaves the ports of the gateway out. */
export const CUT_OFF_ROUTE: Rule = {
  code: 'EGR2004',
  level: 'warning',
  title: SHARED_CHECKS.EGR2004,
  effect:
    'Connections to the gateway time out. A policy decides on the pods behind a Service and their ports (`targetPort`), not on the ' +
    'Service and its ports.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  check: (mesh) =>
    confinementsOf(mesh).flatMap((confinement) => {
      const [policy] = confinement.policies;
      if (policy === undefined || hasReachingPods(mesh, confinement)) return [];
      const cut = confinement.client.entrances.filter(
        (entrance) =>
          !reaches(mesh, confinement, entrance, 'targetPort') &&
          mayAdmit(mesh, entrance.service, confinement.client.namespace),
      );
      return cut.length === 0 ? [] : [hitOf(mesh, confinement, policy.manifest, cut)];
    }),
};

/** A policy for every pod that opens nothing is the base of policies for pods with labels. */
function hasReachingPods(mesh: Mesh, { client, labels }: Confinement): boolean {
  if (Object.keys(labels).length > 0) return false;
  return confinementsOf(mesh).some(
    (other) =>
      other.client === client &&
      Object.keys(other.labels).length > 0 &&
      client.entrances.some((entrance) => reaches(mesh, other, entrance, 'targetPort')),
  );
}

function hitOf(mesh: Mesh, confinement: Confinement, manifest: Hit['manifest'], cut: readonly Entrance[]): Hit {
  const mistaken = cut.find((entrance) => reaches(mesh, confinement, entrance, 'port'));
  const names = cut.map(({ service, targetPort }) => `port ${targetPort} of the pods of ${serviceId(service)}`);
  const hint = mistaken ? `, only the port ${mistaken.port} of the Service` : '';
  const opening = new Map(cut.map(({ service }) => [service, cut.filter((each) => each.service === service)]));
  const rules = [...opening].map(([service, entrances]) => {
    const ports = entrances.map(({ targetPort }) => ({ protocol: 'TCP', port: targetPort }) as const);
    return `{ ${ruleFields('to', gatewayPods(service), ports)} }`;
  });
  return {
    manifest,
    message: `${nameOf(manifest)} does not let ${podsText(confinement)} connect to ${names.join(', ')}${hint}`,
    fix: `${manifest.kind === 'NetworkPolicy' ? 'add' : 'permit the same as'} ${rules.join(' and ')} to spec.egress`,
  };
}
