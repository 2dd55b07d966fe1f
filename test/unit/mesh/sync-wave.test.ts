import { App, Chart, Lazy } from 'cdk8s';
import { EgressGateway, EgressMesh, ExternalHttpRoute, ExternalTlsRoute } from '../../../lib';
import { syncWave } from '../../../lib/mesh/sync-wave';
import { waveOf } from '../../support/gitops/argo-cd';
import { findingOf } from '../input/findings';
import { manifestsOf } from '../help';

const KEY = 'argocd.argoproj.io/sync-wave';
const inWave = (wave: string) => ({ labels: {}, annotations: { [KEY]: wave } });
const NONE = { labels: {}, annotations: {} };

test.each([
  ['1', 'no object has a wave', [NONE, NONE]],
  ['6', 'the gateway is in a later wave', [inWave('5'), NONE]],
  ['8', 'the routes are in a later wave', [inWave('5'), inWave('7')]],
  ['1', 'all waves are earlier than 0: other objects are in wave 0', [inWave('-5'), inWave('-3')]],
])('a ServiceEntry is in wave %s if %s', (wave, _, rules) => {
  expect(syncWave({ syncWaves: true }, 'ServiceEntry', rules)).toEqual(inWave(wave));
});

test('other kinds, and meshes without sync waves, have no wave', () => {
  expect(syncWave({ syncWaves: true }, 'VirtualService', [inWave('5')])).toEqual(NONE);
  expect(syncWave({ syncWaves: false }, 'ServiceEntry', [inWave('x')])).toEqual(NONE);
});

test.each(['', 'first', '1.5', '1e3', Lazy.any({ produce: () => '2' }) as unknown as string])(
  'the wave %p, which no ServiceEntry can be behind, is rejected',
  (wave) => {
    const { code, fix } = findingOf(() => syncWave({ syncWaves: true }, 'ServiceEntry', [inWave(wave)]));
    expect([code, fix]).toEqual(['EGR0310', expect.stringMatching(/^write metadata: .*"0"/)]);
  },
);

test('routes that share a host raise the wave of its ServiceEntry, in any order', () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const chart = new Chart(new EgressMesh(new App(), 'mesh', { syncWaves: true }), 'chart', { namespace: 'team' });
    const gateway = new EgressGateway(chart, 'gateway', {
      metadata: { annotations: { [KEY]: '3' } },
      egressProxy: true,
    });
    const routes = [
      () => new ExternalTlsRoute(chart, 'tls', { gateway, hosts: ['a.com'] }),
      () =>
        new ExternalHttpRoute(chart, 'http', { gateway, hosts: ['a.com'], metadata: { annotations: { [KEY]: '4' } } }),
    ];
    for (const index of order) routes[index]?.();
    const manifests = manifestsOf(chart);
    const waves = (kind: string) =>
      manifests.filter((each) => each.kind === kind).map((each) => [each.metadata.name, waveOf(each)] as const);
    expect(Object.fromEntries(waves('ServiceEntry'))).toEqual({
      'external-a-com': 5,
      'egress-undeclared-istio-egressgateway': 4,
    });
    expect(Object.fromEntries(waves('VirtualService'))['egress-route-a-com']).toBe(4);
  }
});
