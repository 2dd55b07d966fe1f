import { HOOK } from './helm-hook';
import { Document } from './documents';
import { formatMistakes } from './formats';
import { malformedMetadata, malformedName, malformedType, ObjectMistake } from './malformed-object';
import { inNamespace } from './in-namespace';
import { Manifest, nameOf, Path } from './manifest';
import { Places } from './node-index';
import { PlacedObject } from './objects';
import { readingProblem, ReadingCode, ReadingProblem } from './reading-problem';
import { ShapeMistake, shapeMistakes } from './shape';
import { isReadGroup, shapeOfSpec } from './shapes';
import { unknownType } from './unknown-type';

/** An object, unless the API server refuses the object, and the problems of the object. */
export interface ReadObject {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly ReadingProblem[];
}

/** The source of a document. */
export interface DocumentSource {
  readonly file: string;
  /** The namespace of objects without `metadata.namespace`. */
  readonly namespace?: string;
}

/** Reads an object of a document. An object that the API server refuses is a problem, and is not in the result. */
export function readObject(
  { file, namespace }: DocumentSource,
  { text, line }: Document,
  nodes: Places,
  { object, within }: PlacedObject,
): ReadObject {
  const lineAt = (path: Path): number => line + nodes.lineBreaksBefore([...within, ...path]);
  const problem = (code: ReadingCode, message: string, fix: string, path: Path): ReadingProblem =>
    readingProblem(code, { message, fix, file, line: lineAt(path) });
  const refused = (subject: string, { message, fix, path }: ObjectMistake): ReadObject => {
    return { manifests: [], problems: [problem('EGR3905', `${subject}${message}`, fix, path)] };
  };
  const untyped = malformedType(object);
  if (untyped !== undefined) return refused('', untyped);
  const { apiVersion, kind, metadata } = object as Manifest;
  const unknown = unknownType(apiVersion, kind);
  if (unknown !== undefined) return refused('', unknown);
  const isEvaluated = shapeOfSpec(apiVersion, kind) !== undefined;
  const malformed = malformedMetadata(metadata) ?? (isEvaluated ? malformedName(metadata) : undefined);
  if (malformed !== undefined) {
    return isReadGroup(apiVersion) ? refused(`${kind}: `, malformed) : { manifests: [], problems: [] };
  }
  const origin = { file, line: lineAt([]), text, within };
  // Not `{ ...object, origin }`, which is slow for 100,000 objects: house rules of CONTRIBUTING.md.
  const manifest = inNamespace(Object.assign({}, object as Manifest, { origin }), namespace);
  const name = nameOf(manifest);
  const mistakes = specMistakes(manifest);
  const problems = mistakes.map(({ message, fix, path, isUnknownField }) =>
    problem(isUnknownField ? 'EGR3912' : 'EGR3911', `${name}: ${message}`, fix, path),
  );
  if (manifest.metadata.annotations?.[HOOK] !== undefined) {
    const message = `${name} is a hook of Helm, and is read as an object that stays`;
    const fix = `remove the annotation ${HOOK}, or ignore this note`;
    problems.push(problem('EGR3908', message, fix, ['metadata', 'annotations', HOOK]));
  }
  return { manifests: mistakes.every(({ isUnknownField }) => isUnknownField) ? [manifest] : [], problems };
}

/** Returns the mistakes of a spec, if the audit evaluates the kind. */
function specMistakes({ apiVersion, kind, spec }: Manifest): readonly ShapeMistake[] {
  const shape = shapeOfSpec(apiVersion, kind);
  if (shape === undefined || spec === undefined || spec === null) return [];
  return [...shapeMistakes(spec, shape, ['spec']), ...formatMistakes(kind, spec)];
}
