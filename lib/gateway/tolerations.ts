import { k8s } from 'cdk8s-plus-28';
import { InputError } from '../input/input-error';
import { Known, refuseUnknown } from '../input/properties';
import { isToken } from '../input/token';

const KNOWN: Known<k8s.Toleration> = { key: true, operator: true, value: true, effect: true, tolerationSeconds: true };

/** What the API server takes (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/). */
const WORDS = { operator: ['Exists', 'Equal'], effect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] } as const;

/**
 * Reads tolerations; tokens pass.
 *
 * @returns a copy: what is checked must be what is written, whatever becomes of the caller's list
 * @throws InputError for those that the API server would refuse
 */
export function readTolerations(tolerations: readonly k8s.Toleration[]): readonly k8s.Toleration[] {
  if (isToken(tolerations)) return tolerations;
  if (!Array.isArray(tolerations)) {
    throw new InputError({
      problem: 'tolerations is no list',
      got: tolerations,
      allowed: 'a list of tolerations, as a pod has them',
      fix: 'write tolerations: [{ key: "egress", operator: "Exists", effect: "NoSchedule" }]',
    });
  }
  return (tolerations as readonly k8s.Toleration[]).map(readToleration);
}

function readToleration(toleration: k8s.Toleration): k8s.Toleration {
  if (isToken(toleration)) return toleration;
  refuseUnknown('toleration', toleration, KNOWN);
  checkWord('operator', toleration);
  checkWord('effect', toleration);
  return { ...toleration };
}

function checkWord(field: keyof typeof WORDS, { [field]: got }: k8s.Toleration): void {
  const words: readonly unknown[] = WORDS[field];
  if (got === undefined || got === '' || isToken(got) || words.includes(got)) return;
  const meant = WORDS[field].find((word) => word.toLowerCase() === String(got).toLowerCase());
  throw new InputError({
    problem: `${field} of a toleration is unknown`,
    got,
    allowed: words.join(', '),
    fix: meant === undefined ? `write one of them, or leave ${field} out` : `write ${field}: "${meant}"`,
  });
}
