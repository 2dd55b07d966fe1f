import { Chart } from 'cdk8s';
import { ClientTls, EgressSource, ExternalHttpRoute, ExternalRouteProps, ExternalTlsRoute } from '../../../lib';
import { findingOf } from '../input/findings';
import { Manifest, manifestsOf, newChart, ofKind, stderrOfEachTest } from '../help';
import { gatewayOf } from '../synthesis';

stderrOfEachTest();

const PAYMENTS = EgressSource.namespace('payments');
const NIGHTLY = EgressSource.serviceAccount('reports', 'nightly');
const ANYONE = EgressSource.anyAuthenticated();

/** Returns the policies that allow sources: not the policy that denies every other request. */
function allowing(chart: Chart): Manifest[] {
  return ofKind(chart, 'AuthorizationPolicy').filter(({ metadata }) => metadata.name.startsWith('egress-allow-'));
}

function fromIn({ spec }: Manifest): object[] {
  return (spec?.['rules'] as { readonly from: object[] }[]).flatMap(({ from }) => from);
}

describe.each([
  ['ExternalHttpRoute', ExternalHttpRoute],
  ['ExternalTlsRoute', ExternalTlsRoute],
] as const)('%s with allowFrom', (_, Route) => {
  function route(chart: Chart, props: Partial<ExternalRouteProps> = {}, id = 'route') {
    return new Route(chart, id, { gateway: gatewayOf(chart), hosts: ['edition.cnn.com'], ...props });
  }

  test('writes a policy for its sources, and the default deny policy of the gateway', () => {
    const chart = newChart();
    route(chart, { allowFrom: [PAYMENTS, NIGHTLY] });
    expect(ofKind(chart, 'AuthorizationPolicy').map(({ metadata }) => [metadata.namespace, metadata.name])).toEqual([
      ['istio-system', 'egress-deny-istio-egressgateway'],
      ['istio-system', 'egress-allow-edition-cnn-com'],
    ]);
    expect(allowing(chart).map(fromIn)).toEqual([
      [{ source: { principals: ['cluster.local/ns/payments/sa/*', 'cluster.local/ns/reports/sa/nightly'] } }],
    ]);
  });

  test('writes a policy for each of its hosts, with the same sources', () => {
    const chart = newChart();
    const { authorizationPolicies } = route(chart, { hosts: ['b.com', 'a.com'], allowFrom: [ANYONE] });
    expect(authorizationPolicies.map(({ name }) => name)).toEqual(['egress-allow-a-com', 'egress-allow-b-com']);
    const anyone = [{ source: { principals: ['*'] } }];
    expect(allowing(chart).map(fromIn)).toEqual([anyone, anyone]);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['in one property', (chart) => void route(chart, { allowFrom: [PAYMENTS, NIGHTLY] })],
    ['in another order', (chart) => void route(chart, { allowFrom: [NIGHTLY, PAYMENTS] })],
    ['twice', (chart) => void route(chart, { allowFrom: [NIGHTLY, PAYMENTS, NIGHTLY] })],
    ['by the method', (chart) => route(chart).allowFrom(PAYMENTS, NIGHTLY)],
    ['by the property and the method', (chart) => route(chart, { allowFrom: [NIGHTLY] }).allowFrom(PAYMENTS)],
    [
      'by several calls that overlap',
      (chart) => {
        const made = route(chart);
        made.allowFrom(NIGHTLY);
        made.allowFrom(PAYMENTS, NIGHTLY);
        made.allowFrom(PAYMENTS);
      },
    ],
  ])('writes the same manifests for sources that are given %s', (_how, allow) => {
    const expected = newChart();
    route(expected, { allowFrom: [PAYMENTS, NIGHTLY] });
    const chart = newChart();
    allow(chart);
    expect(manifestsOf(chart)).toEqual(manifestsOf(expected));
  });

  test('reads its sources back, sorted and each once', () => {
    const made = route(newChart(), { allowFrom: [NIGHTLY, PAYMENTS] });
    made.allowFrom(EgressSource.namespace('payments'), ANYONE);
    expect(made.sources.map(String)).toEqual([
      'anyAuthenticated()',
      "namespace('payments')",
      "serviceAccount('reports', 'nightly')",
    ]);
    made.sources.pop();
    expect(made.sources).toHaveLength(3);
  });

  test('has no policy before the first source, and the policy as its first object afterwards', () => {
    const chart = newChart();
    const made = route(chart);
    expect([made.sources, made.authorizationPolicies]).toEqual([[], []]);
    expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
    made.allowFrom(PAYMENTS);
    expect(made.authorizationPolicies.map(({ kind }) => kind)).toEqual(['AuthorizationPolicy']);
    expect(made.objects[0]).toBe(made.authorizationPolicies[0]);
  });

  test('keeps its VirtualService as the default child, and one DestinationRule of the gateway', () => {
    const made = route(newChart(), { allowFrom: [PAYMENTS] });
    expect(made.node.defaultChild).toBe(made.virtualServices[0]);
    expect(made.destinationRules.map(({ name }) => name)).toEqual(['egress-subset-edition-cnn-com']);
  });

  test('writes the metadata of the gateway on its policies', () => {
    const chart = newChart();
    gatewayOf(chart, { metadata: { labels: { team: 'net' }, annotations: { note: 'x' } } });
    route(chart, { allowFrom: [PAYMENTS] });
    for (const { metadata } of ofKind(chart, 'AuthorizationPolicy')) {
      expect(metadata).toMatchObject({ labels: { team: 'net' }, annotations: { note: 'x' } });
    }
  });

  test.each<[string, unknown[], object]>([
    ['no source', [], { code: 'EGR0105', problem: /allowFrom must (not be empty|have an argument)/ }],
    [
      'a name',
      ['payments'],
      {
        code: 'EGR0103',
        problem: /(allowFrom\[0\]|argument 1 of route.allowFrom) must be an EgressSource/,
        got: '"payments"',
      },
    ],
    [
      'an object beside a source',
      [PAYMENTS, { namespace: 'x' }],
      { code: 'EGR0103', problem: /^(allowFrom\[1\]|argument 2 of route.allowFrom) must be/ },
    ],
    ['undefined beside a source', [PAYMENTS, undefined], { code: 'EGR0103', got: 'undefined' }],
  ])('rejects %s, in the property and in the method, and adds no source', (_what, sources, expected) => {
    const chart = newChart();
    const made = route(chart, { hosts: ['a.com'] });
    for (const run of [
      () => route(newChart(), { allowFrom: sources as EgressSource[] }),
      () => made.allowFrom(...(sources as EgressSource[])),
    ]) {
      const { problem = '', ...rest } = expected as { problem?: string | RegExp };
      const finding = findingOf(run);
      expect(finding).toMatchObject({ constructPath: 'chart/route', ...rest });
      expect(finding.problem).toMatch(problem);
      expect(finding.fix).toMatch(/EgressSource\.namespace\(/);
    }
    expect(made.sources).toEqual([]);
    expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
  });

  test.each<[string, unknown[]]>([
    ['a list', [[PAYMENTS]]],
    ['a list beside a source', [NIGHTLY, [PAYMENTS]]],
  ])('rejects %s in the method, which accepts sources one by one', (_what, sources) => {
    const made = route(newChart());
    expect(findingOf(() => made.allowFrom(...(sources as EgressSource[])))).toMatchObject({
      code: 'EGR0109',
      constructPath: 'chart/route',
      problem: 'route.allowFrom cannot accept a list',
      fix: expect.stringContaining('route.allowFrom(...values)') as string,
    });
    expect(made.sources).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['a single source', PAYMENTS],
    ['a name', 'payments'],
  ])('rejects %s in the place of a list', (_what, allowFrom) => {
    const finding = findingOf(() => route(newChart(), { allowFrom: allowFrom as EgressSource[] }));
    expect(finding).toMatchObject({ code: 'EGR0105', problem: 'allowFrom must be a list' });
  });

  test('rejects sources on a gateway with ClientTls.DISABLE, which does not authenticate callers', () => {
    const plain = (): Chart => {
      const chart = newChart();
      gatewayOf(chart, { clientTls: ClientTls.DISABLE });
      return chart;
    };
    for (const run of [
      () => route(plain(), { allowFrom: [PAYMENTS] }),
      () => route(plain(), { allowFrom: [] }),
      () => route(plain()).allowFrom(PAYMENTS),
    ]) {
      expect(findingOf(run)).toMatchObject({
        code: 'EGR0302',
        constructPath: 'chart/route',
        problem: expect.stringMatching(/^allowFrom needs a gateway with ClientTls\.ISTIO_MUTUAL/) as string,
        got: '"ClientTls.DISABLE"',
        fix: 'remove clientTls from the gateway, or remove allowFrom',
      });
    }
  });
});
