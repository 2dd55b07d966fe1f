/** What a pod may read of itself: fields, resources, environment. */
import { NODE_ADDRESS } from '../../sandbox/network';
import { Container, Pod } from '../objects';

/** The value of a `fieldRef`. */
export function fieldOf(pod: Pod, path: string, address: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (keyed !== null) return pod.metadata[keyed[1] as 'labels' | 'annotations']?.[keyed[2] as string] ?? '';
  if (path === 'metadata.labels' || path === 'metadata.annotations') {
    const entries = Object.entries(pod.metadata[path === 'metadata.labels' ? 'labels' : 'annotations'] ?? {});
    return entries.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join('\n');
  }
  const known: Record<string, string> = {
    'status.podIP': address,
    'status.podIPs': address,
    'status.hostIP': NODE_ADDRESS,
  };
  const value = known[path] ?? path.split('.').reduce<unknown>(property, pod);
  return typeof value === 'string' ? value : '';
}

function property(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[name] : undefined;
}

const UNITS: Readonly<Record<string, number>> = { m: 1e-3, '': 1, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

/** The value of a `resourceFieldRef`, in whole cores or bytes; a container without limits has the node's. */
function resourceOf(container: Container, resource: string): string {
  const [kind = '', name = ''] = resource.split('.');
  const quantity = container.resources?.[kind]?.[name] ?? (name === 'cpu' ? '2' : '1Gi');
  const [, number = '0', unit = ''] = /^([\d.]+)(\D*)$/.exec(quantity) ?? [];
  return String(Math.ceil(Number(number) * (UNITS[unit] ?? 1)));
}

/** The environment of a container; values refer to earlier ones as `$(NAME)`. */
export function environmentOf(pod: Pod, container: Container, address: string): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (value !== undefined) environment[name] = expanded(value, environment);
    else if (valueFrom?.fieldRef) environment[name] = fieldOf(pod, valueFrom.fieldRef.fieldPath, address);
    else if (valueFrom?.resourceFieldRef)
      environment[name] = resourceOf(container, valueFrom.resourceFieldRef.resource);
  }
  return environment;
}

/** A text with `$(NAME)` replaced where the environment has the name. */
export function expanded(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/\$\((\w+)\)/g, (whole, name: string) => environment[name] ?? whole);
}
