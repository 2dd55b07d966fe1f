/** Of the settings of the gateway's connections and requests to hosts. */
import { Survivor } from '../survivor';

const OTHER_REGION = 'the region is used while the other region fails, in a later stage';

export const OF_SETTINGS: readonly Survivor[] = [
  ...['endpoint', 'locality'].map((operator) => ({
    mutant: {
      operator: `service-entry/${operator}`,
      object: 'external-edition',
      field: operator === 'endpoint' ? 'endpoints[0].address' : 'endpoints[0].locality',
      example: 'resilience',
    },
    reason: OTHER_REGION,
  })),
  {
    mutant: { operator: 'virtual-service/drop-retries', object: 'egress-route-edition', example: 'resilience' },
    reason: OTHER_REGION,
  },
  {
    mutant: {
      operator: 'delete-object',
      kind: 'DestinationRule',
      object: 'egress-upstream-www',
      example: 'resilience',
    },
    reason: 'the settings limit requests at the same time, which a later stage sends',
  },
];
