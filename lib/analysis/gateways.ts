import { groupBy } from '../input/group-by';
import {
  GatewayModel,
  gatewayKey,
  labelsOfPods,
  maySharePods,
  PortPair,
  portPairsOf,
  sameGateway,
} from '../mesh/gateway';
import { GatewayDescription } from '../mesh/gateways';
import { includesPodsOf } from '../mesh/pod-labels';
import { Analyzer, error, Finding, pairsBy } from './analyzer';

/**
 * Descriptions of gateways that contradict each other. Istio merges the Gateway objects that select the same pods, and silently
 * drops one of a plain-text and a TLS server on one port (`mergeGateways` in istio.io/istio `pilot/pkg/model/gateway.go`).
 */
export const GATEWAYS: readonly Analyzer[] = [
  error('EGR1201', 'Two constructs deploy one gateway.', ({ gateways }) => {
    const deployed = gateways.descriptions.filter(({ ownership }) => ownership === 'deployed');
    return pairsBy(deployed, ({ model }) => gatewayKey(model)).map(([earlier, later]) => ({
      constructPath: later.owner,
      problem: `gateway ${gatewayKey(later.model)} cannot be deployed by two constructs`,
      got: { gateways: [earlier.owner, later.owner] },
      allowed: 'one deployment per gateway',
      fix: 'use EgressGateway.fromEgressGatewayAttributes(...) for the second, or write another serviceName and another selector',
    }));
  }),
  error('EGR1202', 'Two constructs describe one gateway differently.', ({ gateways }) =>
    pairsBy(gateways.descriptions, ({ model }) => gatewayKey(model)).flatMap(([earlier, later]) =>
      differ(earlier, later, differences(earlier.model, later.model)),
    ),
  ),
  error('EGR1203', 'Two gateways with the same pods have incompatible servers.', ({ gateways }) => {
    const { all } = gateways;
    return all.flatMap((later, index) =>
      all
        .slice(0, index)
        .filter((earlier) => maySharePods(earlier.model, later.model))
        .flatMap((earlier) => incompatible(earlier, later)),
    );
  }),
  error('EGR1209', 'A deployed gateway selects the pods of another gateway in its namespace.', ({ gateways }) =>
    [...groupBy(gateways.all, ({ model }) => model.namespace).values()].flatMap((group) =>
      group.flatMap((later, index) => group.slice(0, index).flatMap((earlier) => mixed(earlier, later))),
    ),
  ),
  error('EGR1205', 'A construct writes objects of a gateway that is owned outside the app.', (mesh) =>
    mesh.gatewayParts.all
      .filter(({ needsOwner, gateway }) => needsOwner && mesh.gateways.isImported(gatewayKey(gateway)))
      .map(({ owner, gateway, construct }) => ({
        constructPath: owner,
        problem: `${construct} cannot be created for gateway ${gatewayKey(gateway)}, which another app owns`,
        got: gatewayKey(gateway),
        allowed: 'a gateway that this app creates with new EgressGateway(...)',
        fix: `create the ${construct} in the app that owns the gateway, and name the namespaces of this app there`,
      })),
  ),
  error('EGR1208', 'Two constructs write the same objects of a gateway.', ({ gatewayParts }) =>
    pairsBy(gatewayParts.all, ({ gateway, construct }) => `${construct} ${gatewayKey(gateway)}`).map(
      ([earlier, later]) => ({
        constructPath: later.owner,
        problem: `gateway ${gatewayKey(later.gateway)} cannot have two ${later.construct} constructs`,
        got: { constructs: [earlier.owner, later.owner] },
        allowed: `one ${later.construct} per gateway`,
        fix: `remove ${earlier.owner} or ${later.owner}`,
      }),
    ),
  ),
];

function differ(earlier: GatewayDescription, later: GatewayDescription, fields: readonly string[]): readonly Finding[] {
  if (fields.length === 0) return [];
  return [
    {
      constructPath: later.owner,
      problem: `gateway ${gatewayKey(later.model)} must have the same ${fields.join(', ')} as ${earlier.owner}`,
      got: { gateways: [earlier.owner, later.owner] },
      allowed: 'one description for each gateway, and one clientTls for each set of pods',
      fix: `pass one gateway construct to both, write the same ${fields.join(', ')}, or give the pods another selector`,
    },
  ];
}

const COMPARED = [
  ...(['selector', 'httpPort', 'tlsPort', 'cidrsPort'] as const),
  ...(['clientTls', 'defaultDeny', 'egressProxy', 'upstreamProxy', 'metadata'] as const),
];

function differences(a: GatewayModel, b: GatewayModel): readonly string[] {
  const text = (model: GatewayModel, key: (typeof COMPARED)[number]): string => JSON.stringify(model[key]);
  const names = COMPARED.filter((key) => text(a, key) !== text(b, key));
  return [...new Set(names.map((name) => (name.endsWith('Port') ? 'ports' : name)))];
}

/** Finds a plain-text and a TLS server on one port of the pods that two gateways share. */
function incompatible(earlier: GatewayDescription, later: GatewayDescription): readonly Finding[] {
  const [a, b] = [earlier.model, later.model];
  if (sameGateway(a, b)) return [];
  if (a.clientTls !== b.clientTls) return differ(earlier, later, ['clientTls']);
  const [http, tls] = [sharedPort(b.httpPort, a.tlsPort), sharedPort(b.tlsPort, a.httpPort)];
  const port = http ?? tls;
  if (port === undefined) return readsHeaders(earlier, later);
  const [mine, theirs] = http === undefined ? ['TLS', 'HTTP'] : ['HTTP', 'TLS'];
  return [
    {
      constructPath: later.owner,
      problem: `gateway ${gatewayKey(b)} cannot serve ${mine} on port ${port}, which gateway ${gatewayKey(a)} of the same pods serves with ${theirs}`,
      got: { gateways: [earlier.owner, later.owner] },
      allowed: 'one protocol for each port of the pods, and of their Services',
      fix: `write ports: GatewayPorts.of({ ${mine.toLowerCase()}: { port: ${freePort(a, b)} } }), or another selector`,
    },
  ];
}

/**
 * Finds a port for ranges that another gateway of the same pods uses for other traffic: the filter by which the gateway reads PROXY
 * protocol headers applies to the port of the pods, whatever gateway serves there.
 */
function readsHeaders(earlier: GatewayDescription, later: GatewayDescription): readonly Finding[] {
  const pairs = [[earlier, later] as const, [later, earlier] as const];
  return pairs.flatMap(([{ model: reading }, { model: other }]) => {
    const { cidrsPort } = reading;
    const port = cidrsPort && [other.httpPort, other.tlsPort].map((pair) => sharedPort(cidrsPort, pair)).find(Boolean);
    if (port === undefined) return [];
    return [
      {
        constructPath: later.owner,
        problem: `gateway ${gatewayKey(other)} cannot use port ${port}, on which gateway ${gatewayKey(reading)} of the same pods reads PROXY protocol headers`,
        got: { gateways: [earlier.owner, later.owner] },
        allowed: 'a port of its own for ranges: no other port of the pods may read PROXY protocol headers',
        fix: `write cidrs: { port: ${freePort(reading, other)} } in GatewayPorts.of(...) of gateway ${gatewayKey(reading)}, or another selector`,
      },
    ];
  });
}

/**
 * Finds a deployed gateway whose Service, PodDisruptionBudget or HorizontalPodAutoscaler selects pods of another gateway: endpoints
 * mix, the autoscalers stop with `AmbiguousSelector`, and the API server refuses evictions of pods with two budgets.
 */
function mixed(a: GatewayDescription, b: GatewayDescription): readonly Finding[] {
  const [deployed, other] = b.ownership === 'deployed' ? [b, a] : [a, b];
  const [model, rival] = [deployed.model, other.model];
  if (deployed.ownership !== 'deployed' || !(selectsPodsOf(model, rival) || selectsPodsOf(rival, model))) return [];
  const { serviceName } = model;
  const label = rival.selector['istio'] === serviceName ? `${serviceName}-pods` : serviceName;
  return [
    {
      constructPath: deployed.owner,
      problem: `gateway ${gatewayKey(model)} cannot share pods with gateway ${gatewayKey(rival)}`,
      got: { gateways: [other.owner, deployed.owner], selectors: [rival.selector, model.selector] },
      allowed: 'selectors of which neither matches the labels of the other pods',
      fix: `write selector: { istio: ${JSON.stringify(label)} }; if the Deployment exists, delete the Deployment first: its selector is immutable`,
    },
  ];
}

/** Returns whether the selector of a gateway matches the labels of the pods of another gateway. */
function selectsPodsOf({ selector }: GatewayModel, pods: GatewayModel): boolean {
  return includesPodsOf(selector, { 'app.kubernetes.io/name': pods.serviceName, ...labelsOfPods(pods) });
}

/** More than two gateways have ports. */
const FREE_PORTS: readonly number[] = Array.from({ length: 13 }, (_, index) => 8081 + index);

/** Returns a port that neither gateway uses, nor the defaults of `GatewayPorts.of`. */
function freePort(...gateways: readonly GatewayModel[]): number {
  const used = gateways.flatMap(portPairsOf).flatMap(({ port, targetPort }) => [port, targetPort]);
  return FREE_PORTS.find((port) => !used.includes(port)) as number;
}

/** A Gateway object names a port without its Service, so the port matches every Service of the pods that has its number. */
function sharedPort(a: PortPair, b: PortPair): number | undefined {
  return a.port === b.port ? a.port : a.targetPort === b.targetPort ? a.targetPort : undefined;
}
