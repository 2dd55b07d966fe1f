/** Of what tenants may make. */
import { Survivor } from '../survivor';

export const OF_ADMISSION: readonly Survivor[] = [
  {
    mutant: { operator: 'admission-policy/drop-condition', object: 'egress-workloads.' },
    reason: 'a pod that is about to go may change: no pod here waits for somebody on its way out; a unit test says it',
  },
  {
    mutant: { operator: 'admission-policy/drop-condition', object: 'egress-proxies.', field: 'matchConditions[0]' },
    reason: 'none of the controllers asks for a shell; the conditions are the same for all policies',
  },
];
