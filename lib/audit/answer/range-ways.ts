import { Mesh } from '../model/mesh';
import { sourcesOf } from './asked-port';
import { explain } from './explain';
import { RequestedRange } from './requests';
import { valueOfClass } from './source-class';
import { ANY_PORT, isSameOutcome, WayOut } from './way-out';

/**
 * Returns the direct ways of sources to addresses of a range, of sources that do not reach any other host directly.
 *
 * @param usual the ways to any other host, by source
 * @param anyPort a port as an example of every port
 */
export function waysToRange(
  mesh: Mesh,
  { host, port, protocol, namespaces }: RequestedRange,
  usual: ReadonlyMap<string, WayOut>,
  anyPort: number,
): readonly WayOut[] {
  const [address = ''] = host.split('/');
  const known = new Map(usual);
  return namespaces
    .flatMap((namespace) => sourcesOf(mesh, namespace))
    .flatMap(({ name: source, caller }) => {
      const question = { caller, host: address, port: port === ANY_PORT ? anyPort : port, protocol };
      const { outcome, assumptions, unevaluated, isUnevaluated } = explain(mesh, question);
      const relies = { ...(unevaluated && { unevaluated }), ...(isUnevaluated && { isUnevaluated }) };
      const row: WayOut = { source, host, port, protocol, outcome, assumptions, ...relies };
      if (outcome !== 'direct' || isSameOutcome(valueOfClass(known, source), row)) return [];
      known.set(source, row);
      return [row];
    });
}
