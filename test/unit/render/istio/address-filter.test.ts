import { addressFilterSpec, needsAddressFilter } from '../../../../lib/render/istio/address-filter';
import { internetBlocks } from '../../../../lib/network/internet';
import { Host } from '../../../../lib/host/host';
import { byDns, DYNAMIC_DNS } from '../../../../lib/mesh/resolution';
import { ExternalHost } from '../../../../lib/mesh/external-host';
import { externalHost, HTTP_80 } from '../../help';

const DYNAMIC: ExternalHost = {
  ...externalHost([{ ...HTTP_80, number: 8080 }], { selector: { istio: 'egress' } }),
  host: Host.parsePattern('*.example.net'),
  resolution: DYNAMIC_DNS,
};

interface Patch {
  readonly applyTo: string;
  readonly match: object;
  readonly patch: { readonly operation: string; readonly value: { readonly name?: string } };
}
const { priority, workloadSelector, configPatches } = addressFilterSpec(DYNAMIC) as {
  priority: number;
  workloadSelector: object;
  configPatches: readonly Patch[];
};

/** Returns every object below a key, at any depth. */
function below(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string, unknown][] = Object.entries(value);
  return entries.flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...below(inner, key)]);
}

test('needsAddressFilter is true only for names that the gateway resolves on request', () => {
  const target = Host.parse('www.example.net');
  expect(needsAddressFilter(DYNAMIC)).toBe(true);
  expect(needsAddressFilter({ ...DYNAMIC, resolution: byDns(target) })).toBe(false);
  expect(needsAddressFilter(externalHost([HTTP_80]))).toBe(false);
});

describe('the address filter', () => {
  test('resolves the name and checks the address before the router, in the chain of the wildcard', () => {
    expect(workloadSelector).toEqual({ labels: { istio: 'egress' } });
    // After filters of users without a priority.
    expect(priority).toBeGreaterThan(0);
    expect(configPatches.map(({ applyTo, patch }) => [applyTo, patch.operation, patch.value.name])).toEqual([
      ['CLUSTER', 'MERGE', undefined],
      ['HTTP_FILTER', 'INSERT_BEFORE', 'envoy.filters.http.dynamic_forward_proxy'],
      ['HTTP_FILTER', 'INSERT_BEFORE', 'envoy.filters.http.rbac'],
    ]);
    const [cluster, ...filters] = configPatches.map(({ match }) => match);
    expect(cluster).toEqual({ context: 'GATEWAY', cluster: { service: '*.example.net', portNumber: 8080 } });
    for (const filter of filters) {
      expect(filter).toMatchObject({
        context: 'GATEWAY',
        listener: {
          filterChain: { sni: '*.example.net', filter: { subFilter: { name: 'envoy.filters.http.router' } } },
        },
      });
    }
  });

  test('has the same DNS cache in the cluster and in the filter, which saves the address for the check', () => {
    const caches = below(configPatches, 'dns_cache_config');
    expect(caches).toHaveLength(2);
    expect(caches[1]).toEqual(caches[0]);
    expect(caches[0]).toMatchObject({ name: 'egress_*.example.net', dns_lookup_family: 'V4_PREFERRED' });
    expect(below(configPatches, 'save_upstream_address')).toEqual([true]);
    expect(below(configPatches, 'no_default_search_domain')).toEqual([true, true]);
  });

  test('allows exactly the addresses of the internet, so that a request without an address is denied', () => {
    expect(below(configPatches, 'action')).toEqual(['ALLOW']);
    const [permissions] = below(configPatches, 'permissions') as { and_rules: { rules: object[] } }[][];
    const rangesOf = (value: unknown): string[] =>
      below(value, 'upstream_ip').map((range) => {
        const { address_prefix, prefix_len } = range as { address_prefix: string; prefix_len: number };
        return `${address_prefix}/${prefix_len}`;
      });
    expect(
      permissions?.map(({ and_rules: { rules } }) => [rangesOf(rules[0]), rangesOf(below(rules[1], 'not_rule'))]),
    ).toEqual(internetBlocks().map(({ cidr, except }) => [[cidr], [...except]]));
  });
});
