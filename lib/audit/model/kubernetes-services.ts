/**
 * The Services of the manifests, with the pods behind them, read from workloads.
 */
import { groupBy } from '../../input/group-by';
import { Manifest, namespaceOf } from '../manifest/manifest';
import { isGatewayPod } from './gateway-pod';
import { hasLabels, Labels } from './labels';
import { PodTemplate, podTemplatesIn } from './pod-templates';
import { GatewayService } from './settings';

/** A Service of the manifests. */
export interface KubernetesService extends GatewayService {
  readonly manifest: Manifest;
  /** Whether the manifests have a workload behind the Service. Without a workload, the labels are those of the selector. */
  readonly hasPods: boolean;
  /**
   * Whether the pods can be those of a gateway: a workload of the manifests has the proxy of a gateway, or the manifests have no workload.
   */
  readonly canBeGateway: boolean;
}

interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Labels;
  readonly ports?: readonly {
    readonly port: number;
    readonly targetPort?: number | string;
    readonly name?: string;
  }[];
}

/** Returns whether an object is a Service of Kubernetes. */
export function isService({ apiVersion, kind }: Manifest): boolean {
  return apiVersion === 'v1' && kind === 'Service';
}

/** Returns the Services that select pods. */
export function kubernetesServices(manifests: readonly Manifest[]): KubernetesService[] {
  const pods = groupBy(podTemplatesIn(manifests), ({ namespace }) => namespace);
  return manifests.flatMap((manifest) => {
    const { selector, ports = [], type } = (manifest.spec ?? {}) as ServiceSpec;
    if (!isService(manifest) || type === 'ExternalName') return [];
    if (selector === undefined || Object.keys(selector).length === 0) return [];
    const { name } = manifest.metadata;
    const namespace = namespaceOf(manifest);
    const behind = (pods.get(namespace) ?? []).filter(({ labels }) => hasLabels(labels, selector));
    const assumptions: string[] = [];
    const numbers = ports.map(({ port, targetPort = port, name: called }) => {
      const number = typeof targetPort === 'number' ? targetPort : namedPort(targetPort, behind);
      if (number === undefined) {
        assumptions.push(
          `port ${targetPort} of the pods of Service ${namespace}/${name} is ${port}: no workload of the manifests has a port of this name`,
        );
      }
      return { port, targetPort: number ?? port, ...(called !== undefined && { name: called }) };
    });
    const labels = behind.map((pod) => pod.labels);
    const podLabels = labels.length > 0 ? labels.reduce(common) : selector;
    const hasPods = labels.length > 0;
    const canBeGateway = !hasPods || behind.some(isGatewayPod);
    const of = { namespace, name, podLabels, ports: numbers, assumptions, manifest };
    return [{ ...of, hasAllLabels: hasPods, hasPods, canBeGateway }];
  });
}

function common(left: Labels, right: Labels): Labels {
  return Object.fromEntries(Object.entries(left).filter(([label, value]) => right[label] === value));
}

function namedPort(name: string, pods: readonly PodTemplate[]): number | undefined {
  const ports = pods.flatMap(({ spec }) => spec.containers).flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === name)?.containerPort;
}
