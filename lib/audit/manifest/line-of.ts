import { Manifest, Path } from './manifest';
import { NodeIndex } from './node-index';

/** The document that was asked about last: findings come object by object, and a List is one document of many objects. */
let last: { readonly text: string; readonly nodes: NodeIndex } | undefined;

/**
 * Returns the line of a value of an object, counted from 1 in the file of the object. Without a path, the line of the object. If the
 * text has no value at the path, the line of the nearest value above. For an object that was read from no file, undefined.
 *
 * The document is parsed again for the first line, so that only objects with findings cost the places of their values.
 */
export function lineOf({ origin }: Manifest, path: Path = []): number | undefined {
  if (origin === undefined) return undefined;
  if (path.length === 0) return origin.line;
  if (last?.text !== origin.text) last = { text: origin.text, nodes: new NodeIndex(origin.text) };
  const toObject = last.nodes.lineBreaksBefore(origin.within);
  return origin.line + last.nodes.lineBreaksBefore([...origin.within, ...path]) - toObject;
}
