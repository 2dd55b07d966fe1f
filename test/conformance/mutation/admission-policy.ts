/** ValidatingAdmissionPolicy and its binding: what is looked at, of whom, what must be true of it, and where that holds. */
import { NO_NAMESPACE } from './nobody';
import { drop, dropOneOfMany, each, Rule, where } from './rule';

const MATCH = 'spec.matchConstraints.resourceRules.*';

export const ADMISSION_POLICY: readonly Rule[] = [
  { operator: 'admission-policy/drop-rule', at: 'spec.validations.*', to: dropOneOfMany },
  { operator: 'admission-policy/always', at: 'spec.validations.*.expression', to: where('true') },
  { operator: 'admission-policy/never', at: 'spec.validations.*.expression', to: where('false') },
  { operator: 'admission-policy/drop-condition', at: 'spec.matchConditions.*', to: drop },
  { operator: 'admission-policy/nobody', at: 'spec.matchConditions.*.expression', to: where('false') },
  { operator: 'admission-policy/drop-resource', at: `${MATCH}.resources.*`, to: dropOneOfMany },
  { operator: 'admission-policy/drop-operation', at: `${MATCH}.operations.*`, to: dropOneOfMany },
  { operator: 'admission-policy/api-group', at: `${MATCH}.apiGroups.*`, to: where('apps') },
];

export const ADMISSION_BINDING: readonly Rule[] = [
  { operator: 'admission-binding/policy', at: 'spec.policyName', to: where('no-such-policy') },
  { operator: 'admission-binding/action', at: 'spec.validationActions.*', to: each({ Deny: ['Audit', 'Warn'] }) },
  {
    operator: 'admission-binding/namespace',
    at: 'spec.matchResources.namespaceSelector.matchExpressions.*.values.*',
    to: where(NO_NAMESPACE),
  },
  {
    operator: 'admission-binding/other-namespaces',
    at: 'spec.matchResources.namespaceSelector.matchExpressions.*.operator',
    to: each({ In: ['NotIn'] }),
  },
];
