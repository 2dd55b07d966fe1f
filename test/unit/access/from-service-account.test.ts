import { App, Chart, Lazy, Testing } from 'cdk8s';
import * as plus28 from 'cdk8s-plus-28';
import * as plus33 from 'cdk8s-plus-33';
import { EgressSource } from '../../../lib/access/egress-source';
import { fixIn, messageOf } from '../help';

const chartIn = (namespace?: string): Chart =>
  new Chart(new App(), 'chart', namespace === undefined ? {} : { namespace });

describe.each([
  ['cdk8s-plus-28', plus28],
  ['cdk8s-plus-33', plus33],
] as const)('EgressSource.fromServiceAccount with %s', (_, { Deployment, ServiceAccount }) => {
  test('is the account in the namespace of its metadata', () => {
    const account = new ServiceAccount(chartIn('a'), 'it', { metadata: { name: 'nightly', namespace: 'reports' } });
    expect(String(EgressSource.fromServiceAccount(account))).toBe("serviceAccount('reports', 'nightly')");
  });

  test('is the account in the namespace of its chart, under its generated name, as it is written', () => {
    const chart = chartIn('reports');
    const source = EgressSource.fromServiceAccount(new ServiceAccount(chart, 'it'));
    const [{ metadata }] = Testing.synth(chart) as [{ metadata: { name: string; namespace: string } }];
    expect(String(source)).toBe(`serviceAccount('${metadata.namespace}', '${metadata.name}')`);
    expect(metadata.namespace).toBe('reports');
  });

  test('is an imported account, in the namespace `default` unless another is given', () => {
    const chart = chartIn('reports');
    const imported = ServiceAccount.fromServiceAccountName(chart, 'a', 'nightly');
    const elsewhere = ServiceAccount.fromServiceAccountName(chart, 'b', 'nightly', { namespaceName: 'reports' });
    expect([imported, elsewhere].map((each) => String(EgressSource.fromServiceAccount(each)))).toEqual([
      "serviceAccount('default', 'nightly')",
      "serviceAccount('reports', 'nightly')",
    ]);
  });

  test('rejects an account without a namespace', () => {
    const account = new ServiceAccount(chartIn(), 'it', { metadata: { name: 'nightly' } });
    const message = messageOf(() => EgressSource.fromServiceAccount(account));
    expect(message).toContain('serviceAccount nightly must have a namespace: got undefined');
    expect(fixIn(message)).toContain("write metadata: { namespace: 'payments' }");
  });

  test('rejects a namespace that is a token', () => {
    const namespace = Lazy.any({ produce: () => 'reports' }) as string;
    const account = new ServiceAccount(chartIn(), 'it', { metadata: { name: 'nightly', namespace } });
    expect(messageOf(() => EgressSource.fromServiceAccount(account))).toContain('token');
  });

  test('rejects a workload, whose service account is to be passed', () => {
    const deployment = new Deployment(chartIn('a'), 'it', { containers: [{ image: 'x' }] });
    const message = messageOf(() => EgressSource.fromServiceAccount(deployment));
    expect(message).toContain('serviceAccount must be a ServiceAccount of cdk8s-plus: got Deployment');
  });
});

describe('EgressSource.fromServiceAccount', () => {
  test.each<[string, unknown, string]>([
    ['text', 'reports/nightly', 'got "reports/nightly"'],
    ['nothing', undefined, 'got undefined'],
    ['null', null, 'got null'],
    ['a chart', chartIn('a'), 'got Chart'],
    ['a user', plus28.User.fromName(chartIn('a'), 'it', 'jane'), 'got User'],
  ])('rejects %s', (_, value, got) => {
    const message = messageOf(() => EgressSource.fromServiceAccount(value));
    expect(message).toContain(`serviceAccount must be a ServiceAccount of cdk8s-plus: ${got}`);
    expect(fixIn(message)).toMatch(/^write EgressSource\.serviceAccount\(/);
  });
});
