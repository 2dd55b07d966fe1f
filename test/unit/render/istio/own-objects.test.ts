import { GatewayFeatures, ownObjects } from '../../../../lib/render/istio/own-objects';
import { GATEWAY } from '../../help';

const NONE: GatewayFeatures = {
  defaultDeny: false,
  writesDefaultDeny: false,
  writesConnectFilter: false,
  writesEgressProxy: false,
  writesCidrsPort: false,
};
const PROXY = ['DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry'].map((kind) => `EgressProxy/${kind}`);
const idsOf = (features: Partial<GatewayFeatures>): string[] =>
  ownObjects(GATEWAY, { ...NONE, ...features }).map(({ id }) => id.join('/'));

describe('ownObjects', () => {
  test.each<[string, Partial<GatewayFeatures>, string[]]>([
    ['no features', {}, []],
    ['a default deny policy', { defaultDeny: true, writesDefaultDeny: true }, ['AuthorizationPolicy']],
    [
      'a filter, after the default deny policy',
      { defaultDeny: true, writesDefaultDeny: true, writesConnectFilter: true },
      ['AuthorizationPolicy', 'EnvoyFilter'],
    ],
    ['an egress proxy, which is open to every caller', { writesEgressProxy: true }, PROXY],
    [
      'both, with a policy that allows egress-proxy traffic',
      { defaultDeny: true, writesDefaultDeny: true, writesEgressProxy: true },
      ['AuthorizationPolicy', ...PROXY, 'EgressProxy/AuthorizationPolicy'],
    ],
    [
      'an egress proxy where another app writes the default deny policy',
      { defaultDeny: true, writesEgressProxy: true },
      [...PROXY, 'EgressProxy/AuthorizationPolicy'],
    ],
  ])('returns the objects of %s', (_, features, ids) => {
    expect(idsOf(features)).toEqual(ids);
  });

  test('gives the egress proxy and the default deny policy different names, both from the Service', () => {
    const objects = ownObjects(GATEWAY, {
      ...NONE,
      defaultDeny: true,
      writesDefaultDeny: true,
      writesEgressProxy: true,
    });
    const [deny, ...proxy] = objects.map(({ name }) => name);
    expect(deny).toBe('egress-deny-istio-egressgateway');
    expect(new Set(proxy)).toEqual(new Set(['egress-undeclared-istio-egressgateway']));
  });
});
