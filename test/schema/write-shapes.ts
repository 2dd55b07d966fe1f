/** Writes `lib/audit/manifest/shapes.json` from the schemas of Istio and Kubernetes: `npm run shapes`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Shape } from '../../lib/audit/manifest/shape';
import { findKind, kubernetesDefinitions } from '../support/schema/kinds';
import { Schema } from '../support/schema/schema';

export const SHAPES = join(__dirname, '../../lib/audit/manifest/shapes.json');

/** The kinds whose specs the audit evaluates. */
const KINDS: readonly (readonly [apiVersion: string, kind: string])[] = [
  ['networking.istio.io/v1', 'DestinationRule'],
  ['networking.istio.io/v1', 'Gateway'],
  ['networking.istio.io/v1', 'ServiceEntry'],
  ['networking.istio.io/v1', 'Sidecar'],
  ['networking.istio.io/v1', 'VirtualService'],
  ['networking.istio.io/v1', 'WorkloadEntry'],
  ['networking.istio.io/v1alpha3', 'EnvoyFilter'],
  ['extensions.istio.io/v1alpha1', 'WasmPlugin'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
  ['telemetry.istio.io/v1', 'Telemetry'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
  ['v1', 'Service'],
  ['apps/v1', 'Deployment'],
];

/** Returns the file. */
export function render(): string {
  const shapes = KINDS.map(([apiVersion, kind]) => {
    const schema = resolved(findKind(apiVersion, kind)?.schema ?? {});
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    return [`${group}/${kind}`, shapeOf(schema.properties?.['spec'] ?? {})];
  });
  return `${JSON.stringify(Object.fromEntries(shapes))}\n`;
}

function shapeOf(unresolved: Schema): Shape {
  const { type, properties, items, additionalProperties, required = [], ...rest } = resolved(unresolved);
  if (rest['x-kubernetes-preserve-unknown-fields'] === true || rest['x-kubernetes-int-or-string'] === true) return '*';
  if (properties !== undefined) {
    const fields = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      fields.map(([name, each]) => [required.includes(name) ? `${name}!` : name, shapeOf(each)]),
    );
  }
  if (items !== undefined) return [shapeOf(items)];
  if (typeof additionalProperties === 'object') return { '': shapeOf(additionalProperties) };
  const { enum: values } = rest as { enum?: readonly unknown[] };
  if (type === 'string' && values !== undefined) return `string:${values.filter((each) => each !== '').join('|')}`;
  return type === 'string' || type === 'integer' || type === 'number' || type === 'boolean' ? type : '*';
}

function resolved(schema: Schema): Schema {
  const [reference] = [schema.$ref, ...(schema.allOf ?? []).map(({ $ref }) => $ref)].filter(
    (each) => each !== undefined,
  );
  if (reference === undefined) return schema;
  return resolved(kubernetesDefinitions[reference.split('/').pop() as string] ?? {});
}

if (require.main === module) writeFileSync(SHAPES, render());
