import { Lazy } from 'cdk8s';
import { assertReplicas, replicas } from '../../../lib/pods/replicas';
import { findingOf } from '../input/findings';

test.each<[object, object]>([
  [{}, { minReplicas: 2, maxReplicas: 5 }],
  [{ minReplicas: 7 }, { minReplicas: 7, maxReplicas: 7 }],
  [
    { minReplicas: undefined, maxReplicas: 3 },
    { minReplicas: 2, maxReplicas: 3 },
  ],
])('replicas completes %j', (given, expected) => {
  expect(replicas(given)).toEqual(expected);
});

describe('assertReplicas', () => {
  test.each([
    [{ minReplicas: 3, maxReplicas: 2 }, 'write maxReplicas: 3'],
    [{ maxReplicas: 1 }, 'write maxReplicas: 2'],
  ])('rejects %j', (given, fix) => {
    expect(findingOf(() => assertReplicas(given))).toMatchObject({ code: 'EGR0304', fix });
  });

  test.each([{ minReplicas: 1, maxReplicas: 1 }, {}, { minReplicas: Lazy.any({ produce: () => 9 }) as number }])(
    'accepts one pod, the default numbers, and tokens (%#)',
    (given) => {
      expect(() => assertReplicas(given)).not.toThrow();
    },
  );
});
