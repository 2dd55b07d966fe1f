import { ApiObject, ApiObjectMetadata, Lazy } from 'cdk8s';
import { assertAnnotations, assertLabels, Labels } from '../input/labels';
import { isToken } from '../input/token';
import { resolved } from './resolved';

const CHECKS = { labels: assertLabels, annotations: assertAnnotations };

/**
 * Returns the value of a label or an annotation. A token becomes a token that rejects a malformed value once the value is resolved.
 *
 * @param object returns the object that the value is written to
 */
export function checkedText(field: keyof typeof CHECKS, key: string, value: string, object: () => ApiObject): string {
  if (!isToken(value)) return value;
  const what = `metadata.${field}`;
  const produce = (): unknown => {
    const text = resolved(what, value, object());
    CHECKS[field](what, { [key]: text as string });
    return text;
  };
  return Lazy.any({ produce }) as string;
}

/** Returns metadata whose tokens are checked once they are resolved. */
export function checkedMetadata(metadata: ApiObjectMetadata, object: () => ApiObject): ApiObjectMetadata {
  const { labels, annotations } = metadata;
  if (![labels, annotations].some((texts) => Object.values(texts ?? {}).some(isToken))) return metadata;
  const all = (field: keyof typeof CHECKS, texts: Labels): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, checkedText(field, key, value, object)]));
  return {
    ...metadata,
    ...(labels && { labels: all('labels', labels) }),
    ...(annotations && { annotations: all('annotations', annotations) }),
  };
}
