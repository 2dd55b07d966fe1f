/**
 * EnvoyFilter: the version of TLS that the gateway insists on towards a host, the requests and the callers that it takes for it, its
 * addresses and ranges, the credentials that it adds, and when it connects.
 */
import { at, Field } from './fields';
import { MOVED } from './move-object';
import { Placed } from './mutant';
import { NO_ACCOUNT, NO_HOST, NO_VALUE } from './nobody';
import { becomes, drop, dropOneOfMany, each, otherPort, Rule, where } from './rule';

const PATCH = 'spec.configPatches.*';
const CLUSTER = `${PATCH}.match.cluster`;
const CHAIN = `${PATCH}.match.listener.filterChain`;
const IDENTITY = `${PATCH}.patch.value.transport_socket.typed_config.common_tls_context.combined_validation_context.default_validation_context.match_typed_subject_alt_names.*`;
const RANGES = `${PATCH}.patch.value.filter_chain_match`;
const VERSIONS = `${PATCH}.patch.value.transport_socket.typed_config.common_tls_context.tls_params`;

export const ENVOY_FILTER: readonly Rule[] = [
  MOVED,
  { operator: 'envoy-filter/selector', at: 'spec.workloadSelector.labels.*', to: where(NO_VALUE) },
  { operator: 'envoy-filter/drop-label', at: 'spec.workloadSelector.labels.*', to: dropOneOfMany },
  { operator: 'envoy-filter/any-workload', at: 'spec.workloadSelector', to: drop },
  { operator: 'envoy-filter/context', at: `${PATCH}.match.context`, to: each({ GATEWAY: ['SIDECAR_OUTBOUND'] }) },
  { operator: 'envoy-filter/service', at: `${CLUSTER}.service`, to: where(NO_HOST) },
  { operator: 'envoy-filter/any-service', at: `${CLUSTER}.service`, to: drop },
  { operator: 'envoy-filter/port', at: `${CLUSTER}.portNumber`, to: otherPort },
  { operator: 'envoy-filter/any-port', at: `${CLUSTER}.portNumber`, to: drop },
  { operator: 'envoy-filter/sni', at: `${CHAIN}.sni`, to: where(NO_HOST) },
  { operator: 'envoy-filter/any-sni', at: `${CHAIN}.sni`, to: drop },
  { operator: 'envoy-filter/listener', at: `${PATCH}.match.listener.portNumber`, to: otherPort },
  { operator: 'envoy-filter/listener-name', at: `${PATCH}.match.listener.name`, to: where(NO_VALUE) },
  { operator: 'envoy-filter/drop-identity', at: IDENTITY, to: dropOneOfMany },
  { operator: 'envoy-filter/identity', at: `${IDENTITY}.matcher.exact`, to: otherAccount },
  { operator: 'envoy-filter/longer-namespaces', at: `${IDENTITY}.matcher.prefix`, to: longerNamespaces },
  {
    operator: 'envoy-filter/connect',
    at: `${PATCH}.patch.value.typed_config.upstream_connect_mode`,
    to: each({ ON_DOWNSTREAM_TLS_HANDSHAKE: ['IMMEDIATE'], ON_DOWNSTREAM_DATA: ['IMMEDIATE'] }),
  },
  {
    operator: 'envoy-filter/scheme',
    at: `${PATCH}.patch.value.typed_config.scheme_header_transformation.scheme_to_overwrite`,
    to: each({ https: ['http'] }),
  },
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
  {
    operator: 'envoy-filter/addresses',
    at: `${PATCH}.patch.value.typed_config.rules.action`,
    to: each({ ALLOW: ['DENY'] }),
  },
  {
    operator: 'envoy-filter/saved-address',
    at: `${PATCH}.patch.value.typed_config.save_upstream_address`,
    to: where(false),
  },
  { operator: 'envoy-filter/overwrite', at: `${PATCH}.patch.value.typed_config.overwrite`, to: where(false) },
  {
    operator: 'envoy-filter/without-credential',
    at: `${PATCH}.patch.value.typed_config.allow_request_without_credential`,
    to: where(true),
  },
  { operator: 'envoy-filter/reads-headers', at: `${PATCH}.match.listener.portNumber`, to: onTlsPort },
  {
    operator: 'envoy-filter/any-server',
    at: `${PATCH}.patch.value.typed_config.rules.policies.*.permissions.*.requested_server_name`,
    to: where({ safe_regex: { regex: '.*' } }),
  },
  { operator: 'envoy-filter/wider-range', at: `${RANGES}.prefix_ranges.*.prefix_len`, to: where(24) },
  { operator: 'envoy-filter/any-range', at: RANGES, to: drop },
  { operator: 'envoy-filter/any-port-of-range', at: `${RANGES}.destination_port`, to: drop },
  { operator: 'envoy-filter/no-source', at: `${PATCH}.patch.value.upstream_bind_config`, to: drop },
  { operator: 'envoy-filter/no-cluster', at: `${PATCH}.patch.value.typed_config.cluster`, to: drop },
  // Below the minimum: a patch that is in effect is noticed.
  {
    operator: 'envoy-filter/maximum',
    at: `${VERSIONS}.tls_maximum_protocol_version`,
    to: each({ TLSv1_3: ['TLSv1_2'] }),
  },
];

/** The port for TLS, where the gateway must not read headers of callers. */
function onTlsPort(_: unknown, { path }: Field, { manifest }: Placed): ReturnType<Rule['to']> {
  return at(manifest, [...path.slice(0, 3), 'applyTo']) === 'LISTENER_FILTER' ? [becomes(8443)] : [];
}

/** The identity of an account that no pod has, in the namespace of a service account. */
export function otherAccount(value: unknown): ReturnType<Rule['to']> {
  if (typeof value !== 'string' || !/^spiffe:.*\/sa\/[^*]/.test(value)) return [];
  return [becomes(value.replace(/[^/]*$/, NO_ACCOUNT))];
}

/** A prefix that also begins the identities of namespaces with longer names. */
function longerNamespaces(value: unknown): ReturnType<Rule['to']> {
  return typeof value === 'string' && value.endsWith('/sa/') ? [becomes(value.slice(0, -'/sa/'.length))] : [];
}
