import { mutantsOf } from '../../../conformance/mutation/mutants';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { object } from './help';

function inNamespace(kind: string, namespace: string | undefined): Manifest {
  return { ...object(kind, {}), metadata: { name: 'a', ...(namespace !== undefined && { namespace }) } };
}

test.each<[string, Manifest[], string[]]>([
  [
    'into the namespaces of others and default',
    [inNamespace('Gateway', 'home'), inNamespace('Service', 'b')],
    ['b', 'default'],
  ],
  ['not into its own, when it is not written', [inNamespace('Gateway', undefined), inNamespace('Service', 'b')], ['b']],
  [
    'not into what Namespace objects say',
    [inNamespace('Gateway', 'home'), inNamespace('Namespace', undefined)],
    ['default'],
  ],
])('an object is moved %s', (_, manifests, expected) => {
  const moved = mutantsOf(manifests).filter(
    ({ operator, target }) => operator === 'namespace' && target.kind === 'Gateway',
  );
  expect(moved.map((mutant) => mutant.manifests[0]?.metadata.namespace)).toEqual(expected);
  expect(moved.map(({ id }) => id.split(': ')[1])).toEqual(expected.map((to) => `metadata.namespace -> ${to}`));
});
