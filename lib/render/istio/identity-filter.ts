import { ExternalHost, ExternalPort, gatewayPorts } from '../../mesh/external-host';
import { GatewayModel } from '../../mesh/gateway';
import { passthroughService, serversOf } from '../../mesh/host-server';
import { identitiesOf, isForAnyAuthenticated } from '../../mesh/source';
import { gatewayFilter, tlsPatch, verifyingNames } from './envoy-filter';

/**
 * Returns the identities that the gateway's TLS server for a port accepts in the handshake: those that the AuthorizationPolicy of
 * the host allows. Undefined for a server that accepts every identity.
 *
 * The gateway checks the policy when the caller sends its first byte. A server that speaks first (SMTP, SSH, MySQL) would already
 * have answered, and the gateway would already have connected to the host. The handshake comes before both.
 *
 * Istio matches `subjectAltNames` as exact names (`ApplyToCommonTLSContext` in istio.io/istio
 * `pilot/pkg/security/model/authentication.go`), so that a name for a namespace, which ends in `*`, matches no caller:
 *
 * - A server for TCP has the names of all sources, and an EnvoyFilter for its namespaces ({@link identityFilterSpec}). Without the
 *   filter, the server refuses the namespaces.
 * - A server for TLS has names only if every source is a service account. A TLS host sends nothing before the client does, and an
 *   EnvoyFilter per host would cost istiod quadratic time: each patch is compared with the filter chain of every host
 *   (`patchFilterChain` in istio.io/istio `pilot/pkg/networking/core/envoyfilter/listener_patch.go`).
 */
export function handshakeIdentities(
  { protocol, access: { sources } }: ExternalPort,
  gateway: GatewayModel,
): readonly string[] | undefined {
  if (sources.length === 0 || isForAnyAuthenticated(sources)) return undefined;
  if (protocol !== 'TCP' && sources.some(({ kind }) => kind === 'namespace')) return undefined;
  return identitiesOf(sources, gateway.trustDomains);
}

/** Returns whether a namespace is a source of a route for TCP. */
export function needsIdentityFilter(external: ExternalHost): boolean {
  return gatewayPorts(external, 'TCP').some(needsFilter);
}

/**
 * Returns an EnvoyFilter with the identities that the gateway's servers for TCP accept in the handshake. A namespace is a prefix,
 * which no other API can express. The filter has all sources of the port: if Envoy has names of both kinds, it ignores those of the
 * Gateway object (https://www.envoyproxy.io/docs/envoy/latest/version_history/v1.21/v1.21.4).
 */
export function identityFilterSpec(external: ExternalHost): object {
  const { gateway } = external;
  const patches = serversOf(external).flatMap(({ name, passthrough: port }) =>
    port?.protocol === 'TCP' && needsFilter(port) ? [acceptOnly(port, name.name, gateway)] : [],
  );
  return gatewayFilter(gateway, patches);
}

function needsFilter({ access }: ExternalPort): boolean {
  return access.sources.some(({ kind }) => kind === 'namespace');
}

function acceptOnly(port: ExternalPort, sni: string, gateway: GatewayModel): object {
  const names = identitiesOf(port.access.sources, gateway.trustDomains).map(matcherOf);
  const { targetPort: portNumber } = passthroughService(port, gateway);
  return {
    applyTo: 'FILTER_CHAIN',
    match: { context: 'GATEWAY', listener: { portNumber, filterChain: { sni } } },
    patch: tlsPatch('Downstream', verifyingNames(names)),
  };
}

/** Returns an identity as Envoy's matcher of a name in a certificate. */
function matcherOf(identity: string): object {
  const matcher = identity.endsWith('*') ? { prefix: identity.slice(0, -1) } : { exact: identity };
  return { san_type: 'URI', matcher };
}
