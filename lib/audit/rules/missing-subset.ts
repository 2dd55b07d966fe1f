import { Rule } from './rule';
import { hidingRules } from './hidden-destination-rule';
import { failuresOf, hitOf } from './shared/failures';

export const MISSING_SUBSET: Rule = {
  code: 'EGR3005',
  level: 'error',
  title: 'A route points to a subset that no DestinationRule has, or that selects no pods.',
  why:
    'The proxy has no cluster, or no endpoint, for the subset, and answers 503. Sources: ' +
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/, and ' +
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset.',
  check: (mesh) => [
    ...failuresOf(mesh, 'missing-subset')
      .filter((failure) => hidingRules(mesh, failure).length === 0)
      .map((failure) => hitOf(failure, 'remove subset from the destination, or add the subset to a DestinationRule')),
    ...failuresOf(mesh, 'empty-subset').map((failure) => hitOf(failure, 'remove labels from the subset')),
  ],
};
