import { allowPolicySpec } from '../../../../lib/render/istio/authorization-policy';
import { gatewaySpec } from '../../../../lib/render/istio/gateway';
import { hostObjects } from '../../../../lib/render/istio/host-objects';
import { hostObjectNames } from '../../../../lib/render/istio/object-names';
import { serviceEntrySpec } from '../../../../lib/render/istio/service-entry';
import {
  tunnelEntrySpec,
  tunnelFilterSpec,
  tunnelRouteSpec,
  tunnelRuleSpec,
} from '../../../../lib/render/istio/tunnel';
import { ExternalHost, ExternalPort } from '../../../../lib/mesh/external-host';
import { EgressSource } from '../../../../lib';
import { externalHost, HTTP_80, TLS_443 } from '../../help';

const SOURCES = { sources: [EgressSource.namespace('orders')._source], operations: [] };
const TUNNEL = 'edition-cnn-com.tunnels.invalid';
const ADDRESS = '127.50.152.227';
const SOURCE = '127.154.194.127';
/** The ports at which the tunnels to the ports 80 and 443 begin. */
const [AT_80, AT_443] = [38_200, 38_563];

function proxied(ports: readonly ExternalPort[], isAddress = false): ExternalHost {
  const host = isAddress ? '10.1.2.3' : 'proxy.corp.example';
  return { ...externalHost(ports), upstreamProxy: { host, port: 3128, isAddress } };
}

const BOTH = proxied([HTTP_80, TLS_443]);

describe('a host that the gateway reaches through a proxy', () => {
  test('has four further objects, in the namespace of the gateway', () => {
    const added = hostObjects(BOTH).filter(({ id }) => !hostObjects(externalHost(BOTH.ports)).some((o) => o.id === id));
    expect(added.map(({ kind, namespace, name }) => [kind, namespace, name])).toEqual(
      ['EnvoyFilter', 'DestinationRule', 'ServiceEntry', 'VirtualService'].map((kind) => [
        ...[kind, 'istio-system', 'egress-tunnel-edition-cnn-com'],
      ]),
    );
  });

  test('has a loopback address in the ServiceEntry that clients see, and nothing of the proxy', () => {
    const spec = serviceEntrySpec(BOTH);
    expect(spec).toMatchObject({ resolution: 'STATIC', endpoints: [{ address: ADDRESS }] });
    expect(spec.ports?.map(({ targetPort }) => targetPort)).toEqual([AT_80, AT_443]);
  });

  test.each([
    ['by name', false, { resolution: 'DNS', endpoints: [{ address: 'proxy.corp.example.' }] }],
    ['by address', true, { resolution: 'STATIC', endpoints: [{ address: '10.1.2.3' }] }],
  ])('has an entry of the proxy, %s, that the namespace of the gateway sees alone', (_, isAddress, found) => {
    expect(tunnelEntrySpec(proxied([TLS_443], isAddress))).toEqual({
      ...{ hosts: [TUNNEL], exportTo: ['.'], location: 'MESH_EXTERNAL', ...found },
      ports: [{ name: `tcp-${AT_443}`, number: AT_443, protocol: 'TCP', targetPort: 3128 }],
    });
  });

  test('has a tunnel per port, in a rule for the pods of the gateway', () => {
    expect(tunnelRuleSpec(BOTH)).toMatchObject({
      host: TUNNEL,
      exportTo: ['.'],
      workloadSelector: { matchLabels: { istio: 'egressgateway' } },
      subsets: [80, 443].map((targetPort) => ({
        name: `port-${targetPort}`,
        trafficPolicy: { tunnel: { protocol: 'CONNECT', targetHost: 'edition.cnn.com', targetPort } },
      })),
    });
  });

  test('has a server and a route per tunnel on the loopback address: by SNI for TLS of applications', () => {
    const route = (number: number, subset: string) => [{ destination: { host: TUNNEL, subset, port: { number } } }];
    expect(gatewaySpec(BOTH).servers?.slice(2)).toEqual([
      {
        ...{ port: { number: AT_80, name: 'tunnel-80', protocol: 'TCP' }, bind: ADDRESS },
        hosts: [`istio-system/${TUNNEL}`],
      },
      {
        ...{ port: { number: AT_443, name: 'tunnel-443', protocol: 'TLS' }, bind: ADDRESS },
        ...{ hosts: ['istio-system/edition.cnn.com'], tls: { mode: 'PASSTHROUGH' } },
      },
    ]);
    expect(tunnelRouteSpec(BOTH, hostObjectNames(BOTH.host))).toEqual({
      hosts: ['edition.cnn.com', TUNNEL],
      gateways: ['istio-system/egress-server-edition-cnn-com'],
      exportTo: ['.'],
      tls: [{ match: [{ port: AT_443, sniHosts: ['edition.cnn.com'] }], route: route(AT_443, 'port-443') }],
      tcp: [{ match: [{ port: AT_80 }], route: route(AT_80, 'port-80') }],
    });
  });

  test('has a rule for the connections of the gateway to the tunnels of the host, from the source of the host', () => {
    const spec = allowPolicySpec(proxied([{ ...TLS_443, access: SOURCES }]));
    expect(spec.rules).toHaveLength(2);
    expect(spec.rules?.[1]).toEqual({
      from: [{ source: { ipBlocks: [SOURCE] } }],
      to: [{ operation: { ports: [String(AT_443)] } }],
      when: [{ key: 'destination.ip', values: [ADDRESS] }],
    });
  });

  test('has a filter by which the gateway connects from the source of the host, and its tunnels accept no other source', () => {
    const tcp = { ...TLS_443, number: 22, protocol: 'TCP' as const, addresses: ['203.0.113.9'] };
    const { configPatches } = tunnelFilterSpec(proxied([tcp, TLS_443])) as {
      readonly configPatches: readonly object[];
    };
    const cluster = (service: string) => ({
      applyTo: 'CLUSTER',
      match: { context: 'GATEWAY', cluster: { service } },
      patch: {
        operation: 'MERGE',
        value: { upstream_bind_config: { source_address: { address: SOURCE, port_value: 0 } } },
      },
    });
    const chain = (at: number) => ({
      applyTo: 'FILTER_CHAIN',
      match: { context: 'GATEWAY', listener: { name: `${ADDRESS}_${at}` } },
      patch: {
        operation: 'MERGE',
        value: {
          filter_chain_match: { direct_source_prefix_ranges: [{ address_prefix: SOURCE, prefix_len: 32 }] },
        },
      },
    });
    expect(configPatches).toEqual([
      cluster('edition.cnn.com'),
      cluster('22.edition.cnn.com.ports.invalid'),
      chain(AT_443 - 443 + 22),
      chain(AT_443),
    ]);
  });
});
