/**
 * A proxy that looks at the objects of the mesh: what it sees depends on its namespace, the labels of its pod, and its Sidecar.
 */
import { isNamespaceName } from '../model/export-to';
import { isWithin, overlap } from '../model/hosts';
import { hasLabels, Labels } from '../model/labels';
import { haveAges, olderOf } from '../model/older';
import { getOrAdd } from '../../input/get-or-add';
import { Mesh, Resource, VirtualService } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { SidecarSpec, StaticMatch } from '../model/specs';
import { Journey, Option } from './journey';
import { Request } from './types';

/** The proxy that looks. */
export interface Viewer {
  readonly namespace: string;
  readonly podLabels: Labels;
  /** Whether the pod has no further labels. Labels of clients are always the labels that a question states. */
  readonly hasAllLabels?: boolean;
  readonly isSidecar?: boolean;
  /** The Sidecar of the proxy. A gateway has none. */
  readonly sidecar?: Resource<SidecarSpec>;
}

/** Returns the proxy of a client. */
export function clientViewer(mesh: Mesh, namespace: string, podLabels: Labels = {}): Viewer {
  const [sidecar] = sidecarsFor(mesh, namespace, podLabels);
  return { namespace, podLabels, isSidecar: true, sidecar };
}

/**
 * Returns the proxy of the client of a way. If the times of creation do not decide which of several Sidecars is the oldest, each of them can
 * be the oldest, which is an assumption.
 */
export function clientOfWay(mesh: Mesh, { clientNamespace, clientLabels }: Request, journey: Journey): Viewer {
  const client = clientViewer(mesh, clientNamespace, clientLabels);
  const [first, ...others] = sidecarsFor(mesh, clientNamespace, client.podLabels);
  const rivals = others.filter((sidecar) => first !== undefined && !haveAges(first, sidecar));
  if (first === undefined || rivals.length === 0) return client;
  const optionOf = (sidecar: Resource<SidecarSpec>): Option<Resource<SidecarSpec>> => {
    const other = sidecar === first ? (rivals[0] ?? first) : first;
    return { value: sidecar, sentence: olderOf(sidecar, other, 'the pods of the client') };
  };
  const sidecar = journey.pick([optionOf(first), ...rivals.map(optionOf)]);
  journey.assume([optionOf(sidecar).sentence]);
  return { ...client, sidecar };
}

/** Returns a text that is equal for proxies that see the same hosts and rules. */
export function viewKey({ namespace, sidecar, podLabels }: Viewer): string {
  return `${namespace} ${sidecar?.id ?? ''} ${JSON.stringify(podLabels)}`;
}

/** Returns whether a `tls` or `tcp` match holds for a proxy as the source of connections. */
export function isOfSource({ sourceNamespace, sourceLabels }: StaticMatch, { namespace, podLabels }: Viewer): boolean {
  return isOfNamespace(sourceNamespace, namespace) && hasLabels(podLabels, sourceLabels);
}

/**
 * Returns whether `sourceNamespace` of a match names a namespace. `*` is no name: the namespaces that no object names have the name `*`
 * here.
 */
export function isOfNamespace(sourceNamespace: string | undefined, namespace: string): boolean {
  return !sourceNamespace || (sourceNamespace === namespace && isNamespaceName(namespace));
}

/** Returns the Sidecars by namespace, the oldest first. */
export const sidecarsByNamespace = perMesh(({ sidecars }) => {
  const byNamespace = new Map<string, Resource<SidecarSpec>[]>();
  for (const sidecar of sidecars) {
    getOrAdd(byNamespace, sidecar.namespace, () => []).push(sidecar);
  }
  return byNamespace;
});

/**
 * Returns the Sidecars for a pod, the oldest first: those that select the pod by labels, else those of the namespace without a selector,
 * else those of the root namespace. The oldest decides (pilot/pkg/model/push_context.go getSidecarScope).
 */
function sidecarsFor(mesh: Mesh, namespace: string, podLabels: Labels): readonly Resource<SidecarSpec>[] {
  const labelsOf = ({ spec }: Resource<SidecarSpec>): Labels => spec.workloadSelector?.labels ?? {};
  const hasSelector = (sidecar: Resource<SidecarSpec>): boolean => Object.keys(labelsOf(sidecar)).length > 0;
  const own = sidecarsByNamespace(mesh).get(namespace) ?? [];
  const root = sidecarsByNamespace(mesh).get(mesh.rootNamespace) ?? [];
  const selecting = own.filter((sidecar) => hasSelector(sidecar) && hasLabels(podLabels, labelsOf(sidecar)));
  const whole = [own, root].map((all) => all.filter((sidecar) => !hasSelector(sidecar)));
  return [selecting, ...whole].find((all) => all.length > 0) ?? [];
}

/** Hosts that `egress` of a Sidecar imports (pilot/pkg/model/sidecar.go hostClassification). */
interface Imports {
  /** Every namespace when absent. */
  readonly from?: string;
  readonly host: string;
  readonly isExcluded: boolean;
}

const importsOf = perMesh(() => new Memo<readonly Imports[] | undefined>());

/** Undefined when the Sidecar restricts nothing. */
function importsFor(mesh: Mesh, { namespace, sidecar }: Viewer): readonly Imports[] | undefined {
  if (!sidecar?.spec.egress?.length) return undefined;
  return importsOf(mesh).get(`${namespace} ${sidecar.id}`, () =>
    sidecar.spec.egress
      ?.flatMap(({ hosts = [] }) => hosts)
      .flatMap((text): Imports[] => {
        const [scope = '', host] = text.split('/');
        if (host === undefined) return [];
        const isExcluded = scope.startsWith('~');
        const name = isExcluded ? scope.slice(1) || '*' : scope;
        const from = name === '.' ? namespace : name === '*' ? undefined : name;
        return [{ from, host, isExcluded }];
      }),
  );
}

/** Returns whether the Sidecar of the proxy imports a host of a namespace. */
export function importsService(mesh: Mesh, viewer: Viewer, owner: string, host: string): boolean {
  const imports = importsFor(mesh, viewer);
  if (imports === undefined) return true;
  const here = imports.filter(({ from = owner }) => from === owner);
  if (here.some((entry) => entry.isExcluded && isWithin(host, entry.host))) return false;
  return here.some((entry) => !entry.isExcluded && isWithin(host, entry.host));
}

/** Returns whether the Sidecar of the proxy imports Services of the cluster that the manifests do not name. */
export function importsCluster(mesh: Mesh, viewer: Viewer): boolean {
  const services = `*.svc.${mesh.clusterDomain}`;
  return (
    importsFor(mesh, viewer)?.some(
      ({ from, host, isExcluded }) => from === '*' && !isExcluded && isWithin(services, host),
    ) ?? true
  );
}

/** Returns whether the Sidecar of the proxy imports a VirtualService: one host in common is enough. */
export function importsVirtualService(mesh: Mesh, viewer: Viewer, { namespace, hosts }: VirtualService): boolean {
  const imports = importsFor(mesh, viewer);
  if (imports === undefined) return true;
  const here = imports.filter(({ from = namespace }) => from === namespace);
  return hosts.some(
    (host) =>
      here.some((entry) => !entry.isExcluded && overlap(host, entry.host)) &&
      !here.some((entry) => entry.isExcluded && isWithin(host, entry.host)),
  );
}
