import { didYouMean } from '../../input/did-you-mean';
import { SUPPRESSION_PREFIX } from '../../input/suppression';
import { Manifest } from '../manifest/manifest';
import { Hit, Rule } from './rule';

/**
 * Returns the reason for which an annotation of an object suppresses findings of a rule in the object. Without a reason, an annotation
 * suppresses nothing.
 */
export function reasonOf({ metadata }: Manifest, code: string): string | undefined {
  const reason = metadata.annotations?.[`${SUPPRESSION_PREFIX}${code}`]?.trim();
  return reason === '' ? undefined : reason;
}

/** Returns the rule that checks the annotations themselves. */
export function suppressionRule(codes: readonly string[]): Rule {
  return {
    code: 'EGR3990',
    level: 'warning',
    title: 'An annotation that suppresses findings has no reason, or an unknown code.',
    effect: 'The annotation suppresses nothing.',
    sources: [],
    check: ({ manifests }) => manifests.flatMap((manifest) => mistakesIn(manifest, codes)),
  };
}

function mistakesIn(manifest: Manifest, codes: readonly string[]): readonly Hit[] {
  return Object.entries(manifest.metadata.annotations ?? {}).flatMap(([key, reason]) => {
    if (!key.startsWith(SUPPRESSION_PREFIX)) return [];
    const path = ['metadata', 'annotations', key];
    const code = key.slice(SUPPRESSION_PREFIX.length);
    if (!codes.includes(code)) {
      const near = didYouMean(code, codes);
      const fix = near === undefined ? 'write the code of a finding' : `write ${SUPPRESSION_PREFIX}${near}`;
      return [{ manifest, path, message: `the annotation ${key} has the code of no rule`, fix }];
    }
    if (reason.trim() !== '') return [];
    const fix = 'write the reason as the value of the annotation';
    return [{ manifest, path, message: `the annotation ${key} has no reason, and suppresses nothing`, fix }];
  });
}
