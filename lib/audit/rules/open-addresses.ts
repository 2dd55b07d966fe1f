import { getOrAdd } from '../../input/get-or-add';
import { uniqueBy } from '../../input/unique';
import { hostAt } from '../answer/ends';
import { keyOfPlace } from '../manifest/evidence';
import { pathText } from '../manifest/path-text';
import { nameOf } from '../manifest/manifest';
import { isWide } from '../../network/address-range';
import { Mesh } from '../model/mesh';
import { few } from '../model/sentence';
import { connectionVerdict, networkPoliciesOf } from '../policy/connection';
import { openedRanges } from '../policy/opened-ranges';
import { Hit, Rule } from './rule';
import { Confinement, confinementsOf, confinedPod, podsText } from './shared/lockdowns';
import { suppressionStep } from './shared/suppression-step';

/** A rule of a network policy that opens addresses of the internet. */
export const OPEN_ADDRESSES: Rule = {
  code: 'EGR3307',
  level: 'warning',
  title: 'A network policy lets clients of a gateway connect to public addresses directly.',
  effect:
    'Pods reach every server at the addresses without the gateway, its policies and its log. Addresses of a cloud or of a content delivery network ' +
    'are those of many hosts. A range in which every host can have an address is EGR3302.',
  sources: ['https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/'],
  check: (mesh) => {
    const hits = confinementsOf(mesh).flatMap((confinement) => (confinement.isOpen ? [] : hitsOf(mesh, confinement)));
    return uniqueBy(hits, keyOfPlace);
  },
};

/** One finding for each rule that opens addresses. */
function hitsOf(mesh: Mesh, confinement: Confinement): readonly Hit[] {
  const policies = networkPoliciesOf(mesh);
  const found = new Map<string, { readonly place: Omit<Hit, 'message' | 'fix'>; readonly opened: Set<string> }>();
  for (const { range, protocol, port } of openedRanges(policies, confinement.client.namespace)) {
    if (isWide(range)) continue;
    const { to } = hostAt(range, HTTPS, range.split('/')[0]);
    const connection = { from: confinedPod(confinement), to, port: port ?? HTTPS, protocol };
    const { allowed, decidedBy } = connectionVerdict(policies, connection);
    const [place] = decidedBy;
    if (!allowed || place === undefined) continue;
    const { opened } = getOrAdd(found, keyOfPlace(place), () => ({ place, opened: new Set<string>() }));
    opened.add(port === undefined ? range : `${range} on port ${port} (${protocol})`);
  }
  return [...found.values()].map(({ place, opened }) => ({
    ...place,
    message: `${nameOf(place.manifest)} lets ${podsText(confinement)} connect to addresses in ${few([...opened])} directly`,
    fix: `route the hosts to the gateway, and remove the addresses from ${pathText(place.path ?? [])}, or ${suppressionStep(OPEN_ADDRESSES.code)}`,
  }));
}

const HTTPS = 443;
