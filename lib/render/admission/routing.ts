import { Labels } from '../../input/labels';
import { AdmissionPolicy } from './admission-policy';
import { and, every, listOf, or, quoted, whereSet } from './cel';
import { gatewayApiRules } from './gateway-api';
import { INGRESS_RULE } from './ingress';
import { KindRule, kindRule, matchesOf, SPECS } from './kind-rule';
import { tenantConditions, Subjects } from './tenants';

/** The parts of a gateway that tenants must not use. */
export interface GuardedGateway {
  readonly namespace: string;
  /** Labels that select its pods. */
  readonly selector: Labels;
  /** Full name of its Service. */
  readonly service: string;
}

/** Settings of the rules for Istio's objects. */
export interface RoutingFacts {
  readonly deployers: Subjects;
  readonly clusterDomain: string;
  /** Every gateway of the app: a tenant of one gateway must not use another gateway either. */
  readonly gateways: readonly GuardedGateway[];
  /** Whether the mesh exports objects to their own namespace by default. */
  readonly exportToDefaultsToNamespace: boolean;
  /** Hosts that VirtualServices of tenants may name, in addition to Services of their namespace. */
  readonly tenantHosts: readonly string[];
}

const ISTIO = 'networking.istio.io';

/**
 * Restricts Istio's objects of tenants to the Services of their namespace. Other hosts belong to others: a VirtualService for a host
 * of the gateway applies to the whole mesh (ISTIO-SECURITY-2026-002), and a Gateway that selects the gateway's pods opens ports on
 * them. The rules list the allowed hosts, not the rejected ones. Therefore the rules need no list of the gateway's hosts, and also
 * protect the hosts of other apps.
 */
export function routingPolicy(facts: RoutingFacts): AdmissionPolicy {
  const rules = [
    ...virtualServiceRules(facts),
    destinationRule(facts),
    exportRule(facts),
    gatewayRule(facts),
    INLINE_KEYS,
    ...gatewayApiRules(namespacesOf(facts)),
    INGRESS_RULE,
  ];
  return {
    id: 'routing',
    matches: matchesOf(rules),
    conditions: tenantConditions(facts.deployers),
    variables: SPECS,
    rules: rules.map(kindRule),
  };
}

/** Returns the namespaces of the gateways, sorted. */
function namespacesOf({ gateways }: RoutingFacts): readonly string[] {
  return [...new Set(gateways.map(({ namespace }) => namespace))].sort();
}

function virtualServiceRules(facts: RoutingFacts): KindRule[] {
  const of = { group: ISTIO, resources: ['virtualservices'] };
  const { tenantHosts } = facts;
  const own = or(ownHost('host', facts), ...(tenantHosts.length > 0 ? [`host in ${listOf(tenantHosts)}`] : []));
  const namespaces = namespacesOf(facts);
  return [
    {
      ...of,
      sound: (spec) => or(isOfIngress(spec), every(spec, 'hosts', 'host', own)),
      message: `hosts of a VirtualService for the mesh must be Services of its own namespace${tenantHosts.map((host) => `, or ${host}`).join('')}`,
    },
    {
      ...of,
      sound: (spec) => every(spec, 'gateways', 'gateway', isElsewhere('gateway', namespaces)),
      message: `only platform subjects may use the Gateways of ${namespaces.join(', ')} in a VirtualService; allowed: other Gateways, as NAMESPACE/NAME`,
    },
    {
      ...of,
      sound: (spec) => hasDestinations(spec, (host) => insideHost(host, facts)),
      message: `destinations and mirrors of a VirtualService must be Services other than an egress gateway; allowed: ${serviceNames(facts)}`,
    },
  ];
}

function isOfIngress(spec: string): string {
  return and(`has(${spec}.gateways)`, `size(${spec}.gateways) > 0`, `!('mesh' in ${spec}.gateways)`);
}

/** Istio also reads the deprecated form NAME.NAMESPACE (`resolveGatewayName` in istio.io/istio `pilot/pkg/model/config.go`). */
function isElsewhere(gateway: string, namespaces: readonly string[]): string {
  return and(
    ...namespaces.map((namespace) => `!${gateway}.startsWith(${quoted(`${namespace}/`)})`),
    or(`${gateway}.contains('/')`, `!${gateway}.contains('.')`),
  );
}

function hasDestinations(spec: string, inside: (host: string) => string): string {
  const routes = (protocol: string): string =>
    every(spec, protocol, 'rule', every('rule', 'route', 'way', inside('way.destination.host')));
  return and(
    ...['http', 'tls', 'tcp'].map(routes),
    every(spec, 'http', 'rule', whereSet('rule', 'mirror.host', inside)),
    every(spec, 'http', 'rule', every('rule', 'mirrors', 'copy', inside('copy.destination.host'))),
  );
}

function destinationRule(facts: RoutingFacts): KindRule {
  return {
    group: ISTIO,
    resources: ['destinationrules'],
    sound: (spec) => insideHost(`${spec}.host`, facts),
    message: `host of a DestinationRule must be a Service other than an egress gateway; allowed: ${serviceNames(facts)}`,
  };
}

/**
 * Rejects objects that the whole mesh sees. Every proxy holds such an object, and one value that Envoy rejects prevents all later
 * updates: seen with the size of a hash ring, after which no new pod of the gateway became ready.
 */
function exportRule(facts: RoutingFacts): KindRule {
  const shared = ['*', ...namespacesOf(facts)];
  return {
    group: ISTIO,
    resources: ['destinationrules', 'virtualservices'],
    sound: (spec) =>
      and(
        ...(facts.exportToDefaultsToNamespace ? [] : [`has(${spec}.exportTo)`, `size(${spec}.exportTo) > 0`]),
        every(spec, 'exportTo', 'who', `!(who in ${listOf(shared)})`),
      ),
    message: `exportTo must be ['.'], or a list of namespaces without ${shared.join(', ')}`,
    mendable: true,
  };
}

/** Requires inline keys: istiod itself would fetch keys from `jwksUri` or from the issuer, past every gateway, for the proxies. */
const INLINE_KEYS: KindRule = {
  group: 'security.istio.io',
  resources: ['requestauthentications'],
  sound: (spec) => every(spec, 'jwtRules', 'rule', and("has(rule.jwks) && rule.jwks != ''", '!has(rule.jwksUri)')),
  message:
    'jwtRules of a RequestAuthentication must have inline keys (jwks) and no jwksUri: istiod would fetch keys past the gateway',
  mendable: true,
};

/** Requires another value for one label of a gateway's pods: with any other selector, the pods could match by further labels. */
function gatewayRule({ gateways }: RoutingFacts): KindRule {
  const offItsPods = (spec: string, { selector }: GuardedGateway): string =>
    or(
      ...Object.entries(selector).map(([key, value]) =>
        and(`${quoted(key)} in ${spec}.selector`, `${spec}.selector[${quoted(key)}] != ${quoted(value)}`),
      ),
    );
  const pods = gateways.map(({ selector }) =>
    Object.entries(selector)
      .map((label) => label.join('='))
      .join(),
  );
  return {
    group: ISTIO,
    resources: ['gateways'],
    sound: (spec) => and(`has(${spec}.selector)`, ...gateways.map((gateway) => offItsPods(spec, gateway))),
    message: `a Gateway cannot select pods of an egress gateway; its selector must have another value for a label of each: ${pods.join('; ')}`,
  };
}

/** Returns a condition that a host is in the object's own namespace, as every name without dots is. */
function ownHost(host: string, { clusterDomain }: RoutingFacts): string {
  return or(
    and(`!${host}.contains('.')`, `${host} != '*'`),
    ...['svc', `svc.${clusterDomain}`].map((end) => `${host}.endsWith('.' + request.namespace + ${quoted(`.${end}`)})`),
  );
}

/** Returns the forms of a Service name that `insideHost` accepts, for messages. */
function serviceNames({ clusterDomain }: RoutingFacts): string {
  return `NAME, or NAME.NAMESPACE.svc.${clusterDomain}`;
}

/** Returns a condition that a host is a Service: of the own namespace, or of another namespace by its full name. */
function insideHost(host: string, facts: RoutingFacts): string {
  const { clusterDomain, gateways } = facts;
  const other = and(
    `${host}.endsWith(${quoted(`.svc.${clusterDomain}`)})`,
    `!${host}.startsWith('*')`,
    `!(${host} in ${listOf([...new Set(gateways.map(({ service }) => service))].sort())})`,
  );
  return or(ownHost(host, facts), other);
}
