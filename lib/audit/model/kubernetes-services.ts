/**
 * The Services of the manifests, with the pods behind them, read from workloads.
 */
import { Manifest } from '../manifest/manifest';
import { GatewayService } from './settings';
import { hasLabels, Labels } from './labels';

/** A Service of the manifests. */
export interface KubernetesService extends GatewayService {
  readonly manifest: Manifest;
  /** Whether the manifests have a workload behind the Service. Without a workload, the labels are those of the selector. */
  readonly hasPods: boolean;
}

interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Labels;
  readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
}

interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec?: {
    readonly containers?: readonly {
      readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
    }[];
  };
}

/** Returns the Services that select pods. */
export function kubernetesServices(manifests: readonly Manifest[]): KubernetesService[] {
  const pods = podsByNamespace(manifests);
  return manifests.flatMap((manifest) => {
    const { selector, ports = [], type } = (manifest.spec ?? {}) as ServiceSpec;
    if (manifest.apiVersion !== 'v1' || manifest.kind !== 'Service' || type === 'ExternalName') return [];
    if (selector === undefined || Object.keys(selector).length === 0) return [];
    const { name, namespace = 'default' } = manifest.metadata;
    const behind = (pods.get(namespace) ?? []).filter(({ metadata }) => hasLabels(metadata?.labels ?? {}, selector));
    const assumptions: string[] = [];
    const numbers = ports.map(({ port, targetPort = port }) => {
      const number = typeof targetPort === 'number' ? targetPort : namedPort(targetPort, behind);
      if (number === undefined) {
        assumptions.push(
          `Port ${targetPort} of Service ${namespace}/${name} is in no workload of the manifests: it is ${port}`,
        );
      }
      return { port, targetPort: number ?? port };
    });
    const labels = behind.map(({ metadata }) => metadata?.labels ?? {});
    const podLabels = labels.length > 0 ? labels.reduce(common) : selector;
    return [{ namespace, name, podLabels, ports: numbers, assumptions, manifest, hasPods: labels.length > 0 }];
  });
}

function common(left: Labels, right: Labels): Labels {
  return Object.fromEntries(Object.entries(left).filter(([label, value]) => right[label] === value));
}

function namedPort(name: string, pods: readonly PodTemplate[]): number | undefined {
  const ports = pods.flatMap(({ spec }) => spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === name)?.containerPort;
}

function podsByNamespace(manifests: readonly Manifest[]): ReadonlyMap<string, readonly PodTemplate[]> {
  const pods = new Map<string, PodTemplate[]>();
  for (const manifest of manifests) {
    const { namespace = 'default', labels } = manifest.metadata;
    const { template } = (manifest.spec ?? {}) as { readonly template?: PodTemplate };
    const pod =
      manifest.kind === 'Pod' ? { metadata: { labels }, spec: manifest.spec as PodTemplate['spec'] } : template;
    if (pod?.metadata?.labels === undefined) continue;
    const known = pods.get(namespace);
    if (known) known.push(pod);
    else pods.set(namespace, [pod]);
  }
  return pods;
}
