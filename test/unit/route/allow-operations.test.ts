import { Chart } from 'cdk8s';
import {
  ClientTls,
  EgressSource,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalTlsRoute,
  HttpOperation,
} from '../../../lib';
import { findingOf, findingsOf } from '../input/findings';
import { manifestsOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { findingsWith, foundAtSynthesis, gatewayOf } from '../synthesis';

stderrOfEachTest();

const PAYMENTS = EgressSource.namespace('payments');
const READ: HttpOperation = { methods: ['GET'] };

interface Rule {
  readonly from: object[];
  readonly to: { readonly operation: { readonly methods?: string[]; readonly paths?: string[] } }[];
}

/** Returns the rules of the policy that allows the sources of `a.com`. */
function rulesIn(chart: Chart): Rule[] {
  const policies = ofKind(chart, 'AuthorizationPolicy').filter(
    ({ metadata }) => metadata.name === 'egress-allow-a-com',
  );
  return policies.flatMap(({ spec }) => spec?.['rules'] as Rule[]);
}

function operationsIn(chart: Chart): unknown[] | undefined {
  return rulesIn(chart)[0]?.to.map(({ operation: { methods, paths } }) => [methods, paths]);
}

function http(chart: Chart, props: Partial<ExternalHttpRouteProps> = {}): ExternalHttpRoute {
  return new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], ...props });
}

describe('ExternalHttpRoute.allowOperations', () => {
  test('restricts the sources to any of the operations of all calls', () => {
    const chart = newChart();
    const route = http(chart, { allowFrom: [PAYMENTS] });
    route.allowOperations({ methods: ['PUT', 'GET'], paths: ['/v1/*'] });
    route.allowOperations({ methods: ['HEAD'] }, { paths: ['/health'] });
    expect(operationsIn(chart)).toEqual([
      [['GET', 'PUT'], ['/v1/*']],
      [['HEAD'], undefined],
      [undefined, ['/health']],
    ]);
    expect(rulesIn(chart).map(({ from }) => from)).toEqual([
      [{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }],
    ]);
  });

  test('adds operations that the route reads back, sorted and each once', () => {
    const route = http(newChart(), { allowFrom: [PAYMENTS], allowedOperations: [{ paths: ['/v1/*'] }] });
    route.allowOperations({ methods: ['PUT', 'GET', 'GET'] }, { paths: ['/v1/*'] });
    expect(route.operations).toEqual([{ methods: ['GET', 'PUT'] }, { paths: ['/v1/*'] }]);
    const copy = http(newChart(), { allowFrom: [PAYMENTS], allowedOperations: route.operations });
    expect(copy.operations).toEqual(route.operations);
    expect(http(newChart()).operations).toEqual([]);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['as a property', (chart) => void http(chart, { allowFrom: [PAYMENTS], allowedOperations: [READ] })],
    [
      'before the sources',
      (chart) => {
        const route = http(chart);
        route.allowOperations(READ);
        route.allowFrom(PAYMENTS);
      },
    ],
  ])('writes the same manifests for operations that are given %s', (_, allow) => {
    const [chart, expected] = [newChart(), newChart()];
    allow(chart);
    http(expected, { allowFrom: [PAYMENTS] }).allowOperations(READ);
    expect(manifestsOf(chart)).toEqual(manifestsOf(expected));
  });

  test('does not restrict the TLS route of the same host', () => {
    const chart = newChart();
    http(chart, { allowFrom: [PAYMENTS] }).allowOperations(READ);
    new ExternalTlsRoute(chart, 'tls', { gateway: gatewayOf(chart), hosts: ['a.com'], allowFrom: [PAYMENTS] });
    expect(rulesIn(chart)[1]?.to).toEqual([{ operation: { ports: ['8443'] } }]);
  });

  test('without sources is an error at synthesis that names the route', () => {
    const chart = newChart();
    http(chart).allowOperations(READ);
    expect(findingsWith('EGR1102', chart)).toMatchObject([
      { constructPath: 'chart/route', fix: expect.stringMatching(/^write allowFrom: \[EgressSource/) as string },
    ]);
    expect(foundAtSynthesis(chart)).toHaveLength(1);
  });

  test('makes the gateway remove headers that replace the method or the path', () => {
    const [chart, open] = [newChart(), newChart()];
    http(chart, { allowFrom: [PAYMENTS], allowedOperations: [READ] });
    http(open, { allowFrom: [PAYMENTS] });
    expect(JSON.stringify(only(chart, 'VirtualService').spec)).toContain('"x-http-method-override"');
    expect(JSON.stringify(only(open, 'VirtualService').spec)).not.toContain('"x-http-method-override"');
  });

  test('writes an EnvoyFilter against requests that a host may interpret differently', () => {
    const route = http(newChart(), { allowFrom: [PAYMENTS] });
    expect(route.envoyFilters).toEqual([]);
    route.allowOperations(READ);
    expect(route.envoyFilters.map(({ name }) => name)).toEqual(['egress-requests-a-com']);
  });

  test.each<[string, unknown, RegExp]>([
    ['an empty operation', {}, /must have methods or paths/],
    ['a method in lower case', { methods: ['get'] }, /methods\[0\] must be an HTTP method/],
    ['an empty list of methods', { methods: [] }, /methods must not be empty/],
    ['a relative path', { paths: ['v1'] }, /paths\[0\] must be a normalized absolute path/],
    ['null', null, /must be an object/],
  ])('rejects %s beside a correct operation, and adds neither', (_, operation, problem) => {
    const chart = newChart();
    const route = http(chart, { allowFrom: [PAYMENTS] });
    const finding = findingOf(() => route.allowOperations(READ, operation as HttpOperation));
    expect(finding).toMatchObject({
      constructPath: 'chart/route',
      problem: expect.stringContaining('allowedOperations[1]') as string,
    });
    expect(finding.problem).toMatch(problem);
    expect(route.operations).toEqual([]);
    expect(operationsIn(chart)).toEqual([[undefined, undefined]]);
  });

  test('reports all malformed operations in one error', () => {
    const route = http(newChart(), { allowFrom: [PAYMENTS] });
    const run = () => route.allowOperations({ methods: ['get'], paths: ['v1'] }, {});
    expect(findingsOf(run)).toHaveLength(3);
  });

  test('rejects a list, because the method accepts operations one by one', () => {
    const route = http(newChart(), { allowFrom: [PAYMENTS] });
    expect(findingOf(() => route.allowOperations([READ] as never))).toMatchObject({
      code: 'EGR0109',
      problem: 'route.allowOperations cannot accept a list',
      fix: expect.stringContaining("route.allowOperations({ methods: ['GET'] })") as string,
    });
  });

  test('is rejected on a gateway with ClientTls.DISABLE, which does not authenticate callers', () => {
    const chart = newChart();
    gatewayOf(chart, { clientTls: ClientTls.DISABLE });
    expect(findingOf(() => http(chart).allowOperations(READ))).toMatchObject({
      code: 'EGR0302',
      fix: 'remove clientTls from the gateway, or remove allowedOperations',
    });
  });

  test.each<[string, () => unknown]>([
    ['the method', () => http(newChart(), { allowFrom: [PAYMENTS] }).allowOperations()],
    ['the property', () => http(newChart(), { allowFrom: [PAYMENTS], allowedOperations: [] })],
  ])('rejects an empty list of operations in %s, which would leave every operation open', (_, run) => {
    expect(findingOf(run)).toMatchObject({ code: 'EGR0105', problem: 'allowedOperations must not be empty' });
  });
});
