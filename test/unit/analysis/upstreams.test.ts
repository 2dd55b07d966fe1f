import { ClaimedPort } from '../../../lib/mesh/external-host';
import { UpstreamModel } from '../../../lib/mesh/upstream-model';
import { GATEWAY, HTTP_80, TLS_443 } from '../help';
import { described, expectFound, found, MeshParts, Route, tcp } from './meshes';

const withSettings = (port: ClaimedPort, upstream: UpstreamModel): ClaimedPort => ({ ...port, upstream });
const route = (owner: string, ...ports: ClaimedPort[]): Route => ({ owner, ports });
const ssh = tcp(22, '203.0.113.9');
const registry: ClaimedPort = { ...TLS_443, number: 8443 };

describe('EGR1016', () => {
  test.each<[string, UpstreamModel, UpstreamModel, RegExp]>([
    ['different idle timeouts', { idleTimeout: '5s' }, { idleTimeout: '6s' }, /the same upstream\.idleTimeout$/],
    ['an idle timeout of one route', {}, { idleTimeout: '6s' }, /the same upstream\.idleTimeout$/],
    [
      'different durations of connections',
      { maxConnectionDuration: '5s', idleTimeout: '1s' },
      { maxConnectionDuration: '6s', idleTimeout: '1s' },
      /the same upstream\.maxConnectionDuration$/,
    ],
  ])('finds two TLS ports of one host with %s', (_, first, second, problem) => {
    const routes = [route('a', withSettings(TLS_443, first)), route('b', withSettings(registry, second))];
    expectFound('EGR1016', { routes }, { at: 'b', problem, fix: /^write the same upstream\./ });
  });

  test.each<[string, readonly Route[]]>([
    [
      'the same value',
      ['a', 'b'].map((owner, i) => route(owner, withSettings(i ? registry : TLS_443, { idleTimeout: '5s' }))),
    ],
    ['HTTP beside TLS', [route('a', withSettings(HTTP_80, { idleTimeout: '5s' })), route('b', TLS_443)]],
    [
      'TCP beside TLS, which has a ServiceEntry of its own',
      [route('a', withSettings(TLS_443, { idleTimeout: '5s' })), route('b', ssh)],
    ],
    ['other settings', [route('a', withSettings(TLS_443, { connectTimeout: '5s' })), route('b', registry)]],
  ])('does not find %s', (_, routes) => {
    expect(found('EGR1016', { routes })).toEqual([]);
  });
});

describe('EGR2016', () => {
  const parts = (
    upstream: UpstreamModel,
    ownership: 'installed' | 'deployed' | 'imported' = 'installed',
  ): MeshParts => ({
    routes: [route('chart/a', withSettings(HTTP_80, upstream))],
    gateways: [described(GATEWAY, { ownership })],
  });

  test.each<[string, UpstreamModel]>([
    ['a timeout', { timeout: '5s' }],
    ['retries', { retries: { attempts: 1 } }],
  ])('finds %s through an installed gateway', (_, upstream) => {
    const expected = { at: 'chart/a', problem: /^hosts of the route see the headers/, fix: /installOverlay\(\)/ };
    expect(expectFound('EGR2016', parts(upstream), expected).got).toBe('["a.com"]');
  });

  test('does not find connection settings, or a gateway whose pods have the annotation or belong to another app', () => {
    expect(found('EGR2016', parts({ connectTimeout: '5s' }))).toEqual([]);
    expect(found('EGR2016', parts({ timeout: '5s' }, 'deployed'))).toEqual([]);
    expect(found('EGR2016', parts({ timeout: '5s' }, 'imported'))).toEqual([]);
  });
});
