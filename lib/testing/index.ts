export type { AuditOptions } from './audit-options';
export type { DirectEgressOptions } from './direct-egress-options';
export { egressMatchers } from './egress-matchers';
export type { MatcherContext, MatcherResult } from './egress-matchers';
export type { EgressRequest, RoutedRequest } from './egress-request';
export type { EgressMatchers } from './matchers-of-expect';
export type { GatewayServiceOptions, GatewayServicePortOptions, MeshOptions } from './mesh-options';
export { RequestProtocol } from './request-protocol';
export { waysOf } from './ways-of';
