import fc from 'fast-check';
import { OutboundTrafficPolicyMode } from '../../../../lib/mesh/outbound-traffic-policy-mode';
import { sidecarSpec } from '../../../../lib/render/istio/sidecar';

const { REGISTRY_ONLY, ALLOW_ANY } = OutboundTrafficPolicyMode;

describe('the Sidecar of a namespace', () => {
  test.each([REGISTRY_ONLY, ALLOW_ANY])('has the outbound traffic policy %s', (mode) => {
    expect(sidecarSpec(mode, []).outboundTrafficPolicy).toEqual({ mode });
  });

  test('always imports its own namespace', () => {
    expect(sidecarSpec(REGISTRY_ONLY, []).egress).toEqual([{ hosts: ['./*'] }]);
  });

  test('imports each host once, sorted', () => {
    const { egress } = sidecarSpec(REGISTRY_ONLY, ['b/y', 'a/*', './*', 'b/y', 'a/x']);
    expect(egress).toEqual([{ hosts: ['./*', 'a/*', 'a/x', 'b/y'] }]);
  });

  test('applies to every pod of the namespace, and has no ingress listeners', () => {
    expect(Object.keys(sidecarSpec(REGISTRY_ONLY, ['a/x'])).sort()).toEqual(['egress', 'outboundTrafficPolicy']);
  });

  test('is the same for any order of hosts', () => {
    const hosts = fc.array(fc.constantFrom('a/*', 'a/x', 'b/x', './*', 'b/*'));
    fc.assert(
      fc.property(hosts, (some) => {
        const spec = sidecarSpec(REGISTRY_ONLY, some);
        expect(sidecarSpec(REGISTRY_ONLY, [...some].reverse())).toEqual(spec);
        expect(new Set(spec.egress?.[0]?.hosts)).toEqual(new Set(['./*', ...some]));
      }),
    );
  });
});
