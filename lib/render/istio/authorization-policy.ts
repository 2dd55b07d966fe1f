import {
  AuthorizationPolicySpec,
  AuthorizationPolicySpecAction,
  AuthorizationPolicySpecRules as Rule,
  AuthorizationPolicySpecRulesFrom as From,
  AuthorizationPolicySpecRulesToOperation as ToOperation,
  AuthorizationPolicySpecRulesWhen as When,
} from '../../../imports/security.istio.io';
import { Host } from '../../host/host';
import { isRestricted } from '../../mesh/access';
import { isDynamicTls, dynamicTlsLoopback } from '../../mesh/dynamic-tls';
import { loopbackPort } from '../../mesh/egress-proxy';
import { ExternalHost, ExternalPort, throughGateway } from '../../mesh/external-host';
import { GatewayModel } from '../../mesh/gateway';
import { HostServer, isFurther, meshSni, serversOf } from '../../mesh/host-server';
import { principalsOf, Source } from '../../mesh/source';
import { exceptionsAt } from '../../mesh/wildcard-exceptions';
import { LOOPBACK } from './egress-proxy';
import { tunnelRules } from './tunnel';

/** Returns whether a route of the host restricts access. */
export function needsPolicy(external: ExternalHost): boolean {
  return throughGateway(external.ports).some(({ access }) => isRestricted(access));
}

/**
 * Returns the policy that allows the sources of a host's routes: a rule per route, by the identity in the caller's certificate
 * and by the port of the gateway's pods (the target port; the pods do not see the port of the Service).
 *
 * HTTP is matched by the Host header, with and without the port, and by the outer SNI. (`host:*` would also match
 * `host:80.another.host`, which the external host receives.) Sidecars replace the Host header of a further port by the outer name. The
 * rule of a wildcard excludes the hosts below it that have another access, whichever route a proxy used. The rule of a route with
 * operations matches no upgrade. The rule of a route with a credential matches TRACE only if the route names the method: a host returns
 * the headers of TRACE to the caller (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.8). TLS and TCP inside mesh mTLS are matched by the outer SNI alone, by which Envoy has also chosen the
 * route. HTTP fields would never match there, and so deny every connection
 * (https://istio.io/latest/docs/reference/config/security/authorization-policy/).
 */
export function allowPolicySpec(external: ExternalHost): AuthorizationPolicySpec {
  const { gateway } = external;
  return {
    selector: { matchLabels: { ...gateway.selector } },
    action: AuthorizationPolicySpecAction.ALLOW,
    rules: [
      ...serversOf(external).flatMap((server) => [
        ...rulesOf(server.http, (port) => httpRule(external, server, port)),
        ...rulesOf(server.passthrough, (port) => passthroughRule(gateway, server, port)),
        ...loopbackRules(external, server),
      ]),
      ...innerRules(external),
      ...tunnelRules(external),
    ],
  };
}

/**
 * Returns the policy that denies every request that no other policy of the gateway allows: a policy without rules matches no
 * request, and if a workload has ALLOW policies, Istio denies requests that none of them matches.
 */
export function defaultDenySpec(gateway: GatewayModel): AuthorizationPolicySpec {
  return { selector: { matchLabels: { ...gateway.selector } }, action: AuthorizationPolicySpecAction.ALLOW };
}

function rulesOf(port: ExternalPort | undefined, ruleOf: (port: ExternalPort) => Rule): Rule[] {
  if (port === undefined || port.access.sources.length === 0) return [];
  return [{ from: from(port.access.sources), ...ruleOf(port) }];
}

function httpRule(external: ExternalHost, server: HostServer, { access, number, credential }: ExternalPort): Rule {
  const ports = [String(external.gateway.httpPort.targetPort)];
  const exceptions = exceptionsAt(external, number);
  const hosts = isFurther(server, external) ? [server.name.name] : withPort([server.name], number);
  const where: ToOperation = { hosts, ...(exceptions.length > 0 && { notHosts: withPort(exceptions, number) }), ports };
  const except: ToOperation = credential ? { notMethods: ['TRACE'] } : {};
  const operations = access.operations.map(({ methods, paths }): ToOperation => ({
    ...where,
    ...(methods.length > 0 ? { methods: [...methods] } : except),
    ...(paths.length > 0 && { paths: [...paths] }),
  }));
  const all: ToOperation[] = operations.length > 0 ? operations : [{ ...where, ...except }];
  const when = operations.length > 0 ? [through(server), NO_UPGRADE] : [through(server)];
  return { to: all.map((operation) => ({ operation })), when };
}

/**
 * The condition that a request has no `upgrade` header. After an upgrade, an HTTP/1.1 connection carries any bytes, which
 * have neither method nor path. istiod lets every gateway upgrade to WebSocket (`buildHTTPConnectionManager` in istio.io/istio
 * `pilot/pkg/networking/core/listener_builder.go`).
 */
const NO_UPGRADE: When = { key: 'request.headers[upgrade]', notValues: ['*'] };

/** Returns hosts as the Host header has them. */
function withPort(hosts: readonly Host[], port: number): string[] {
  return hosts.flatMap(({ name }) => [name, `${name}:${port}`]);
}

/**
 * Returns the rule for a port whose bytes the gateway passes through. On the port for ranges, `destination.port` and `destination.ip`
 * are those of the PROXY protocol header. The chain of the port has been chosen by them too (`cidrFilterSpec`).
 */
function passthroughRule({ tlsPort }: GatewayModel, server: HostServer, { number, cidrs }: ExternalPort): Rule {
  if (cidrs !== undefined) {
    const inRange: When = { key: 'destination.ip', values: [...cidrs] };
    return { to: [{ operation: { ports: [String(number)] } }], when: [through(server), inRange] };
  }
  return { to: [{ operation: { ports: [String(tlsPort.targetPort)] } }], when: [through(server)] };
}

/**
 * Returns the rule for TLS to names that the gateway resolves, which the gateway sends to a loopback address of the server after it
 * has checked the caller: the source is that of the server, and the inner SNI is a name of the wildcard. Names below the wildcard
 * that have another access are excluded.
 */
function loopbackRules(external: ExternalHost, server: HostServer): Rule[] {
  const { passthrough } = server;
  if (!passthrough || passthrough.access.sources.length === 0 || !isDynamicTls(server, external)) return [];
  const exceptions = exceptionsAt(external, passthrough.number).map(({ name }) => name);
  const names = { values: [external.host.name], ...(exceptions.length > 0 && { notValues: exceptions }) };
  return [innerRule(external.gateway, dynamicTlsLoopback(server).source, names)];
}

/**
 * Returns the rule for egress-proxy traffic to a host, which the gateway sends to its own loopback port after it has terminated
 * mesh mTLS: the source is the pod itself, and the inner SNI identifies the host. For other names on that port, which the Gateway
 * object of a tenant could open, no rule allows a connection.
 */
function innerRules({ matchedByInnerSni, host, gateway }: ExternalHost): Rule[] {
  if (!matchedByInnerSni) return [];
  return [innerRule(gateway, LOOPBACK, { values: [host.name] })];
}

/** Returns the rule for connections of the gateway to its own loopback port. */
function innerRule(gateway: GatewayModel, source: string, names: Omit<When, 'key'>): Rule {
  return {
    from: [{ source: { ipBlocks: [source] } }],
    to: [{ operation: { ports: [String(loopbackPort(gateway))] } }],
    when: [{ key: 'connection.sni', ...names }],
  };
}

/**
 * Returns the condition on the outer SNI, which only the subset of the server sends. HTTP needs the condition too: the Gateway
 * object of a tenant that selects the same pods can open further servers with further routes for the host, and without the
 * condition the policy would also allow requests that arrive there.
 */
function through(server: HostServer): When {
  return { key: 'connection.sni', values: [meshSni(server)] };
}

function from(sources: readonly Source[]): From[] {
  return [{ source: { principals: [...principalsOf(sources)] } }];
}
