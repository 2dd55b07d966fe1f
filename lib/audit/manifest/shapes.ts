import { groupOf } from './malformed-object';
import { Shape } from './shape';
import shapes from './shapes.json';

/** The shapes of specs, by API group and kind: `networking.istio.io/VirtualService`. `npm run shapes` writes the file. */
const SHAPES: Readonly<Record<string, Shape>> = shapes;

/** Returns the shape of the spec of a kind, if the audit evaluates the kind. All versions of a kind have the shape of the newest. */
export function shapeOfSpec(apiVersion: string, kind: string): Shape | undefined {
  return SHAPES[`${groupOf(apiVersion)}/${kind}`];
}

/**
 * API groups with objects that the audit reads: those of shapes, of other workloads, of endpoints and of the Gateway API. An object of
 * another group needs no name here: a Kustomization has none.
 */
const GROUPS = new Set([
  ...Object.keys(SHAPES).map((key) => key.slice(0, key.indexOf('/'))),
  ...['batch', 'discovery.k8s.io', 'gateway.networking.k8s.io'],
]);

/** Returns whether the audit reads objects of an API group. */
export function isReadGroup(apiVersion: string): boolean {
  return GROUPS.has(groupOf(apiVersion));
}
