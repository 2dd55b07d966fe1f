import { EgressPlan } from '../mesh/egress-plan';
import { ClaimedPort, ExternalHost, isGatewayPassthrough } from '../mesh/external-host';
import { gatewayKey, sameGateway } from '../mesh/gateway';
import { entriesOf } from '../mesh/host-entry';
import { MeshModel } from '../mesh/mesh-model';
import { RouteThrough } from '../mesh/route-through';
import { Analyzer, error, Finding, perOwner, warning } from './analyzer';

/** Settings of the connections to hosts that two routes cannot both have, or that the host would see. */
export const UPSTREAMS: readonly Analyzer[] = [
  error('EGR1016', 'Routes for TLS and TCP of one host have different lifetimes of connections.', differentLifetimes),
  warning('EGR2016', 'An installed gateway may send headers of retries and timeouts to hosts.', seenHeaders),
];

/** The lifetimes of connections that the gateway passes through. Istio reads them from the host of a ServiceEntry, and not from the port. */
const LIFETIMES = ['idleTimeout', 'maxConnectionDuration'] as const;

function differentLifetimes({ plan }: MeshModel): readonly Finding[] {
  return plan.externalHosts().flatMap((external) =>
    entriesOf(external).flatMap(({ ports }) => {
      const [first, ...others] = ports.filter(isGatewayPassthrough);
      if (first === undefined) return [];
      return others.flatMap((port) =>
        conflictsOf(first, port).map((name) => finding(plan, external, [first, port], name)),
      );
    }),
  );
}

type Lifetime = (typeof LIFETIMES)[number];

function conflictsOf(first: ClaimedPort, second: ClaimedPort): readonly Lifetime[] {
  return LIFETIMES.filter((name) => first.upstream?.[name] !== second.upstream?.[name]);
}

function finding(
  plan: EgressPlan,
  { host, gateway }: ExternalHost,
  ports: readonly ClaimedPort[],
  name: Lifetime,
): Finding {
  const claims = plan.claimsOf(host.name).filter((claim) => sameGateway(claim.gateway, gateway));
  const ownerOf = ({ number }: ClaimedPort): string =>
    claims.find((claim) => claim.ports.some((port) => port.number === number))?.owner ?? '';
  const owners = ports.map(ownerOf).sort();
  return {
    constructPath: owners.at(-1) ?? '',
    problem: `routes for TLS and TCP of host ${host.name} must have the same upstream.${name}`,
    got: Object.fromEntries(ports.map((port) => [ownerOf(port), port.upstream?.[name] ?? 'none'])),
    allowed: 'one value per host: Istio applies the value to all connections that the gateway passes through',
    fix: `write the same upstream.${name} on both routes`,
  };
}

/** The annotation of `installOverlay()` is not in the app, so that nothing shows whether the pods of an installed gateway have it. */
function seenHeaders({ gateways, plan }: MeshModel): readonly Finding[] {
  const installed = gateways.descriptions.filter(({ ownership }) => ownership === 'installed');
  const routes = [...new Set(installed.map(({ model }) => gatewayKey(model)))].flatMap((key) =>
    plan.routesThrough(key).filter(addsHeaders),
  );
  return perOwner(routes, {
    problem:
      'hosts of the route see the headers of retries and timeouts if the gateway is installed without its overlay',
    allowed: 'pods of the gateway with the annotation proxy.istio.io/config of gateway.installOverlay()',
    fix: "install gateway.installOverlay(), and write EgressChecks.of(app).acknowledge('EGR2016', 'the overlay is installed')",
  });
}

function addsHeaders({ ports }: RouteThrough): boolean {
  return ports.some(({ upstream }) => upstream?.timeout !== undefined || upstream?.retries !== undefined);
}
