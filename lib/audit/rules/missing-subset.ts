import { Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';
import { hidingRules } from '../answer/hiding-rules';

/** A subset that no DestinationRule has, or that selects no pods. */
export const MISSING_SUBSET: Rule = {
  code: 'EGR3005',
  level: 'error',
  title: 'A route points to a subset that no DestinationRule has, or that selects no pods.',
  effect: 'The proxy has no cluster, or no endpoint, for the subset, and answers 503.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  ],
  check: (mesh) =>
    failuresOf(mesh, 'missing-subset', 'empty-subset')
      .filter(({ cause }) => cause.kind === 'empty-subset' || hidingRules(mesh, cause).length === 0)
      .map((failure) => hitOf(mesh, failure)),
};
