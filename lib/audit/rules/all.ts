import { ALLOW_ANY_SIDECAR } from './allow-any-sidecar';
import { CUT_OFF_ROUTE } from './cut-off-route';
import { DIRECT_WAY } from './direct-way';
import { DISCLOSED_HEADERS } from './disclosed-headers';
import { EARLY_SERVICE_ENTRY } from './early-service-entry';
import { EXCLUDED_WORKLOAD } from './excluded-workload';
import { EXPORT_TO_NO_NAMESPACE } from './export-to-no-namespace';
import { GATEWAY_WITHOUT_PODS } from './gateway-without-pods';
import { HELM_HOOK } from './helm-hook';
import { HIDDEN_DESTINATION_RULE } from './hidden-destination-rule';
import { HIDDEN_HOST } from './hidden-host';
import { HIDDEN_ROUTE } from './hidden-route';
import { HIDING_SIDECAR } from './hiding-sidecar';
import { HTTP_ATTRIBUTES } from './http-attributes';
import { IGNORED_SOURCE } from './ignored-source';
import { LOOP } from './loop';
import { LOST_ORIGINATION } from './lost-origination';
import { MISSING_CONTROL_PLANE } from './missing-control-plane';
import { MISSING_CREDENTIAL } from './missing-credential';
import { MISSING_DESTINATION } from './missing-destination';
import { MISSING_DNS } from './missing-dns';
import { MISSING_GATEWAY } from './missing-gateway';
import { MISSING_GATEWAY_LEG } from './missing-gateway-leg';
import { MISSING_MESH_LEG } from './missing-mesh-leg';
import { MISSING_PORT } from './missing-port';
import { MISSING_SERVER } from './missing-server';
import { MISSING_SUBSET } from './missing-subset';
import { MTLS_MISMATCH } from './mtls-mismatch';
import { NO_CALLER_POLICY } from './no-caller-policy';
import { OPEN_ADDRESSES } from './open-addresses';
import { OPEN_DNS } from './open-dns';
import { OPEN_GATEWAY_NAMESPACE } from './open-gateway-namespace';
import { OPEN_GATEWAY_PORT } from './open-gateway-port';
import { OPEN_LOCKDOWN } from './open-lockdown';
import { PARTIAL_LOCKDOWN } from './partial-lockdown';
import { PARTIAL_WILDCARD } from './partial-wildcard';
import { POLICY_ADMITS_ALL } from './policy-admits-all';
import { POLICY_ELSEWHERE } from './policy-elsewhere';
import { POLICY_WITHOUT_IDENTITY } from './policy-without-identity';
import { PROTOCOL_MISMATCH } from './protocol-mismatch';
import { REDIRECTED_GATEWAY } from './redirected-gateway';
import { REFUSED_CLIENT } from './refused-client';
import { RIVAL_ENTRIES } from './rival-entries';
import { RIVAL_ROUTES } from './rival-routes';
import { RIVAL_SERVERS } from './rival-servers';
import { Rule } from './rule';
import { SNI_WITHOUT_SERVER } from './sni-without-server';
import { SWALLOWED_HOST } from './swallowed-host';
import { UNCOVERED_PORT } from './uncovered-port';
import { UNDECLARED_HOST } from './undeclared-host';
import { UNEVALUATED_OBJECT } from './unevaluated-object';
import { UNLOCKED_NAMESPACE } from './unlocked-namespace';
import { UNLOGGED_GATEWAY } from './unlogged-gateway';
import { UNMATCHED_HOST } from './unmatched-host';
import { UNRESOLVABLE_HOST } from './unresolvable-host';
import { UNVERIFIED_CERTIFICATES } from './unverified-certificates';
import { UNVERIFIED_NAMES } from './unverified-names';
import { WRONG_BLOCK } from './wrong-block';

/**
 * Every rule of the audit, in the order of the codes. The hundreds are the topic: EGR30 routes, EGR31 TLS to hosts, EGR32 gateways and
 * their policies, EGR33 the network, EGR34 workloads and sidecars, EGR35 order, and values that Istio ignores.
 */
export const RULES: readonly Rule[] = [
  HIDDEN_HOST,
  ALLOW_ANY_SIDECAR,
  CUT_OFF_ROUTE,
  REFUSED_CLIENT,
  UNVERIFIED_CERTIFICATES,
  PARTIAL_LOCKDOWN,
  UNCOVERED_PORT,
  HIDDEN_ROUTE,
  HIDDEN_DESTINATION_RULE,
  LOST_ORIGINATION,
  MISSING_SUBSET,
  MISSING_DESTINATION,
  MISSING_PORT,
  MISSING_GATEWAY,
  MISSING_SERVER,
  PROTOCOL_MISMATCH,
  WRONG_BLOCK,
  MISSING_GATEWAY_LEG,
  MISSING_MESH_LEG,
  RIVAL_ROUTES,
  RIVAL_SERVERS,
  RIVAL_ENTRIES,
  SWALLOWED_HOST,
  UNRESOLVABLE_HOST,
  LOOP,
  UNDECLARED_HOST,
  HTTP_ATTRIBUTES,
  DIRECT_WAY,
  UNVERIFIED_NAMES,
  MISSING_CREDENTIAL,
  OPEN_GATEWAY_PORT,
  MTLS_MISMATCH,
  NO_CALLER_POLICY,
  POLICY_ADMITS_ALL,
  POLICY_WITHOUT_IDENTITY,
  POLICY_ELSEWHERE,
  UNLOGGED_GATEWAY,
  SNI_WITHOUT_SERVER,
  DISCLOSED_HEADERS,
  GATEWAY_WITHOUT_PODS,
  REDIRECTED_GATEWAY,
  UNLOCKED_NAMESPACE,
  OPEN_LOCKDOWN,
  OPEN_DNS,
  OPEN_GATEWAY_NAMESPACE,
  MISSING_DNS,
  MISSING_CONTROL_PLANE,
  OPEN_ADDRESSES,
  EXCLUDED_WORKLOAD,
  HIDING_SIDECAR,
  UNEVALUATED_OBJECT,
  EARLY_SERVICE_ENTRY,
  HELM_HOOK,
  EXPORT_TO_NO_NAMESPACE,
  UNMATCHED_HOST,
  PARTIAL_WILDCARD,
  IGNORED_SOURCE,
];
