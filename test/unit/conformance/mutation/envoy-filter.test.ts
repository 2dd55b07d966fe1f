import { effects, object } from './help';

it('what becomes of an EnvoyFilter', () => {
  const tls_params = { tls_maximum_protocol_version: 'TLSv1_3', tls_minimum_protocol_version: 'TLSv1_3' };
  const manifest = object('EnvoyFilter', {
    configPatches: [
      {
        applyTo: 'CLUSTER',
        match: { cluster: { portNumber: 80, service: 'www.example.com' }, context: 'GATEWAY' },
        patch: {
          operation: 'MERGE',
          value: { transport_socket: { typed_config: { common_tls_context: { tls_params } } } },
        },
      },
    ],
    workloadSelector: { labels: { istio: 'egress' } },
  });
  expect(effects(manifest)).toEqual([
    'namespace | metadata.namespace: home -> default',
    'envoy-filter/selector | workloadSelector.labels.istio: egress -> no-such-value',
    'envoy-filter/any-workload | workloadSelector: gone',
    'envoy-filter/context | configPatches[0].match.context: GATEWAY -> SIDECAR_OUTBOUND',
    'envoy-filter/service | configPatches[0].match.cluster.service: www.example.com -> no-such-host.example',
    'envoy-filter/any-service | configPatches[0].match.cluster.service: gone',
    'envoy-filter/port | configPatches[0].match.cluster.portNumber: 80 -> 81',
    'envoy-filter/any-port | configPatches[0].match.cluster.portNumber: gone',
    'envoy-filter/minimum | configPatches[0].patch.value.transport_socket.typed_config.common_tls_context.tls_params.tls_minimum_protocol_version: TLSv1_3 -> TLSv1_2',
    'envoy-filter/maximum | configPatches[0].patch.value.transport_socket.typed_config.common_tls_context.tls_params.tls_maximum_protocol_version: TLSv1_3 -> TLSv1_2',
  ]);
});
