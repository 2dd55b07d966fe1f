/** Which proxies rejected what istiod sent during a stage. */
import { Group } from '../../cases/group';
import { Check, nothingWrong } from '../check';

/**
 * Returns the check that the expected proxies rejected what istiod sent, and no other.
 *
 * @param counts counters of rejections that grew, as `namespace/pod: counter`
 * @param expected Deployments, as `namespace/deployment`
 */
export function rejectionCheck(counts: readonly string[], expected?: Group<string>): Check {
  if (expected === undefined) return nothingWrong('the proxies', 'accept all that istiod sends', counts);
  const isOf = (count: string, deployment: string): boolean => count.startsWith(`${deployment}-`);
  const others = counts.filter((count) => !expected.expect.some((deployment) => isOf(count, deployment)));
  const missing = expected.expect.filter((deployment) => !counts.some((count) => isOf(count, deployment)));
  const wrong = [...others, ...missing.map((deployment) => `${deployment} rejects nothing`)];
  return { ...nothingWrong(expected.expect.join(', '), 'reject what istiod sends', wrong), because: expected.because };
}
