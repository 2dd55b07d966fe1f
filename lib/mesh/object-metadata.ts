import { Labels } from '../input/labels';

/** Labels and annotations of objects. */
export interface ObjectMetadata {
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** No labels and no annotations. */
export const NO_METADATA: ObjectMetadata = { labels: {}, annotations: {} };

/** Merges labels and annotations; a later value overrides an earlier one. */
export function mergeMetadata(all: readonly ObjectMetadata[]): ObjectMetadata {
  return {
    labels: Object.assign({}, ...all.map(({ labels }) => labels)) as Labels,
    annotations: Object.assign({}, ...all.map(({ annotations }) => annotations)) as Labels,
  };
}
