import { NAMESPACE_NAME } from '../../input/label-names';
import { namespaceOf } from '../manifest/manifest';
import { groupBy } from '../../input/group-by';
import { uniqueBy } from '../../input/unique';
import { injectionOf } from '../model/injection';
import { escapingLabels, LabelSelector, selectedLabels } from '../model/label-selector';
import { Labels } from '../model/labels';
import { getOrAdd } from '../../input/get-or-add';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { areOfGateway } from '../model/used-gateways';
import { networkPoliciesOf, worstVerdict } from '../policy/connection';
import { edgePorts } from '../policy/edge-ports';
import { isConnectionPolicy } from '../policy/foreign-policies';
import { gatewayPods, hostAt } from './ends';

/** The namespaces that the manifests name, in classes. */
export interface SourceProfiles {
  /**
   * The namespaces of each class: with the same objects, the same injection of sidecars, and alike for policies of other namespaces and of
   * the cluster. Requests of the namespaces of a class differ by host alone.
   */
  readonly classes: ReadonlyMap<string, readonly string[]>;
  /** The labels by which policies, Sidecars and DestinationRules select pods of a namespace. */
  readonly labelsOf: (namespace: string) => readonly Labels[];
  /** The ports at which rules of network policies begin to match, or end. */
  readonly ports: readonly number[];
}

/** Returns the classes of the namespaces of a mesh. A namespace that no object names has the class of the namespace `*`. */
export const sourceProfiles = perMesh((mesh): SourceProfiles => {
  const policies = networkPoliciesOf(mesh);
  const specs = mesh.manifests.filter(({ kind }) => POLICIES.has(kind)).map(({ spec }) => spec);
  const ports = edgePorts([...policies.byNamespace.values()].flat(), [...policies.admin, ...policies.baseline]);
  const own = new Map<string, { texts: string[]; labels: Map<string, Labels> }>();
  const of = (namespace: string) => {
    const known = own.get(namespace) ?? { texts: [], labels: new Map<string, Labels>() };
    own.set(namespace, known);
    return known;
  };
  for (const manifest of mesh.manifests) {
    const { kind, metadata, spec } = manifest;
    const known = of(kind === 'Namespace' ? metadata.name : namespaceOf(manifest));
    if (OF_NAMESPACE.has(kind) || isConnectionPolicy(manifest)) known.texts.push(`${kind} ${JSON.stringify(spec)}`);
    else if (kind !== 'DestinationRule') continue;
    for (const labels of distinguishedLabels(spec)) known.labels.set(JSON.stringify(labels), labels);
  }
  const named = [...specs.flatMap(namespacesIn), ...Object.keys(mesh.settings.namespaceLabels ?? {})];
  for (const namespace of named) of(namespace);
  const shared = [...policies.byNamespace.values()].flatMap((all) => all.flatMap(({ spec }) => ingressLabels(spec)));
  // The pods of a gateway are no source of their own.
  const labels = new Map<string, Labels[]>();
  const labelsOf = (namespace: string): Labels[] =>
    getOrAdd(labels, namespace, () =>
      uniqueBy([...(own.get(namespace)?.labels.values() ?? []), ...shared], (labels) => JSON.stringify(labels)).filter(
        (each) => !areOfGateway(mesh, namespace, each),
      ),
    );
  const keyOf = (namespace: string): string => {
    const texts = [...(own.get(namespace)?.texts ?? [])].sort();
    return [...texts, JSON.stringify(labelsOf(namespace)), verdictsOf(mesh, namespace, ports)].join('\n');
  };
  return { classes: groupBy([...new Set(['*', ...own.keys()])], keyOf), labelsOf, ports };
});

/** The labels that an object selects, and labels with which a pod escapes the object. */
function distinguishedLabels(spec: unknown): Labels[] {
  const { podSelector = {} } = (spec ?? {}) as { readonly podSelector?: LabelSelector };
  const selected = labelsOfPods(spec);
  const escaping = escapingLabels(podSelector).map((labels) => ({ ...selected, ...labels }));
  return [...(selected === undefined ? [] : [selected]), ...escaping];
}

const POLICIES = new Set(['NetworkPolicy', 'ClusterNetworkPolicy']);

/** The kinds of Istio that decide about the pods of their namespace, whatever the host is. */
const OF_NAMESPACE = new Set(['Sidecar', 'EnvoyFilter', 'WasmPlugin', 'ProxyConfig']);

/** How policies of other namespaces and of the cluster treat a namespace, and whether its pods have a sidecar. */
function verdictsOf(mesh: Mesh, namespace: string, ports: readonly number[]): string {
  const policies = networkPoliciesOf(mesh);
  const from = { kind: 'pod', namespace, labels: {} } as const;
  const open = (connection: Omit<Parameters<typeof worstVerdict>[1], 'from' | 'protocol'>): string =>
    worstVerdict(policies, { from, protocol: 'TCP', ...connection }).allowed ? '1' : '0';
  const gateways = [...mesh.gatewayServices.values()].flatMap((service) =>
    service.ports.map(({ targetPort: port }) => open({ to: gatewayPods(service), port })),
  );
  const outside = [...ports, 443].map((port) => open(hostAt('*', port)));
  return [gateways.join(''), outside.join(''), injectionOf(mesh, namespace).kind].join('\n');
}

/** Returns labels that a selector of an object selects, undefined if the object selects every pod of its namespace. */
function labelsOfPods(spec: unknown): Labels | undefined {
  const {
    podSelector = {},
    selector = {},
    workloadSelector = {},
  } = (spec ?? {}) as {
    readonly podSelector?: LabelSelector;
    readonly selector?: LabelSelector;
    readonly workloadSelector?: { readonly labels?: Labels; readonly matchLabels?: Labels };
  };
  return (
    labelsIn(podSelector) ??
    labelsIn(selector) ??
    labelsIn({ matchLabels: workloadSelector.labels ?? workloadSelector.matchLabels })
  );
}

/** Returns labels that a selector selects, undefined if the selector requires none. */
function labelsIn(selector: LabelSelector): Labels | undefined {
  const labels = selectedLabels(selector);
  return Object.keys(labels).length > 0 ? labels : undefined;
}

/** The labels of clients that a policy of a gateway lets in. */
function ingressLabels(spec: { readonly ingress?: readonly { readonly from?: readonly object[] }[] }): Labels[] {
  const peers = (spec.ingress ?? []).flatMap(
    ({ from = [] }) => from as readonly { readonly podSelector?: LabelSelector }[],
  );
  return peers.map(({ podSelector = {} }) => labelsIn(podSelector)).filter((labels) => labels !== undefined);
}

/** Every namespace that a selector names, wherever the selector is. */
function namespacesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { key, values, [NAMESPACE_NAME]: name } = value as Record<string, unknown>;
  const named = [name, ...(key === NAMESPACE_NAME && Array.isArray(values) ? (values as unknown[]) : [])];
  return [...named.filter((each) => typeof each === 'string'), ...Object.values(value).flatMap(namespacesIn)];
}
