import { Mesh } from '../model/mesh';
import { RequestedRange } from './requests';
import { rowOf } from './row-of';
import { valueOfClass } from './source-class';
import { sourcesOf } from './sources';
import { ANY_PORT, WayOut } from './way-out';

/**
 * Returns the ways of sources to addresses that policies open, without those of sources that reach the addresses directly as they reach
 * every other host, or reach neither directly.
 *
 * @param usual the ways to every other host, by source
 * @param anyPort a port as an example of every port
 */
export function waysToRange(
  mesh: Mesh,
  request: RequestedRange,
  usual: ReadonlyMap<string, WayOut>,
  anyPort: number,
): readonly WayOut[] {
  const { host, port, namespaces } = request;
  const [address = ''] = host.split('/');
  const example = { host: address, port: port === ANY_PORT ? anyPort : port };
  const known = new Map(usual);
  return namespaces
    .flatMap((namespace) => sourcesOf(mesh, host, namespace))
    .flatMap((source) => {
      const { exit, decidedBy: _, ...rest } = rowOf(mesh, source, request, example);
      // The exit of a direct way is the example.
      const row: WayOut = rest.outcome === 'direct' ? rest : { ...rest, exit };
      const broader = valueOfClass(known, source.name);
      if (broader !== undefined && opening(broader) === opening(row)) return [];
      known.set(source.name, row);
      return [row];
    });
}

function opening(way: WayOut): 'none' | 'certain' | 'unevaluated' {
  if (way.outcome !== 'direct') return 'none';
  return way.isUnevaluated === true ? 'unevaluated' : 'certain';
}
