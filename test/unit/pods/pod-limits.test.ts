/** Values that the API server rejects, and that have the right type. */
import { readDeploymentOptions } from '../../../lib/pods/deployment-shape';
import { readPodOptions } from '../../../lib/pods/pod-shapes';
import { WhenUnsatisfiable } from '../../../lib/pods/topology-spread-constraint';
import { findingOf } from '../input/findings';

const spread = { topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: WhenUnsatisfiable.SCHEDULE_ANYWAY };

test.each<[string, () => unknown, string, RegExp]>([
  [
    'a spread constraint twice',
    () => readPodOptions('it', { topologySpreadConstraints: [spread, { ...spread, maxSkew: 2 }] }),
    'EGR0106',
    /^topologySpreadConstraints\[1\] must not repeat/,
  ],
  [
    'a number of more than 32 bits',
    () => readPodOptions('it', { maxReplicas: 2 ** 31 }),
    'EGR0103',
    /^maxReplicas must be/,
  ],
  [
    'a name of a resource that is no name',
    () => readDeploymentOptions('it', { resources: { limits: { '<<': '1' } } }),
    'EGR0113',
    /^resources\.limits cannot have the resource key "<<"/,
  ],
  [
    'a list with a hole',
    () => readPodOptions('it', { tolerations: new Array(1) }),
    'EGR0102',
    /^tolerations\[0\] must be/,
  ],
])('the options of pods reject %s', (_, read, code, problem) => {
  const finding = findingOf(read);
  expect(finding.code).toBe(code);
  expect(finding.problem).toMatch(problem);
});
