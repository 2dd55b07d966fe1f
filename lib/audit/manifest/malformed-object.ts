import { hasAction, RENDER } from './helm-template';
import { Manifest, Path } from './manifest';
import { isMapping } from './objects';

/** A mistake for which the API server refuses an object. */
export interface ObjectMistake {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** Returns the API group of an `apiVersion`; the group of `v1` is empty. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Returns the first mistake in `apiVersion` and `kind` of an object, for which the API server refuses the object. */
export function malformedType(object: unknown): ObjectMistake | undefined {
  if (!isMapping(object)) {
    return { path: [], message: 'the object must be a mapping', fix: 'write apiVersion, kind and metadata' };
  }
  return noTextAt('apiVersion', object) ?? noTextAt('kind', object);
}

function noTextAt(field: string, object: Readonly<Record<string, unknown>>): ObjectMistake | undefined {
  if (object[field] !== undefined && object[field] !== null) return notATextAt([field], object[field]);
  // The names of fields are case-sensitive.
  const other = Object.keys(object).find((key) => key !== field && key.toLowerCase() === field.toLowerCase());
  const message = `the object has no ${field}`;
  if (other === undefined) return { path: [], message, fix: `write ${field}` };
  return { path: [other], message, fix: `write ${field} in place of ${other}` };
}

/** Returns the first mistake in the metadata of an object, for which the API server refuses the object. */
export function malformedMetadata(metadata: unknown): ObjectMistake | undefined {
  if (!isMapping(metadata)) {
    return { path: [], message: 'the object has no metadata', fix: 'write metadata with a name' };
  }
  const { name, generateName } = metadata;
  if (name === undefined && generateName !== undefined) {
    return {
      path: ['metadata', 'generateName'],
      message: 'the object has generateName in place of a name, which "kubectl apply" refuses',
      fix: 'write metadata.name',
    };
  }
  if (name === undefined || name === null || name === '') {
    return { path: ['metadata'], message: 'the object has no metadata.name', fix: 'write metadata.name' };
  }
  return (
    notATextAt(['metadata', 'name'], name) ??
    notATextAt(['metadata', 'namespace'], metadata['namespace']) ??
    notTextsAt('labels', metadata['labels']) ??
    notTextsAt('annotations', metadata['annotations'])
  );
}

/** Returns the first name in the metadata of an object that is no DNS name, for which the API server refuses objects of most kinds. */
export function malformedName({ name, namespace }: Manifest['metadata']): ObjectMistake | undefined {
  return notANameAt('name', name) ?? notANameAt('namespace', namespace);
}

function notANameAt(field: string, value: unknown): ObjectMistake | undefined {
  if (typeof value !== 'string' || /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)?$/.test(value)) return undefined;
  const message = `metadata.${field} must be a DNS name in small letters: got "${value}"`;
  return { path: ['metadata', field], message, fix: hasAction(value) ? RENDER : `write metadata.${field}: my-name` };
}

function notTextsAt(field: string, value: unknown): ObjectMistake | undefined {
  if (value === undefined || value === null) return undefined;
  const path = ['metadata', field];
  if (!isMapping(value)) {
    return { path, message: `metadata.${field} must be a mapping`, fix: `write metadata.${field} as KEY: VALUE` };
  }
  return Object.entries(value)
    .map(([key, each]) => notATextAt([...path, key], each))
    .find((mistake) => mistake !== undefined);
}

/** A name such as `on` or `1234` without quotes is no text. */
function notATextAt(path: readonly string[], value: unknown): ObjectMistake | undefined {
  if (value === undefined || value === null || typeof value === 'string') return undefined;
  const where = path.length > 2 ? `${path.slice(0, 2).join('.')}["${path[2]}"]` : path.join('.');
  const isScalar = typeof value === 'number' || typeof value === 'boolean';
  const got = isScalar ? String(value) : 'a mapping or a list';
  const fix = isScalar ? `write "${got}" with quotes` : 'write a text';
  return { path, message: `${where} must be a text: got ${got}`, fix };
}
