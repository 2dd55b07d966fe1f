import { Evidence } from '../../manifest/evidence';
import { outcomeOf } from '../../answer/explain';
import { Mesh } from '../../model/mesh';
import { UnknownWay, Way } from '../../way/types';
import { DeclaredWay } from './host-ways';

/** Returns whether a sidecar sends the request directly, and the network lets the request pass. */
export function isDirect(mesh: Mesh, { way, request }: DeclaredWay): boolean {
  if (way.kind !== 'direct' && !isHidden(way)) return false;
  const { clientNamespace: namespace, ...rest } = request;
  return outcomeOf(mesh, { caller: { namespace, hasSidecar: true }, ...rest }).outcome === 'direct';
}

/** Returns whether a `tls` rule for other SNIs replaces the filter chain of the host. */
export function isHidden(way: Way): way is UnknownWay & { readonly hiddenBy: Evidence } {
  return way.kind === 'unknown' && way.hiddenBy !== undefined;
}

/** Returns the values that let direct requests out. */
export function directPlaces(mesh: Mesh, ways: readonly DeclaredWay[]): readonly Evidence[] {
  return ways.filter((each) => isDirect(mesh, each)).flatMap(({ way }) => way.hops.at(-1)?.decidedBy ?? []);
}
