import { KubeObject } from '../../../../conformance/environment/cluster/objects';
import { changes, said } from '../../../../conformance/environment/running/snapshot';

const before = new Map([
  ['pods default/a', ''],
  ['namespaces default', '{"labels":{}}'],
]);

it('the same is no change', () => {
  expect(changes(before, new Map(before))).toEqual([]);
});

it('reports the objects that are left behind, missing and changed', () => {
  const after = new Map([
    ['namespaces default', '{"labels":{"istio":"system"}}'],
    ['gateways default/g', ''],
  ]);
  expect(changes(before, after)).toEqual([
    'left behind: gateways default/g',
    'gone: pods default/a',
    expect.stringMatching(/^changed: namespaces default\n.*before: \{"labels":\{\}\}\n.*after: .*system/),
  ]);
});

describe('the content of an object', () => {
  const metadata = { name: 'd', uid: '1', resourceVersion: '1' };
  const restarted = { 'kubectl.kubernetes.io/restartedAt': 'now' };
  const deployment = (annotations?: object) => ({ metadata, spec: { template: { metadata: { annotations } } } });

  it('is the same before and after a restart, and whatever its status', () => {
    expect(said(deployment(restarted))).toBe(said(deployment()));
    expect(said({ metadata: { ...metadata, annotations: { 'deployment.kubernetes.io/revision': '2' } } })).toBe(
      said({ metadata }),
    );
    expect(said({ ...deployment(), status: { replicas: 2 } } as KubeObject)).toBe(said(deployment()));
  });

  it('is another with another annotation, label or spec', () => {
    const texts = [
      deployment(),
      deployment({ ...restarted, mine: 'yes' }),
      { metadata: { ...metadata, labels: { a: 'b' } } },
      { metadata, spec: { replicas: 2 } },
    ].map(said);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
