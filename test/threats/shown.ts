/** The stages that show more than one threat. */
import { ByAdmission, onTheMesh, OnTheMesh, refusedAtAdmission } from './evidence';

type Shown = (...attempts: readonly string[]) => OnTheMesh;

const of =
  (example: string, title: string, stage: string): Shown =>
  (...attempts) =>
    onTheMesh(example, title, stage, ...attempts);

const WHO = 'who-may-leave';
const AROUND = 'ways around the gateway';
const TEAM = 'objects of a team';

/** What the routes let through and refuse. */
export const whoMayLeave = of(WHO, 'who may leave', 'applied');
export const whileItRestarts = of(WHO, 'who may leave', 'while the gateway restarts');

/** Attempts that need no object. */
export const requests = of(WHO, AROUND, 'requests');
export const labelled = of(WHO, AROUND, 'a namespace that labels itself');
export const podsAroundSidecars = of(WHO, AROUND, 'pods whose traffic does not come to their sidecars');

/** Attempts with objects of a team. */
export const openSidecar = of(WHO, TEAM, 'a Sidecar that lets everything out, and a ServiceEntry');
export const services = of(WHO, TEAM, 'Services that point outside');
export const plainHop = of(WHO, TEAM, 'no mTLS on the way to the gateway');
export const unverifiedHop = of(WHO, TEAM, 'TLS without a certificate of the mesh on the way to the gateway');
export const outerNames = of(WHO, TEAM, 'other hosts under the outer names of declared ones');
export const ownWay = of(WHO, TEAM, 'a declared host past the gateway');
export const forEverybody = of(WHO, TEAM, 'a declared host, declared and routed elsewhere for the whole mesh, later');

const TEN_LINES = ['ten-lines', 'one host through the gateway over mTLS, a namespace locked down'] as const;

export const tenLines = of(
  ...TEN_LINES,
  'applied, after a VirtualService of another namespace for the same gateway and host',
);
export const wildcards = of('wildcards', 'names below a domain', 'applied');
export const withoutRoutes = of(...TEN_LINES, 'while the routes are deleted and the lockdown stays');
export const tcp = of('tcp', 'databases and ssh', 'applied');
export const telemetry = of(
  'telemetry',
  "the gateway's log, and sidecars that import the hosts that they need",
  'applied',
);

/** What tenants may not make. */
export const tenants = (...wishes: readonly string[]): ByAdmission =>
  refusedAtAdmission('admission', 'what tenants may make', 'applied', ...wishes);

/** The gateway's pods, closed both ways; `GATEWAY` is what its truth table calls them. */
export const bothSides = of('gateway-lockdown', 'closed from both sides', 'applied');
export const GATEWAY_LOCKDOWN = ['gateway-lockdown', 'main'] as const;
export const GATEWAY = 'istio-egress/gateway';

/** What the port in a Host leads to, without any policy. */
export const portInTheHost = of(
  'wildcards',
  'names below a domain',
  'without policies, as without sources: the port in the Host is still not one to choose',
);

/** Attempts that succeed, since no manifest of this library can stop them, and one that does not. */
export const claimedAddress = of(
  WHO,
  TEAM,
  'a Service that claims the address of a declared host, which receives the requests of the gateway',
);
export const headless = of(
  WHO,
  TEAM,
  'a headless Service with the address of a declared host, which receives the requests of sidecars',
);
export const namespaceLikeDomain = of(
  WHO,
  TEAM,
  'a namespace named like a top level domain, which the gateway does not look into',
);
export const ownNetworkPolicy = of(WHO, TEAM, 'a NetworkPolicy that allows everything, which opens the namespace');
