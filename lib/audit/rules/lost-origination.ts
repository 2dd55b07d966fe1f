import { nameOf } from '../manifest/manifest';
import { fullName } from '../model/hosts';
import { HostIndex } from '../model/host-index';
import { Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { portsIn } from '../model/port-place';
import { DestinationRuleSpec } from '../model/specs';
import { Hit, Rule } from './rule';
import { failuresOf, hitOf } from './shared/failures';
import { DeclaredWay, hostWays } from './shared/host-ways';

/** A host that receives plain HTTP, since the gateway sees no DestinationRule that starts TLS. */
export const LOST_ORIGINATION: Rule = {
  code: 'EGR3004',
  level: 'error',
  title: 'A gateway sends plain HTTP to a host, since the gateway sees no DestinationRule that starts TLS.',
  effect:
    'The DestinationRule of TLS origination must be in the namespace of the gateway, of the ServiceEntry, or in the root namespace, and ' +
    'exported to the gateway. Else the request leaves the mesh in plain text.',
  sources: [
    'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway-tls-origination/',
    'destinationRule in pilot/pkg/model/push_context.go',
  ],
  check: (mesh) => {
    const unseen = hostWays(mesh).flatMap(({ ways }) => ways.flatMap((declared) => unseenRules(mesh, declared)));
    const withoutRule = failuresOf(mesh, 'lost-origination').filter(
      ({ first }) => unseenRules(mesh, first).length === 0,
    );
    return [...unseen, ...withoutRule.map((failure) => hitOf(mesh, failure))];
  },
};

const rulesByHost = perMesh(({ destinationRules, clusterDomain }) => {
  const index = new HostIndex<Resource<DestinationRuleSpec>>();
  for (const rule of destinationRules) index.add(fullName(rule.spec.host ?? '', rule.namespace, clusterDomain), rule);
  return index;
});

/** Returns a hit for each DestinationRule that would start TLS on the way of a request, if the gateway used the rule. */
function unseenRules(mesh: Mesh, { way, request }: DeclaredWay): readonly Hit[] {
  const isPlain =
    (way.kind === 'gateway' && way.origination === 'NONE') ||
    (way.kind === 'broken' && way.cause.kind === 'lost-origination');
  if (!isPlain || request.protocol !== 'http') return [];
  const evidence = [
    ...(way.kind === 'broken' ? way.decidedBy : []),
    ...way.hops.flatMap(({ decidedBy = [] }) => decidedBy),
  ];
  return portsIn(evidence).flatMap(({ entry, number: port }) =>
    (entry.spec.hosts ?? []).flatMap((host) =>
      rulesByHost(mesh)
        .get(host)
        .filter(({ spec }) => startsTls(spec, port))
        .map((rule) => ({
          manifest: rule.manifest,
          path: rule.spec.exportTo ? ['spec', 'exportTo'] : ['metadata'],
          message: `${nameOf(rule.manifest)} starts TLS to ${host}:${port}, and the gateway does not see the rule and sends plain HTTP`,
          fix: `move ${nameOf(rule.manifest)} to the namespace of the gateway, and remove spec.exportTo`,
        })),
    ),
  );
}

function startsTls({ trafficPolicy }: DestinationRuleSpec, port: number): boolean {
  const ofPort = trafficPolicy?.portLevelSettings?.find((settings) => settings.port?.number === port);
  return ['SIMPLE', 'MUTUAL'].includes((ofPort ?? trafficPolicy)?.tls?.mode ?? '');
}
