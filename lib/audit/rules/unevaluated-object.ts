import { waysOf } from '../answer/ways';
import { groupBy } from '../../input/group-by';
import { uniqueBy } from '../../input/unique';
import { Evidence } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { REVISION } from '../model/discovery';
import { EnvoyFilterSpec } from '../model/specs';
import { Mesh, Resource } from '../model/mesh';
import { networkPoliciesOf } from '../policy/connection';
import { uncertainPolicies } from '../policy/authorization-policies';
import { isEvaluated, uncertainFilters } from '../way/envoy-patches';
import { Hit, Rule } from './rule';
import { clientsOf, firstRoute } from './shared/clients';
import { egressPods } from './shared/egress-pods';
import { hasLabels } from '../model/labels';
import { confinementsOf } from './shared/lockdowns';
import { suppressionStep } from './shared/suppression-step';

/** An object that decides about requests, and that the audit does not evaluate. */
export const UNEVALUATED_OBJECT: Rule = {
  code: 'EGR3403',
  level: 'error',
  title: 'An object that the audit does not evaluate can change the way of requests.',
  effect:
    'The object can send requests around the gateway, switch the policies of the gateway off, or open a lockdown. Answers of `explain` ' +
    'that the object can change have an assumption. An EnvoyFilter can replace every route and remove every filter. A WasmPlugin can call ' +
    'every host that the proxy imports. Variables of a ProxyConfig can leave connections out of the redirection. An object with the label ' +
    '`istio.io/rev` is for the proxies of one revision of istiod. An AdminNetworkPolicy and a policy of Antrea, Calico or Cilium can allow connections that NetworkPolicies deny.',
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
    'https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/',
    'https://istio.io/latest/docs/reference/config/networking/proxy-config/',
    'https://network-policy-api.sigs.k8s.io/api-overview/',
    'https://docs.cilium.io/en/stable/network/kubernetes/policy/',
  ],
  check: (mesh) => {
    const uncertain = uncertainSelectors(mesh);
    const named = new Set(uncertain.map(({ manifest }) => manifest));
    const found = [...unevaluatedFilters(mesh), ...doubtedObjects(mesh), ...openingPolicies(mesh), ...unread(mesh)];
    const places = found.filter(({ manifest }) => !named.has(manifest));
    const byObject = [...groupBy(places, ({ manifest }) => nameOf(manifest)).values()];
    return [...uncertain, ...byObject.flatMap(hitsOf)];
  },
};

/** The objects for other revisions, if the settings do not state the revision of the mesh. */
function unread({ ofOtherRevisions, settings }: Mesh): readonly Evidence[] {
  if (settings.revision !== undefined) return [];
  return ofOtherRevisions.map((manifest) => ({ manifest, path: ['metadata', 'labels', REVISION] }));
}

function unevaluatedFilters(mesh: Mesh): readonly Evidence[] {
  const clients = new Set(clientsOf(mesh).map(({ namespace }) => namespace));
  return mesh.proxyFilters.filter((filter) => concernsEgress(mesh, filter, clients)).map(({ patchedBy }) => patchedBy);
}

/** Returns whether a filter configures proxies on a way out, and is not evaluated for these proxies. */
function concernsEgress(mesh: Mesh, filter: Resource<EnvoyFilterSpec>, clients: ReadonlySet<string>): boolean {
  const { namespace, spec } = filter;
  const isRoot = namespace === mesh.rootNamespace;
  const atGateway = egressPods(mesh).some(
    (pods) =>
      (isRoot || pods.namespace === namespace) && hasLabels(pods.podLabels, spec.workloadSelector?.labels ?? {}),
  );
  const atClient = (isRoot && firstRoute(mesh) !== undefined) || clients.has(namespace);
  return (atGateway && !isEvaluated(filter, mesh, 'GATEWAY')) || (atClient && !isEvaluated(filter, mesh, 'SIDECAR'));
}

/** The objects that can change a way. A way around the gateways cannot become worse. */
function doubtedObjects(mesh: Mesh): readonly Evidence[] {
  return waysOf(mesh).flatMap(({ unevaluated = [], decidedBy: [first] = [] }) => {
    const places = unevaluated.flatMap(({ decidedBy = [] }) => decidedBy.slice(0, 1));
    return first === undefined || places.includes(first) ? places : [];
  });
}

/** The policies that can allow what lockdowns of clients or of gateways deny. */
function openingPolicies(mesh: Mesh): readonly Evidence[] {
  const { foreign, byNamespace } = networkPoliciesOf(mesh);
  const locked = confinementsOf(mesh).flatMap(({ isOpen, client }) => (isOpen ? [] : [client.namespace]));
  const gateways = egressPods(mesh).flatMap(({ namespace }) => (byNamespace.has(namespace) ? [namespace] : []));
  const opening = [
    ...locked.flatMap((namespace) => foreign.opening('egress', namespace)),
    ...gateways.flatMap((namespace) => [
      ...foreign.opening('egress', namespace),
      ...foreign.opening('ingress', namespace),
    ]),
  ];
  return opening.map((manifest) => ({ manifest, path: ['spec'] }));
}

/** The objects that can apply to pods of a gateway, whose labels the manifests do not have. */
function uncertainSelectors(mesh: Mesh): readonly Hit[] {
  const found = egressPods(mesh).flatMap((pods) => [
    ...uncertainFilters(mesh, pods).map(({ selectedBy }) => selectedBy),
    ...uncertainPolicies(mesh, { ...pods, labels: pods.podLabels }).map(({ manifest }) => ({
      manifest,
      path: ['spec', 'selector'],
    })),
  ]);
  return uniqueBy(found, ({ manifest }) => manifest).map((each) => ({
    ...each,
    message: `${nameOf(each.manifest)} selects labels that pods of an egress gateway can have, and that the manifests do not state`,
    fix: 'write every label of the pods in gatewayServices of the settings of the mesh, or audit the workload of the gateway too',
  }));
}

/** Of several places in an object the first one counts. */
function hitsOf(places: readonly Evidence[]): readonly Hit[] {
  return places.slice(0, 1).map(({ manifest, path }) => ({
    manifest,
    path,
    covers: places,
    message: `the audit does not evaluate ${nameOf(manifest)}, which can change the way of requests`,
    fix: `review the object by hand, and ${suppressionStep(UNEVALUATED_OBJECT.code)}`,
  }));
}
