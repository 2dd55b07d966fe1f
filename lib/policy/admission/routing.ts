import { Labels } from '../../model/labels';
import { AdmissionPolicy, AdmissionRule, asItWasAndWillBe } from './admission-policy';
import { and, every, listOf, or, quoted, whereSet } from './cel';
import { aboutTenants, Deployers } from './tenants';

/** What the rules for Istio's objects must know. */
export interface RoutingFacts {
  readonly deployers: Deployers;
  readonly clusterDomain: string;
  readonly gatewayNamespace: string;
  /** Labels that select the gateway's pods. */
  readonly gatewaySelector: Labels;
  /** Full name of the gateway's Service. */
  readonly gatewayService: string;
  /** Hosts that tenants' VirtualServices may name, beside those of their own Services. */
  readonly hosts: readonly string[];
}

/** Kinds that change what the sidecars of a namespace do, or where a name is. */
const REFUSED_KINDS: readonly string[] = [
  'envoyfilters',
  'proxyconfigs',
  'serviceentries',
  'sidecars',
  'workloadentries',
];

/** A rule for one kind: what is true of its `spec`. */
interface KindRule {
  readonly resource: string;
  readonly sound: (spec: string) => string;
  readonly message: string;
}

/**
 * Tenants' Istio objects may be about what is their own: their Services. Whatever else they claim they would take from others: a
 * VirtualService for a host that the gateway owns is one for the whole mesh (ISTIO-SECURITY-2026-002), a Gateway that selects the
 * gateway's pods opens ports on them. This asks what is theirs, not what is somebody else's, so it needs no list of the gateway's
 * hosts, and holds for those of other apps.
 */
export function routingPolicy(facts: RoutingFacts): AdmissionPolicy {
  const rules = [...virtualServiceRules(facts), destinationRule(facts), gatewayRule(facts)];
  return {
    id: 'routing',
    matches: [
      {
        apiGroups: ['networking.istio.io'],
        resources: [...new Set([...REFUSED_KINDS, ...rules.map(({ resource }) => resource)])].sort(),
        operations: ['CREATE', 'UPDATE', 'DELETE'],
      },
    ],
    conditions: aboutTenants(facts.deployers),
    rules: [
      {
        expression: `!(request.resource.resource in ${listOf(REFUSED_KINDS)})`,
        message: `what leaves is for the platform to declare (${REFUSED_KINDS.join(', ')})`,
      },
      ...rules.map(written),
    ],
  };
}

function written({ resource, sound, message }: KindRule): AdmissionRule {
  const expression = or(
    `request.resource.resource != ${quoted(resource)}`,
    // Of kinds that differ, the API server knows no common type.
    asItWasAndWillBe((it) => sound(`dyn(${it}).spec`)),
  );
  return { expression, message };
}

function virtualServiceRules(facts: RoutingFacts): KindRule[] {
  const { gatewayNamespace, hosts } = facts;
  const own = or(ownHost('host', facts), ...(hosts.length > 0 ? [`host in ${listOf(hosts)}`] : []));
  const ofIngress = (spec: string): string =>
    and(`has(${spec}.gateways)`, `size(${spec}.gateways) > 0`, `!('mesh' in ${spec}.gateways)`);
  const inside = (host: string): string => insideHost(host, facts);
  const routes = (spec: string, protocol: string): string =>
    every(spec, protocol, 'rule', every('rule', 'route', 'way', inside('way.destination.host')));
  return [
    {
      resource: 'virtualservices',
      sound: (spec) => or(ofIngress(spec), every(spec, 'hosts', 'host', own)),
      message: `a VirtualService of the mesh is for hosts of the own namespace${hosts.length > 0 ? `, and ${hosts.join(', ')}` : ''}`,
    },
    {
      resource: 'virtualservices',
      // Istio still reads the old way too, as NAME.NAMESPACE (`resolveGatewayName` in `pilot/pkg/model/config.go`).
      sound: (spec) =>
        every(
          spec,
          'gateways',
          'gateway',
          and(
            `!gateway.startsWith(${quoted(`${gatewayNamespace}/`)})`,
            or("gateway.contains('/')", "!gateway.contains('.')"),
          ),
        ),
      message: `the Gateways of ${gatewayNamespace} are for the platform's VirtualServices; name others as NAMESPACE/NAME`,
    },
    {
      resource: 'virtualservices',
      sound: (spec) =>
        and(
          ...['http', 'tls', 'tcp'].map((protocol) => routes(spec, protocol)),
          every(spec, 'http', 'rule', whereSet('rule', 'mirror.host', inside)),
          every(spec, 'http', 'rule', every('rule', 'mirrors', 'copy', inside('copy.destination.host'))),
        ),
      message: 'a VirtualService leads to Services of the cluster, and not to the gateway',
    },
  ];
}

function destinationRule(facts: RoutingFacts): KindRule {
  return {
    resource: 'destinationrules',
    sound: (spec) => insideHost(`${spec}.host`, facts),
    message: 'a DestinationRule is for Services of the cluster, and not for the gateway',
  };
}

/** Only another value of one of its labels keeps a selector off the gateway's pods, whatever other labels they have. */
function gatewayRule({ gatewaySelector }: RoutingFacts): KindRule {
  return {
    resource: 'gateways',
    sound: (spec) =>
      and(
        `has(${spec}.selector)`,
        or(
          ...Object.entries(gatewaySelector).map(([key, value]) =>
            and(`${quoted(key)} in ${spec}.selector`, `${spec}.selector[${quoted(key)}] != ${quoted(value)}`),
          ),
        ),
      ),
    message: `a Gateway must not select the gateway's pods: its selector needs another value of ${Object.keys(gatewaySelector).join(' or ')}`,
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
  const { clusterDomain, gatewayService } = facts;
  const other = and(
    `${host}.endsWith(${quoted(`.svc.${clusterDomain}`)})`,
    `!${host}.startsWith('*')`,
    `${host} != ${quoted(gatewayService)}`,
  );
  return or(ownHost(host, facts), other);
}
