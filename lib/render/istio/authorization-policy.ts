import {
  AuthorizationPolicySpec,
  AuthorizationPolicySpecAction,
  AuthorizationPolicySpecRules as Rule,
  AuthorizationPolicySpecRulesFrom as From,
  AuthorizationPolicySpecRulesToOperation as ToOperation,
  AuthorizationPolicySpecRulesWhen as When,
} from '../../../imports/security.istio.io';
import { isRestricted } from '../../mesh/access';
import { loopbackPort } from '../../mesh/egress-proxy';
import { ExternalHost, ExternalPort, gatewayPort, opaquePort, outerName } from '../../mesh/external-host';
import { GatewayFacts } from '../../mesh/gateway';
import { Host } from '../../host/host';
import { Source } from '../../mesh/source';
import { LOOPBACK } from './egress-proxy';

/** Whether some route of the host says who may use it. */
export function needsPolicy(external: ExternalHost): boolean {
  return external.ports.some(({ way, access }) => way === 'gateway' && isRestricted(access));
}

/**
 * Lets the sources of a host's routes through the gateway to it: a rule per route, by the identity in the client's
 * certificate and by the port of the gateway's pods (its target port: that of the Service is never seen there).
 *
 * HTTP is told by its host, with and without its port behind it, and by the outer SNI (`host:*` would let
 * `host:80.another.host` through, which the host outside sees); a wildcard never lets through what a host below it has sources of
 * its own for, whatever route a proxy took for it. TLS and TCP inside the mesh's mTLS by the outer SNI
 * alone, which Envoy has matched to choose the route. HTTP fields would never match there, and so deny
 * (https://istio.io/latest/docs/reference/config/security/authorization-policy/).
 */
export function allowPolicySpec(external: ExternalHost): AuthorizationPolicySpec {
  const { gateway } = external;
  return {
    selector: { matchLabels: { ...gateway.selector } },
    action: AuthorizationPolicySpecAction.ALLOW,
    rules: [
      ...rulesOf(gatewayPort(external, 'HTTP'), (port) => httpRule(external, port)),
      ...rulesOf(opaquePort(external), () => opaqueRule(external)),
      ...innerRules(external),
    ],
  };
}

/** Denies what no other policy of the gateway allows: a policy without rules matches nothing, and something must match. */
export function denyOthersSpec(gateway: GatewayFacts): AuthorizationPolicySpec {
  return { selector: { matchLabels: { ...gateway.selector } }, action: AuthorizationPolicySpecAction.ALLOW };
}

function rulesOf(port: ExternalPort | undefined, rest: (port: ExternalPort) => Rule): Rule[] {
  if (port === undefined || port.access.sources.length === 0) return [];
  return [{ from: from(port.access.sources), ...rest(port) }];
}

function httpRule(external: ExternalHost, { access, number }: ExternalPort): Rule {
  const { host, gateway, apart } = external;
  const ports = [String(gateway.httpPort.targetPort)];
  const hosts = withPort([host], number);
  const where: ToOperation = { hosts, ...(apart && { notHosts: withPort(apart, number) }), ports };
  const operations = access.operations.map(({ methods, paths }): ToOperation => ({
    ...where,
    ...(methods.length > 0 && { methods: [...methods] }),
    ...(paths.length > 0 && { paths: [...paths] }),
  }));
  const all: ToOperation[] = operations.length > 0 ? operations : [where];
  return { to: all.map((operation) => ({ operation })), when: [through(external)] };
}

/** Hosts as requests name them. */
function withPort(hosts: readonly Host[], port: number): string[] {
  return hosts.flatMap(({ name }) => [name, `${name}:${port}`]);
}

function opaqueRule(external: ExternalHost): Rule {
  const ports = [String(external.gateway.tlsPort.targetPort)];
  return { to: [{ operation: { ports } }], when: [through(external)] };
}

/**
 * What comes out of the mesh's mTLS elsewhere in the gateway, to a host that anybody may use: from the pod itself, by the SNI inside.
 * A tenant's Gateway object that opens the same port for other names finds nothing allowed there.
 */
function innerRules({ toldByInnerName, host, gateway }: ExternalHost): Rule[] {
  if (!toldByInnerName) return [];
  return [
    {
      from: [{ source: { ipBlocks: [LOOPBACK] } }],
      to: [{ operation: { ports: [String(loopbackPort(gateway))] } }],
      when: [{ key: 'connection.sni', values: [host.name] }],
    },
  ];
}

/**
 * The outer SNI, which only the host's own subset sends. For HTTP too: a tenant's Gateway object that selects the same pods opens
 * servers of its own on them, with routes of its own for the host; policies would hold for what arrives there.
 */
function through(external: ExternalHost): When {
  return { key: 'connection.sni', values: [outerName(external)] };
}

/**
 * `cluster.local` stands for the mesh's own trust domain and its aliases, whatever that is called
 * (`ReplaceTrustDomainAliases` in istio.io/istio `pilot/pkg/security/trustdomain/bundle.go`).
 */
const TRUST_DOMAIN = 'cluster.local';

/** Whoever has an identity: not nobody at all, as without `from`. */
const ANYBODY = '*';

function from(sources: readonly Source[]): From[] {
  const principals = [...new Set(sources.map(principalOf))].sort();
  return [{ source: { principals: principals.includes(ANYBODY) ? [ANYBODY] : principals } }];
}

/** By principal throughout: `namespaces` would take one of that name in any trust domain. */
function principalOf(source: Source): string {
  switch (source.kind) {
    case 'anyone':
      return ANYBODY;
    case 'namespace':
      return `${TRUST_DOMAIN}/ns/${source.namespace}/sa/*`;
    case 'serviceAccount':
      return `${TRUST_DOMAIN}/ns/${source.namespace}/sa/${source.name}`;
  }
}
