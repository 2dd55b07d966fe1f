import { nameOf } from '../manifest/manifest';
import { isVisible } from '../model/export-to';
import { fullName } from '../model/hosts';
import { serviceEntriesByHost } from '../model/lookup';
import { MESH, Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { routeMatches } from '../model/route-matches';
import { few } from '../model/sentence';
import { GatewayService } from '../model/settings';
import { ServiceEntrySpec } from '../model/specs';
import { usedGateways } from '../model/used-gateways';
import { destinationSeen } from '../way/registry';
import { Hit, Rule } from './rule';

/** Two namespaces that declare different addresses of one host for a gateway. */
export const REDIRECTED_GATEWAY: Rule = {
  code: 'EGR3211',
  level: 'error',
  title: 'A ServiceEntry declares other addresses of a host for a gateway than the ServiceEntry of another namespace.',
  effect:
    'The gateway connects to the addresses of one of the ServiceEntries: a ServiceEntry that is exported to named namespaces comes before a ' +
    'ServiceEntry for every namespace, and then the oldest. An author of a ServiceEntry can send the requests of all clients elsewhere.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/service-entry/',
    'initServiceRegistry in pilot/pkg/model/push_context.go',
  ],
  check: (mesh) =>
    [...usedGateways(mesh).values()].flatMap(({ service }) =>
      routedHosts(mesh).flatMap((host) => hitsAt(mesh, service, host)),
    ),
};

type Entry = Resource<ServiceEntrySpec>;

/** The destinations of the rules of gateways. */
const routedHosts = perMesh((mesh): readonly string[] => [
  ...new Set(
    routeMatches(mesh)
      .filter(({ gateways }) => gateways.some((gateway) => gateway !== MESH))
      .flatMap(({ vs, rule }) => (rule.route ?? []).map(({ destination }) => ({ vs, host: destination?.host ?? '' })))
      .map(({ vs, host }) => fullName(host, vs.namespace, mesh.clusterDomain)),
  ),
]);

function hitsAt(mesh: Mesh, service: GatewayService, host: string): readonly Hit[] {
  const entries = serviceEntriesByHost(mesh).get(host);
  const [first] = entries.length > 1 ? (destinationSeen(mesh, service, host)?.entries ?? []) : [];
  if (first === undefined) return [];
  const other = entries.find(
    (entry) =>
      entry.namespace !== first.namespace &&
      isVisible(entry.spec.exportTo, entry.namespace, service.namespace) &&
      addressesOf(entry, host).join() !== addressesOf(first, host).join(),
  );
  if (other === undefined) return [];
  const [mine, theirs] = [nameOf(first.manifest), nameOf(other.manifest)];
  const to = `${few(addressesOf(first, host))}, and not to ${few(addressesOf(other, host))}`;
  return [
    {
      manifest: first.manifest,
      path: ['spec', 'hosts', (first.spec.hosts ?? []).indexOf(host)],
      message: `${mine} and ${theirs} declare ${host} for the gateways of namespace ${service.namespace}, which connect to ${to}`,
      fix: `remove ${host} from spec.hosts of ${mine} or of ${theirs}, or write exportTo: ["."] in the spec of the ServiceEntry that is not for gateways`,
    },
  ];
}

/** Returns the addresses to which proxies connect: the host itself, if DNS has the addresses. */
function addressesOf({ spec }: Entry, host: string): readonly string[] {
  const addresses = (spec.endpoints ?? []).flatMap(({ address = host }) => address.replace(/\.$/, ''));
  return addresses.length > 0 ? addresses.sort() : [host];
}
