import { Hop } from '../manifest/evidence';
import { Travelled } from '../way/types';

/** Returns the stations up to the last gateway that a refused request comes to: the caller alone without a gateway. */
export function stationsUntil(
  { hops, connections }: Pick<Travelled, 'hops' | 'connections'>,
  gateways: number,
): readonly Hop[] {
  return hops.slice(0, (connections.slice(0, gateways).at(-1)?.station ?? 0) + 1);
}
