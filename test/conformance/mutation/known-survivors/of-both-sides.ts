/** Of the lockdown from both sides. */
import { Survivor } from '../survivor';

export const OF_BOTH_SIDES: readonly Survivor[] = [
  {
    mutant: {
      operator: 'network-policy/any-port',
      field: 'egress[2].ports',
      object: 'egress-lockdown-',
      example: 'gateway-lockdown',
    },
    reason: "the gateway's own policy lets nobody in on other ports",
  },
  {
    mutant: { operator: 'network-policy/drop-peer', field: 'egress[3].to[1]', example: 'gateway-lockdown' },
    reason: 'an address of the internet, on a port that is open there: the rule before it lets it through too',
  },
  {
    mutant: { operator: 'network-policy/cidr', field: 'egress[3].to[1].ipBlock', example: 'gateway-lockdown' },
    reason: 'an address of the internet, on a port that is open there: the rule before it lets it through too',
  },
  {
    mutant: {
      operator: 'admission-policy/always',
      object: 'egress-routing.',
      field: 'validations[10].expression',
      example: 'admission',
    },
    reason: "the Gateway API's Gateway is no kind here, since istiod would run its controller; a unit test says it",
  },
  ...[0, 1, 3, 4, 5].map((index) => ({
    mutant: {
      operator: 'admission-policy/drop-resource',
      object: 'egress-routing.',
      field: `resourceRules[2].resources[${index}]`,
      example: 'admission',
    },
    reason: 'of the Gateway API there are HTTPRoutes here alone; a unit test says what of it is matched',
  })),
  {
    mutant: {
      operator: 'admission-policy/drop-resource',
      object: 'egress-namespaces.',
      field: 'resources[1]',
      example: 'admission',
    },
    reason: 'no namespace here waits to be finalized; its status is the same rule',
  },
  ...['endpoints', 'proxies', 'routing'].map((id) => ({
    mutant: { operator: 'admission-policy/drop-condition', object: `egress-${id}.`, field: 'matchConditions[0]' },
    reason: "none of the cluster's own subjects asks for this; the conditions are the same for all policies",
  })),
];
