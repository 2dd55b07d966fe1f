import { connectFilterSpec } from '../../../../lib/render/istio/connect-filter';
import { GATEWAY } from '../../help';

test('the filter makes the TCP proxies of every host on the TLS port connect after the handshake, with the value that Envoy needs', () => {
  const gateway = { ...GATEWAY, selector: { istio: 'mine' }, tlsPort: { port: 8001, targetPort: 9001 } };
  expect(connectFilterSpec(gateway)).toEqual({
    workloadSelector: { labels: { istio: 'mine' } },
    configPatches: [
      {
        applyTo: 'NETWORK_FILTER',
        match: {
          context: 'GATEWAY',
          listener: { portNumber: 9001, filterChain: { filter: { name: 'envoy.filters.network.tcp_proxy' } } },
        },
        patch: {
          operation: 'MERGE',
          value: {
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
              upstream_connect_mode: 'ON_DOWNSTREAM_TLS_HANDSHAKE',
              max_early_data_bytes: 65536,
            },
          },
        },
      },
    ],
  });
});
