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

it('what becomes of the EnvoyFilter with the identities that a server accepts', () => {
  const match_typed_subject_alt_names = [
    { san_type: 'URI', matcher: { exact: 'spiffe://cluster.local/ns/a/sa/x' } },
    { san_type: 'URI', matcher: { prefix: 'spiffe://cluster.local/ns/b/sa/' } },
  ];
  const combined_validation_context = { default_validation_context: { match_typed_subject_alt_names } };
  const value = { transport_socket: { typed_config: { common_tls_context: { combined_validation_context } } } };
  const all = effects(
    object('EnvoyFilter', { configPatches: [{ match: { listener: { portNumber: 8443 } }, patch: { value } }] }),
  );
  const context = 'typed_config.common_tls_context.combined_validation_context.default_validation_context';
  const at = `configPatches[0].patch.value.transport_socket.${context}.match_typed_subject_alt_names`;
  expect(all).toEqual([
    'namespace | metadata.namespace: home -> default',
    'envoy-filter/listener | configPatches[0].match.listener.portNumber: 8443 -> 8444',
    `envoy-filter/drop-identity | ${at}[0]: gone`,
    `envoy-filter/drop-identity | ${at}[1]: gone`,
    `envoy-filter/identity | ${at}[0].matcher.exact: spiffe://cluster.local/ns/a/sa/x -> spiffe://cluster.local/ns/a/sa/no-such-account`,
    `envoy-filter/longer-namespaces | ${at}[1].matcher.prefix: spiffe://cluster.local/ns/b/sa/ -> spiffe://cluster.local/ns/b`,
  ]);
});

it('what becomes of the EnvoyFilter that makes the gateway connect after the handshake', () => {
  const value = { typed_config: { upstream_connect_mode: 'ON_DOWNSTREAM_TLS_HANDSHAKE' } };
  expect(effects(object('EnvoyFilter', { configPatches: [{ patch: { value } }] }))).toEqual([
    'namespace | metadata.namespace: home -> default',
    'envoy-filter/connect | configPatches[0].patch.value.typed_config.upstream_connect_mode: ON_DOWNSTREAM_TLS_HANDSHAKE -> IMMEDIATE',
  ]);
});

it('what becomes of the EnvoyFilters of ranges', () => {
  const chain = { destination_port: 22, prefix_ranges: [{ address_prefix: '203.0.113.64', prefix_len: 30 }] };
  const permissions = [{ requested_server_name: { suffix: '.cidrs.invalid' } }];
  const configPatches = [
    { applyTo: 'LISTENER_FILTER', match: { listener: { portNumber: 15022 } } },
    { patch: { value: { typed_config: { cluster: 'cidrs', rules: { policies: { cidrs: { permissions } } } } } } },
    { patch: { value: { filter_chain_match: chain } } },
  ];
  const match = 'configPatches[2].patch.value.filter_chain_match';
  const config = 'configPatches[1].patch.value.typed_config';
  const server = `${config}.rules.policies.cidrs.permissions[0].requested_server_name`;
  expect(effects(object('EnvoyFilter', { configPatches }))).toEqual([
    'namespace | metadata.namespace: home -> default',
    'envoy-filter/listener | configPatches[0].match.listener.portNumber: 15022 -> 15023',
    'envoy-filter/reads-headers | configPatches[0].match.listener.portNumber: 15022 -> 8443',
    `envoy-filter/any-server | ${server}.suffix: gone; ${server}.safe_regex: new, {"regex":".*"}`,
    `envoy-filter/wider-range | ${match}.prefix_ranges[0].prefix_len: 30 -> 24`,
    `envoy-filter/any-range | ${match}: gone`,
    `envoy-filter/any-port-of-range | ${match}.destination_port: gone`,
    `envoy-filter/no-cluster | ${config}.cluster: gone`,
  ]);
});
