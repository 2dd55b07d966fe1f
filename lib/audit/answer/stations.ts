import { Hop } from '../manifest/evidence';
import { Travelled } from '../way/types';

/** Returns the stations up to the last gateway that a refused request comes to: the caller alone without a gateway. */
export function stationsUntil(
  { hops, connections }: Pick<Travelled, 'hops' | 'connections'>,
  gateways: number,
): readonly Hop[] {
  let end = 0;
  for (const { service, port } of connections.slice(0, gateways)) {
    const text = `${service.namespace}/${service.name}:${port}`;
    end = hops.findIndex((hop, index) => index > end && hop.text === text);
  }
  return hops.slice(0, end + 1);
}
