import { Access, isRestricted } from './access';
import { InputError } from './input-error';
import { Visibility } from './host-claim';

/** A route through a gateway, for what must be true of all of them together. */
export interface RouteThrough {
  readonly owner: string;
  readonly access: Access;
  readonly visibility: Visibility;
}

/**
 * What is wrong with who may use the routes of one gateway, once all of them are there: in words, each with its fix.
 *
 * As soon as one AuthorizationPolicy allows something, Istio denies whatever none allows
 * (https://istio.io/latest/docs/concepts/security/#implicit-enablement): a route of which nobody said who may use it would be
 * closed without a word.
 */
export function accessProblems(gateway: string, routes: readonly RouteThrough[]): readonly string[] {
  return [withoutSources(gateway, routes), narrowedForAll(routes)].flatMap((problem) => problem ?? []);
}

function withoutSources(gateway: string, routes: readonly RouteThrough[]): string | undefined {
  const missing = ownersOf(routes.filter(({ access }) => access.sources.length === 0));
  if (!routes.some(({ access }) => isRestricted(access)) || missing.length === 0) return undefined;
  const example = routes.find(({ access }) => access.sources.length > 0);
  const has = example === undefined ? 'one says what may be asked of it' : `one has them, as ${example.owner} has`;
  return messageOf(
    `routes of gateway ${gateway} do not say who may use them`,
    missing,
    `sources on every route of a gateway once ${has}: everything else is denied there`,
    'write allowFrom: [EgressSource.namespace("...")] on each, or allowFrom: [EgressSource.anyone()]',
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
