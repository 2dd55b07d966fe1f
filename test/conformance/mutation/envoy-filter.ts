/** EnvoyFilter: the version of TLS that the gateway insists on towards a host, and the requests that it takes for it. */
import { MOVED } from './move-object';
import { NO_HOST, NO_VALUE } from './nobody';
import { drop, each, otherPort, Rule, where } from './rule';

const PATCH = 'spec.configPatches.*';
const CLUSTER = `${PATCH}.match.cluster`;
const CHAIN = `${PATCH}.match.listener.filterChain`;
const VERSIONS = `${PATCH}.patch.value.transport_socket.typed_config.common_tls_context.tls_params`;

export const ENVOY_FILTER: readonly Rule[] = [
  MOVED,
  { operator: 'envoy-filter/selector', at: 'spec.workloadSelector.labels.*', to: where(NO_VALUE) },
  { operator: 'envoy-filter/any-workload', at: 'spec.workloadSelector', to: drop },
  { operator: 'envoy-filter/context', at: `${PATCH}.match.context`, to: each({ GATEWAY: ['SIDECAR_OUTBOUND'] }) },
  { operator: 'envoy-filter/service', at: `${CLUSTER}.service`, to: where(NO_HOST) },
  { operator: 'envoy-filter/any-service', at: `${CLUSTER}.service`, to: drop },
  { operator: 'envoy-filter/port', at: `${CLUSTER}.portNumber`, to: otherPort },
  { operator: 'envoy-filter/any-port', at: `${CLUSTER}.portNumber`, to: drop },
  { operator: 'envoy-filter/sni', at: `${CHAIN}.sni`, to: where(NO_HOST) },
  { operator: 'envoy-filter/any-sni', at: `${CHAIN}.sni`, to: drop },
  {
    operator: 'envoy-filter/escaped-slashes',
    at: `${PATCH}.patch.value.typed_config.path_with_escaped_slashes_action`,
    to: each({ REJECT_REQUEST: ['KEEP_UNCHANGED'] }),
  },
  {
    operator: 'envoy-filter/underscores',
    at: `${PATCH}.patch.value.typed_config.common_http_protocol_options.headers_with_underscores_action`,
    to: each({ DROP_HEADER: ['ALLOW'] }),
  },
  {
    operator: 'envoy-filter/minimum',
    at: `${VERSIONS}.tls_minimum_protocol_version`,
    to: each({ TLSv1_3: ['TLSv1_2'], TLSv1_2: ['TLSv1_0'] }),
  },
  // Below the minimum: a patch that is in effect is noticed.
  {
    operator: 'envoy-filter/maximum',
    at: `${VERSIONS}.tls_maximum_protocol_version`,
    to: each({ TLSv1_3: ['TLSv1_2'] }),
  },
];
