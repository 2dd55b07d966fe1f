import { readAll } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertThat } from '../input/assert-that';
import { assertAnnotations, assertLabels, Labels } from '../input/labels';
import { sortedByKey } from '../input/sorted-by-key';
import { assignment, isPlainObject, sourceOf } from '../input/source-text';
import { assertLiteral } from '../input/token';
import { NO_METADATA, ObjectMetadata } from '../mesh/object-metadata';
import { EgressMetadata } from './egress-metadata';

/**
 * Reads labels and annotations, and sorts their keys.
 *
 * @throws EgressError for a malformed label, and for a field other than `labels` and `annotations`
 */
export function parseMetadata(metadata: EgressMetadata | undefined): ObjectMetadata {
  if (metadata === undefined) return NO_METADATA;
  assertThat(isPlainObject(metadata), 'metadata', 'be an object', metadata, '{ labels: { team: "network" } }');
  return readAll({
    labels: () => {
      assertOnlyLabelsAndAnnotations(metadata);
      assertLiteral('metadata.labels', metadata.labels);
      assertLabels('metadata.labels', metadata.labels);
      assertNoRevision(metadata.labels ?? {});
      return sortedByKey(metadata.labels ?? {});
    },
    annotations: () => {
      assertLiteral('metadata.annotations', metadata.annotations);
      assertAnnotations('metadata.annotations', metadata.annotations);
      return sortedByKey(metadata.annotations ?? {});
    },
  });
}

const FIELDS: readonly string[] = ['name', 'namespace', 'generateName', 'uid'];

function assertOnlyLabelsAndAnnotations(metadata: EgressMetadata): void {
  const others = Object.keys(metadata).filter((key) => key !== 'labels' && key !== 'annotations');
  if (others.length === 0) return;
  throw EgressError.of({
    code: 'EGR0307',
    problem: `metadata cannot set ${others.join(', ')}`,
    got: metadata,
    allowed: 'labels and annotations',
    fix: otherFieldsFix(metadata, others),
  });
}

/** Returns the fix for other fields: texts are labels that are written at the wrong depth, except those of Kubernetes' metadata. */
function otherFieldsFix(metadata: EgressMetadata, names: readonly string[]): string {
  const others = Object.entries(metadata).filter(([name]) => names.includes(name));
  const areLabels = others.every(([name, value]) => !FIELDS.includes(name) && typeof value === 'string');
  const source = areLabels ? sourceOf({ ...metadata.labels, ...Object.fromEntries(others) }) : undefined;
  if (source !== undefined) return `write ${assignment('metadata.labels', source)}`;
  return `remove ${names.join(', ')}; set other fields with a JSON patch of the object`;
}

/** Rejects the label by which istiod of every other revision ignores an object: callers would reach hosts directly. */
function assertNoRevision(labels: Labels): void {
  if (!('istio.io/rev' in labels)) return;
  throw EgressError.of({
    code: 'EGR0309',
    problem: 'metadata.labels cannot have istio.io/rev',
    got: labels,
    allowed: 'labels that Istio does not interpret: istiod of other revisions ignores an object with this label',
    fix: 'remove istio.io/rev from metadata.labels',
  });
}
