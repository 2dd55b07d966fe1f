import { Gateways } from '../../../lib/mesh/gateways';
import { GATEWAY } from '../help';
import { described, gatewayOf } from '../analysis/meshes';

const KEY = 'istio-system/istio-egressgateway';
const own = described(GATEWAY, { owner: 'chart/own' });
const imported = described({ ...GATEWAY }, { owner: 'chart/imported', ownership: 'imported' });

function gatewaysOf(...all: Parameters<Gateways['add']>[0][]): Gateways {
  const gateways = new Gateways(() => undefined);
  for (const each of all) gateways.add(each);
  return gateways;
}

describe('Gateways', () => {
  test('has every gateway once, sorted by namespace and name, with the description of the first path', () => {
    const eu = described(gatewayOf('eu'), { owner: 'chart/eu' });
    const descriptions = [own, imported, { ...eu, owner: 'z' }, eu];
    for (const order of [descriptions, [...descriptions].reverse()]) {
      const gateways = gatewaysOf(...order);
      expect(gateways.all.map(({ owner }) => owner)).toEqual(['chart/eu', 'chart/imported']);
      expect(gateways.descriptionsOf(KEY)).toEqual([imported, own]);
      expect(gateways.descriptions.map(({ owner }) => owner)).toEqual(['chart/eu', 'z', 'chart/imported', 'chart/own']);
    }
  });

  test('identifies a gateway by namespace and Service, whatever else is described', () => {
    const others = [{ namespace: 'elsewhere' }, { serviceName: 'second' }].map((over) =>
      described({ ...GATEWAY, ...over }),
    );
    expect(gatewaysOf(...others).descriptionsOf(KEY)).toEqual([]);
  });

  test.each([
    ['of the owner only', [own], false],
    ['of another app only', [imported], true],
    ['of another app, then of the owner', [imported, own], false],
    ['of the owner, then of another app', [own, imported], false],
    ['of no construct', [], true],
  ])('has an imported gateway by the descriptions %s: %p', (_, all, isImported) => {
    const gateways = gatewaysOf(...all);
    expect(gateways.isImported(KEY)).toBe(isImported);
    expect(gateways.ownDescription(KEY)).toBe(isImported ? undefined : own);
  });
});
