import { Access } from './access';
import { GatewayFacts, gatewayKey } from './gateway-facts';
import { InputError } from './input-error';
import { Visibility } from './host-claim';

/** A route through a gateway, for what must be true of all of them together. */
export interface RouteThrough {
  readonly owner: string;
  /** Namespace and name of the gateway. */
  readonly gateway: string;
  readonly access: Access;
  readonly visibility: Visibility;
  /** Whether the gateway shows its own certificate to the host, so that whoever uses the route speaks in its name. */
  readonly lends: boolean;
}

/**
 * What is wrong with who may use the routes of one gateway, once all of them are there: in words, each with its fix.
 *
 * As soon as one AuthorizationPolicy allows something, Istio denies whatever none allows
 * (https://istio.io/latest/docs/concepts/security/#implicit-enablement): a route of which nobody said who may use it would be
 * closed without a word.
 *
 * @param routes those through the gateway
 * @param beside those through other gateways with the same pods, whose policies are in force here too
 */
export function accessProblems(
  facts: GatewayFacts,
  routes: readonly RouteThrough[],
  beside: readonly RouteThrough[],
): readonly string[] {
  const gateway = gatewayKey(facts);
  const open = routes.filter(({ access }) => access.sources.length === 0);
  const problems = [
    facts.requireSources ? required(gateway, open) : withoutSources(gateway, open, [...routes, ...beside]),
    narrowed(open),
    lent(open),
    narrowedForAll(routes),
  ];
  return problems.flatMap((problem) => problem ?? []);
}

const NAME_THEM = 'write allowFrom: [EgressSource.namespace("...")] on each';

function required(gateway: string, open: readonly RouteThrough[]): string | undefined {
  if (open.length === 0) return undefined;
  return messageOf(
    `routes of gateway ${gateway} do not say who may use them`,
    ownersOf(open),
    'sources on every route: the gateway requires them, and denies everything else',
    `${NAME_THEM}, or allowFrom: [EgressSource.anyone()]`,
  );
}

function withoutSources(
  gateway: string,
  open: readonly RouteThrough[],
  all: readonly RouteThrough[],
): string | undefined {
  const example = all.find(({ access }) => access.sources.length > 0);
  if (example === undefined || open.length === 0) return undefined;
  const other = example.gateway === gateway ? '' : ` through ${example.gateway}, which has the same pods`;
  return messageOf(
    `routes of gateway ${gateway} do not say who may use them`,
    ownersOf(open),
    `sources on every route once one has them, as ${example.owner} has${other}: everything else is denied there`,
    `${NAME_THEM}, or allowFrom: [EgressSource.anyone()]${other && ', or give the pods of the two gateways different labels'}`,
  );
}

function narrowed(open: readonly RouteThrough[]): string | undefined {
  const narrowed = ownersOf(open.filter(({ access }) => access.operations.length > 0));
  if (narrowed.length === 0) return undefined;
  return messageOf(
    'routes say what may be asked of them, and not by whom',
    narrowed,
    'allow on routes with sources: it narrows what these may do',
    NAME_THEM,
  );
}

function lent(open: readonly RouteThrough[]): string | undefined {
  const lending = ownersOf(open.filter(({ lends }) => lends));
  if (lending.length === 0) return undefined;
  return messageOf(
    "routes lend the gateway's own certificate to whoever reaches it",
    lending,
    'TlsOrigination.mutual(...) on routes with sources',
    NAME_THEM,
  );
}

function narrowedForAll(routes: readonly RouteThrough[]): string | undefined {
  const narrowed = routes.filter(({ visibility }) => visibility === 'sources');
  const open = ownersOf(
    narrowed.filter(({ access: { sources } }) => sources.length === 0 || sources.some(({ kind }) => kind === 'anyone')),
  );
  if (open.length === 0) return undefined;
  return messageOf(
    'routes are exported to their sources only, and have none by namespace',
    open,
    'exportTo other than ExportTo.ALL with sources that are namespaces or service accounts',
    'name the namespaces in allowFrom, or remove exportTo',
  );
}

function ownersOf(routes: readonly RouteThrough[]): string[] {
  return [...new Set(routes.map(({ owner }) => owner))].sort();
}

function messageOf(problem: string, got: unknown, allowed: string, fix: string): string {
  return new InputError({ problem, got, allowed, fix }).message;
}
