import fc from 'fast-check';
import { sidecarSpec } from '../../../../lib/render/istio/sidecar';

describe('the Sidecar of a namespace', () => {
  test.each(['REGISTRY_ONLY', 'ALLOW_ANY'] as const)('does %s with hosts that nothing declares', (mode) => {
    expect(sidecarSpec(mode, []).outboundTrafficPolicy).toEqual({ mode });
  });

  test('knows its own namespace even where nothing else is known', () => {
    expect(sidecarSpec('REGISTRY_ONLY', []).egress).toEqual([{ hosts: ['./*'] }]);
  });

  test('knows the hosts, each once, in an order of its own', () => {
    const { egress } = sidecarSpec('REGISTRY_ONLY', ['b/y', 'a/*', './*', 'b/y', 'a/x']);
    expect(egress).toEqual([{ hosts: ['./*', 'a/*', 'a/x', 'b/y'] }]);
  });

  test('is for every pod of the namespace, and says nothing of what comes in', () => {
    expect(Object.keys(sidecarSpec('REGISTRY_ONLY', ['a/x'])).sort()).toEqual(['egress', 'outboundTrafficPolicy']);
  });

  test('does not depend on the order of the hosts', () => {
    const hosts = fc.array(fc.constantFrom('a/*', 'a/x', 'b/x', './*', 'b/*'));
    fc.assert(
      fc.property(hosts, (some) => {
        const spec = sidecarSpec('REGISTRY_ONLY', some);
        expect(sidecarSpec('REGISTRY_ONLY', [...some].reverse())).toEqual(spec);
        expect(new Set(spec.egress?.[0]?.hosts)).toEqual(new Set(['./*', ...some]));
      }),
    );
  });
});
