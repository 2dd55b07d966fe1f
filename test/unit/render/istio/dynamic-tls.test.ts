import { Host } from '../../../../lib/host/host';
import { dynamicTlsLoopback } from '../../../../lib/mesh/dynamic-tls';
import { ExternalHost, ExternalPort } from '../../../../lib/mesh/external-host';
import { serviceHost } from '../../../../lib/mesh/gateway';
import { serversOf } from '../../../../lib/mesh/host-server';
import { DYNAMIC_DNS } from '../../../../lib/mesh/resolution';
import { addressFilterSpec } from '../../../../lib/render/istio/address-filter';
import { allowPolicySpec } from '../../../../lib/render/istio/authorization-policy';
import { gatewaySpec } from '../../../../lib/render/istio/gateway';
import { hostObjects } from '../../../../lib/render/istio/host-objects';
import { serviceEntrySpec } from '../../../../lib/render/istio/service-entry';
import { furtherVirtualServiceSpec, virtualServiceSpec } from '../../../../lib/render/istio/virtual-service';
import { externalHost, HTTP_80, TLS_443 } from '../../help';

const sources = [{ kind: 'namespace', namespace: 'payments' }] as const;
const granted = (port: ExternalPort): ExternalPort => ({ ...port, access: { sources, operations: [] } });
const dynamic = (...ports: ExternalPort[]): ExternalHost => ({
  ...externalHost(ports.map(granted)),
  host: Host.parsePattern('*.example.com'),
  resolution: DYNAMIC_DNS,
});
const TLS_8443 = { ...TLS_443, number: 8443 };
const ONE = dynamic(TLS_443);
const TWO = dynamic(TLS_443, TLS_8443);
const [first, further] = serversOf(TWO).map(dynamicTlsLoopback);
const GATEWAY = 'istio-system/egress-server-any---example-com';

interface Patch {
  readonly applyTo: string;
  readonly match: {
    readonly listener?: { readonly name?: string; readonly portNumber?: number; readonly filterChain: object };
    readonly cluster?: object;
  };
  readonly patch: {
    readonly operation: string;
    readonly value: { readonly name?: string; readonly typed_config?: object };
  };
}
const patchesOf = (external: ExternalHost) =>
  (addressFilterSpec(external) as { readonly configPatches: readonly Patch[] }).configPatches;

describe('TLS to names that the gateway resolves', () => {
  test('has the objects of any TLS route, and the filter of dynamic DNS', () => {
    expect(hostObjects(ONE).map(({ id }) => id)).toEqual([
      'AuthorizationPolicy',
      'AddressFilter',
      'Upstream',
      'DestinationRule',
      'Gateway',
      'VirtualService',
      'ServiceEntry',
    ]);
    expect(serviceEntrySpec(ONE)).toMatchObject({
      resolution: 'DYNAMIC_DNS',
      ports: [{ number: 443, protocol: 'TLS' }],
    });
  });

  test('has a server on a loopback address of its own for each port, which accepts names of the wildcard only', () => {
    const { servers = [] } = gatewaySpec(TWO);
    expect(servers.filter(({ bind }) => bind !== undefined)).toEqual(
      [
        { name: 'inner', bind: first?.destination },
        { name: 'inner-8443', bind: further?.destination },
      ].map(({ name, bind }) => ({
        port: { number: 15444, name, protocol: 'TLS' },
        bind,
        hosts: ['default/*.example.com'],
        tls: { mode: 'PASSTHROUGH' },
      })),
    );
    expect(new Set(servers.map(({ port }) => port.name)).size).toBe(servers.length);
  });

  test('is sent from the servers of the gateway to the gateway itself', () => {
    const itself = [{ destination: { host: serviceHost(ONE.gateway), port: { number: 443 } } }];
    const match = [{ gateways: [GATEWAY], port: 443 }];
    const spec = virtualServiceSpec(TWO, GATEWAY);
    expect(spec.tcp).toEqual([{ match, route: itself }]);
    expect(spec.tls?.map((leg) => leg.match)).toEqual([
      [{ gateways: ['mesh'], port: 443, sniHosts: ['*.example.com'] }],
      [{ gateways: ['mesh'], port: 8443, sniHosts: ['*.example.com'] }],
      [{ gateways: [GATEWAY], port: 15444, sniHosts: ['*.example.com'] }],
    ]);
    const [, outer] = serversOf(TWO);
    const other = furtherVirtualServiceSpec(TWO, outer?.name as Host, GATEWAY);
    expect([other.tcp, other.tls]).toEqual([[{ match, route: itself }], undefined]);
  });

  test('is resolved and checked on the loopback address of each port, before the gateway connects', () => {
    const inner = patchesOf(TWO).filter(({ match }) => match.listener?.name !== undefined);
    const seen = inner.map(({ match, patch: { operation, value } }) => [match.listener?.name, operation, value.name]);
    const filtersAt = (address = '') => [
      [`${address}_15444`, 'INSERT_BEFORE', 'envoy.filters.network.sni_dynamic_forward_proxy'],
      [`${address}_15444`, 'INSERT_BEFORE', 'envoy.filters.network.rbac'],
      [`${address}_15444`, 'MERGE', undefined],
    ];
    expect(seen).toEqual([...filtersAt(first?.destination), ...filtersAt(further?.destination)]);
    expect(inner.map(({ patch }) => patch.value.typed_config)).toMatchObject([
      { port_value: 443, save_upstream_address: true },
      { rules: { action: 'ALLOW' } },
      { cluster: 'outbound|443||*.example.com', upstream_connect_mode: 'ON_DOWNSTREAM_DATA' },
      { port_value: 8443, save_upstream_address: true },
      { rules: { action: 'ALLOW' } },
      { cluster: 'outbound|8443||*.example.com', upstream_connect_mode: 'ON_DOWNSTREAM_DATA' },
    ]);
  });

  test('goes from the server of each port to its loopback address, from a source of its own', () => {
    const outer = patchesOf(TWO).filter(({ match }) => match.listener?.portNumber !== undefined);
    expect(outer.map(({ match, patch }) => [match.listener, patch.value.typed_config])).toMatchObject([
      [{ portNumber: 8443, filterChain: { sni: '*.example.com' } }, { cluster: 'egress-loopback-any---example-com' }],
      [
        { portNumber: 8443, filterChain: { sni: '8443.example.com.wildcards.invalid' } },
        { cluster: 'egress-loopback-8443-example-com-wildcards-invalid' },
      ],
    ]);
    const added = patchesOf(TWO).filter(({ patch }) => patch.operation === 'ADD');
    expect(added.map(({ patch }) => patch.value)).toMatchObject(
      [first, further].map((loopback) => ({
        type: 'STATIC',
        upstream_bind_config: { source_address: { address: loopback?.source } },
        load_assignment: {
          endpoints: [
            {
              lb_endpoints: [
                { endpoint: { address: { socket_address: { address: loopback?.destination, port_value: 15444 } } } },
              ],
            },
          ],
        },
      })),
    );
  });

  test('shares the DNS cache with HTTP to the names of the wildcard', () => {
    const text = JSON.stringify(patchesOf(dynamic(HTTP_80, TLS_443)));
    const caches = [...text.matchAll(/"dns_cache_config":(\{.*?\}\}\})/g)].map(([, cache]) => cache);
    expect([caches.length, new Set(caches).size]).toEqual([4, 1]);
  });

  test('is allowed from the source of each server, for names of the wildcard without its exceptions at that port', () => {
    const wildcardExceptions = [{ host: Host.parse('b.example.com'), port: 443 }];
    const rules = allowPolicySpec({ ...TWO, wildcardExceptions }).rules ?? [];
    const inner = (source: string | undefined, more: object) => ({
      from: [{ source: { ipBlocks: [source] } }],
      to: [{ operation: { ports: ['15444'] } }],
      when: [{ key: 'connection.sni', values: ['*.example.com'], ...more }],
    });
    expect(rules).toHaveLength(4);
    expect(rules[1]).toEqual(inner(first?.source, { notValues: ['b.example.com'] }));
    expect(rules[3]).toEqual(inner(further?.source, {}));
  });

  test('has no rule for a port without sources', () => {
    const external = { ...dynamic(TLS_443), ports: [granted(HTTP_80), TLS_443] };
    expect(allowPolicySpec(external).rules?.map(({ to }) => to?.[0]?.operation?.ports)).toEqual([['8080']]);
  });
});
