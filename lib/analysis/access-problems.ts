import { Access } from '../mesh/access';
import { GatewayFacts, gatewayKey } from '../mesh/gateway';
import { InputError } from '../input/input-error';
import { RouteThrough } from '../mesh/route-through';

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
  const open = routes.filter(({ access }) => access.sources.length === 0);
  const problems = [
    withoutSources(facts, open, [...routes, ...beside]),
    ...needingSources(open),
    problem(
      'routes are exported to their sources only, and have none by namespace',
      routes.filter(({ visibility, access }) => visibility === 'sources' && !isByNamespace(access)),
      'exportTo other than ExportTo.ALL with sources that are namespaces or service accounts',
      'name the namespaces in allowFrom, or remove exportTo',
    ),
  ];
  return problems.flatMap((message) => message ?? []);
}

/** What is wrong with routes that nobody's sources narrow, though they have what needs that. */
function needingSources(open: readonly RouteThrough[]): readonly (string | undefined)[] {
  return [
    problem(
      'routes say what may be asked of them, and not by whom',
      open.filter(({ access }) => access.operations.length > 0),
      'allow on routes with sources: it narrows what these may do',
      NAME_THEM,
    ),
    problem(
      "routes lend the gateway's own certificate to whoever reaches it",
      open.filter(({ lends }) => lends),
      'TlsOrigination.mutual(...) on routes with sources',
      NAME_THEM,
    ),
  ];
}

const NAME_THEM = 'write allowFrom: [EgressSource.namespace("...")] on each';

function withoutSources(
  facts: GatewayFacts,
  open: readonly RouteThrough[],
  all: readonly RouteThrough[],
): string | undefined {
  const gateway = gatewayKey(facts);
  const example = all.find(({ access }) => access.sources.length > 0);
  if (!facts.requireSources && example === undefined) return undefined;
  const others = !facts.requireSources && example?.gateway !== gateway ? example?.gateway : undefined;
  const one = `once one has them, as ${example?.owner} has${others ? ` through ${others}, which has the same pods` : ''}`;
  return problem(
    `routes of gateway ${gateway} do not say who may use them`,
    open,
    facts.requireSources
      ? 'sources on every route: the gateway requires them, and denies everything else'
      : `sources on every route ${one}: everything else is denied there`,
    `${NAME_THEM}, or allowFrom: [EgressSource.anyone()]${others ? ', or give the pods of the two gateways different labels' : ''}`,
  );
}

function isByNamespace({ sources }: Access): boolean {
  return sources.length > 0 && sources.every(({ kind }) => kind !== 'anyone');
}

/** What is wrong with routes, where there are any. */
function problem(what: string, routes: readonly RouteThrough[], allowed: string, fix: string): string | undefined {
  if (routes.length === 0) return undefined;
  const owners = [...new Set(routes.map(({ owner }) => owner))].sort();
  return new InputError({ problem: what, got: owners, allowed, fix }).message;
}
