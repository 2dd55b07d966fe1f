import { groupOf } from './malformed-object';
import { Shape } from './shape';
import shapes from './shapes.json';

/** The shapes of specs, by API group and kind: `networking.istio.io/VirtualService`. `npm run shapes` writes the file. */
const SHAPES: Readonly<Record<string, Shape>> = shapes;

/** Returns the shape of the spec of a kind, if the audit evaluates the kind. All versions of a kind have the shape of the newest. */
export function shapeOfSpec(apiVersion: string, kind: string): Shape | undefined {
  return SHAPES[`${groupOf(apiVersion)}/${kind}`];
}
