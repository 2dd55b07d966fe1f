import { Labels } from '../../input/labels';
import { AdmissionPolicy } from './admission-policy';
import { and, every, listOf, or, quoted, whereSet } from './cel';
import { GATEWAY_API_RULES } from './gateway-api';
import { KindRule, kindRule, matchesOf } from './kind-rule';
import { aboutTenants, Deployers } from './tenants';

/** Of a gateway, what tenants must keep off. */
export interface GuardedGateway {
  readonly namespace: string;
  /** Labels that select its pods. */
  readonly selector: Labels;
  /** Full name of its Service. */
  readonly service: string;
}

/** What the rules for Istio's objects must know. */
export interface RoutingFacts {
  readonly deployers: Deployers;
  readonly clusterDomain: string;
  /** Every gateway of the app: a tenant of one is no less a stranger to the others. */
  readonly gateways: readonly GuardedGateway[];
  /** Whether the mesh's own default is that an object is seen in its own namespace alone. */
  readonly privateByDefault: boolean;
  /** Hosts that tenants' VirtualServices may name, beside those of their own Services. */
  readonly hosts: readonly string[];
}

const ISTIO = 'networking.istio.io';

/** Programs that run in the sidecars, whatever they are called. */
const EXTENSIONS = { group: 'extensions.istio.io', resources: ['*'] };

/** Kinds that change what the sidecars of a namespace do, or where a name is. */
const REFUSED_KINDS: readonly string[] = [
  'envoyfilters',
  'proxyconfigs',
  'serviceentries',
  'sidecars',
  'workloadentries',
  'workloadgroups',
];

/**
 * Tenants' Istio objects may be about what is their own: their Services. Whatever else they claim they would take from others: a
 * VirtualService for a host that the gateway owns is one for the whole mesh (ISTIO-SECURITY-2026-002), a Gateway that selects the
 * gateway's pods opens ports on them. This asks what is theirs, not what is somebody else's, so it needs no list of the gateway's
 * hosts, and holds for those of other apps.
 */
export function routingPolicy(facts: RoutingFacts): AdmissionPolicy {
  const rules = [
    ...virtualServiceRules(facts),
    destinationRule(facts),
    exportRule(facts),
    gatewayRule(facts),
    INLINE_KEYS,
    ...GATEWAY_API_RULES,
  ];
  return {
    id: 'routing',
    matches: matchesOf([{ group: ISTIO, resources: REFUSED_KINDS }, EXTENSIONS, ...rules]),
    conditions: aboutTenants(facts.deployers),
    rules: [
      {
        expression: `!(request.resource.resource in ${listOf(REFUSED_KINDS)})`,
        message: `what leaves is for the platform to declare (${REFUSED_KINDS.join(', ')})`,
      },
      {
        expression: `request.resource.group != ${quoted(EXTENSIONS.group)}`,
        message: `programs in the sidecars are for the platform (${EXTENSIONS.group})`,
      },
      ...rules.map(kindRule),
    ],
  };
}

function virtualServiceRules(facts: RoutingFacts): KindRule[] {
  const of = { group: ISTIO, resources: ['virtualservices'] };
  const { hosts } = facts;
  const own = or(ownHost('host', facts), ...(hosts.length > 0 ? [`host in ${listOf(hosts)}`] : []));
  const namespaces = [...new Set(facts.gateways.map(({ namespace }) => namespace))].sort();
  return [
    {
      ...of,
      sound: (spec) => or(isOfIngress(spec), every(spec, 'hosts', 'host', own)),
      message: `a VirtualService of the mesh is for hosts of the own namespace${hosts.length > 0 ? `, and ${hosts.join(', ')}` : ''}`,
    },
    {
      ...of,
      sound: (spec) => every(spec, 'gateways', 'gateway', isElsewhere('gateway', namespaces)),
      message: `the Gateways of ${namespaces.join(', ')} are for the platform's VirtualServices; name others as NAMESPACE/NAME`,
    },
    {
      ...of,
      sound: (spec) => leadsInside(spec, (host) => insideHost(host, facts)),
      message: 'a VirtualService leads to Services of the cluster, and not to the gateway',
    },
  ];
}

function isOfIngress(spec: string): string {
  return and(`has(${spec}.gateways)`, `size(${spec}.gateways) > 0`, `!('mesh' in ${spec}.gateways)`);
}

/** Istio still reads the old way too, as NAME.NAMESPACE (`resolveGatewayName` in `pilot/pkg/model/config.go`). */
function isElsewhere(gateway: string, namespaces: readonly string[]): string {
  return and(
    ...namespaces.map((namespace) => `!${gateway}.startsWith(${quoted(`${namespace}/`)})`),
    or(`${gateway}.contains('/')`, `!${gateway}.contains('.')`),
  );
}

function leadsInside(spec: string, inside: (host: string) => string): string {
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
    message: 'a DestinationRule is for Services of the cluster, and not for the gateway',
  };
}

/**
 * What everybody sees every proxy holds, and one value that Envoy refuses keeps it from taking anything new: seen with the size of a
 * hash ring, after which no new pod of the gateway became ready.
 */
function exportRule({ gateways, privateByDefault }: RoutingFacts): KindRule {
  const everybody = ['*', ...new Set(gateways.map(({ namespace }) => namespace))].sort();
  return {
    group: ISTIO,
    resources: ['destinationrules', 'virtualservices'],
    sound: (spec) =>
      and(
        ...(privateByDefault ? [] : [`has(${spec}.exportTo)`, `size(${spec}.exportTo) > 0`]),
        every(spec, 'exportTo', 'who', `!(who in ${listOf(everybody)})`),
      ),
    message: `say who sees it: exportTo: ['.'], or further namespaces, not ${everybody.join(', ')}`,
    mendable: true,
  };
}

/** Istiod itself fetches keys from wherever `jwksUri` or the issuer says, past every gateway, and gives them to the proxies. */
const INLINE_KEYS: KindRule = {
  group: 'security.istio.io',
  resources: ['requestauthentications'],
  sound: (spec) => every(spec, 'jwtRules', 'rule', and("has(rule.jwks) && rule.jwks != ''", '!has(rule.jwksUri)')),
  message: 'keys stand in the RequestAuthentication (jwks): istiod fetches no others for tenants',
  mendable: true,
};

/** Only another value of one of its labels keeps a selector off a gateway's pods, whatever other labels they have. */
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
    message: `a Gateway must not select the pods of an egress gateway; its selector needs another value of a label of each: ${pods.join('; ')}`,
  };
}

/** A name without dots is one of the object's own namespace. */
function ownHost(host: string, { clusterDomain }: RoutingFacts): string {
  return or(
    and(`!${host}.contains('.')`, `${host} != '*'`),
    ...['svc', `svc.${clusterDomain}`].map((end) => `${host}.endsWith('.' + request.namespace + ${quoted(`.${end}`)})`),
  );
}

/** A Service of the cluster: an own one, or one by its full name. */
function insideHost(host: string, facts: RoutingFacts): string {
  const { clusterDomain, gateways } = facts;
  const other = and(
    `${host}.endsWith(${quoted(`.svc.${clusterDomain}`)})`,
    `!${host}.startsWith('*')`,
    `!(${host} in ${listOf([...new Set(gateways.map(({ service }) => service))].sort())})`,
  );
  return or(ownHost(host, facts), other);
}
