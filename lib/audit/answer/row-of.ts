import { Mesh } from '../model/mesh';
import { outcomeOf } from './explain';
import { Asked } from './question';
import { Source } from './sources';
import { RequestedPort, WayOut } from './way-out';

/**
 * Returns the way of a source to a port of a host.
 *
 * @param example a host and a port that represent those of the request
 */
export function rowOf(
  mesh: Mesh,
  { name: source, caller, assumption }: Source,
  { host, port, protocol }: RequestedPort,
  example: Pick<Asked, 'host' | 'port'> = { host, port },
): WayOut {
  const question = { caller, host: example.host, port: example.port, protocol };
  const { outcome, exit, why, assumptions, unevaluated, isUnevaluated } = outcomeOf(mesh, question);
  const row: Writable<WayOut> = { source, host, port, protocol, outcome };
  if (exit !== undefined) row.exit = exit;
  if (outcome !== 'gateway') row.why = why[0]?.text;
  const relies = assumption === undefined ? assumptions : [...assumptions, assumption];
  if (relies.length > 0) row.assumptions = relies;
  if (unevaluated !== undefined) row.unevaluated = unevaluated;
  if (isUnevaluated !== undefined) row.isUnevaluated = isUnevaluated;
  const [decision] = outcome === 'direct' ? why : [];
  if (decision?.decidedBy !== undefined) row.decidedBy = decision.decidedBy;
  return row;
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };
