import { describeRequest } from '../answer/describe-request';
import { describeSource } from '../answer/source-class';
import { openedWays, WayOut } from '../answer/ways';
import { Evidence, keyOfPlace } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { pathText } from '../manifest/path-text';
import { getOrAdd } from '../../input/get-or-add';
import { few } from '../model/sentence';
import { Hit, Rule } from './rule';
import { suppressionStep } from './shared/suppression-step';

/** A way around the gateways that no finding of another rule is about. */
export const DIRECT_WAY: Rule = {
  code: 'EGR3022',
  level: 'error',
  title: 'An object lets requests of sidecars leave around the gateways, where REGISTRY_ONLY would block the requests.',
  effect:
    'Sidecars connect directly, and no gateway authorizes or logs the requests: a ServiceEntry declares a host that no rule routes to a ' +
    'gateway, a rule sends another host to a declared host, the endpoints of a Service are outside, a headless Service has HTTP, or a ' +
    'DestinationRule has `PASSTHROUGH`. Hosts that stay direct on purpose have an annotation with the reason. The finding is left out if a finding of another rule is about the same way.',
  sources: ['https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/'],
  isLast: true,
  check: (mesh, found = []) => {
    const explained = new Set(found.flatMap((hit) => [hit, ...(hit.covers ?? [])]).map(keyOfPlace));
    const opened = new Map<string, Opened>();
    for (const way of openedWays(mesh)) {
      const [place] = way.decidedBy ?? [];
      if (place === undefined || explained.has(keyOfPlace(place)) || isWithoutSidecars(place)) continue;
      getOrAdd(opened, nameOf(place.manifest), () => ({ place, ways: [] })).ways.push(way);
    }
    return [...opened.values()].map(hitOf);
  },
};

/** The ways that an object opens, and the value that opens the first of them. */
interface Opened {
  readonly place: Evidence;
  readonly ways: WayOut[];
}

/** Returns whether a Namespace keeps sidecars from its pods: EGR3301 is about the lockdown of these pods. */
function isWithoutSidecars({ manifest }: Evidence): boolean {
  return manifest.kind === 'Namespace';
}

function hitOf(opened: Opened): Hit {
  const { place, ways } = opened;
  const sources = [...new Set(ways.map(({ source }) => describeSource({ source, except: [] })))];
  const targets = [...new Set(ways.map((way) => describeRequest(way)))];
  return {
    manifest: place.manifest,
    path: place.path,
    message: `${nameOf(place.manifest)} lets requests of ${few(sources)} to ${few(targets)} leave around the gateways`,
    fix: `${stepAgainst(opened)}, or ${suppressionStep(DIRECT_WAY.code)}`,
  };
}

/** The sidecars connect to the endpoints of a Service, or to the dialled address, whatever rules other hosts have. */
function stepAgainst({ place: { manifest, path }, ways }: Opened): string {
  if (manifest.kind === 'Service') {
    const isHeadless = path?.at(-1) === 'clusterIP';
    return `${isHeadless ? 'write the Service without clusterIP: None, or ' : ''}deny the connections in a network policy`;
  }
  const named = ways.find(({ host }) => host !== '*');
  return named === undefined || manifest.kind === 'DestinationRule'
    ? `remove ${pathText(path ?? [])} from ${nameOf(manifest)}`
    : `route ${describeRequest(named)} to the Service of a gateway in a VirtualService with gateways: [mesh]`;
}
