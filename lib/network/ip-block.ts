import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assertList } from '../input/list';
import { assertLiteral, isToken } from '../input/token';
import { Cidr } from './cidr';

/** The texts of an error about a range that is too wide. */
export interface NarrowRange {
  readonly allowed: string;
  readonly fix: string;
}

const NARROW_OR_WITH_PORTS: NarrowRange = {
  allowed: 'a range of /8 or smaller (IPv6: /16 or smaller), or a wider range with ports',
  fix: 'write a smaller range, or add ports: [EgressPort.tcp(443)]',
};

/** For ranges that ports do not widen. */
export const ONLY_NARROW: NarrowRange = {
  allowed: 'a range of /8 or smaller (IPv6: /16 or smaller)',
  fix: 'write a smaller range',
};

/**
 * Rejects ranges that the API server or a network plugin rejects, and ranges that are so wide that they undo a lockdown. A
 * token as a range passes: the range is checked after its resolution.
 *
 * @param mayBeAll whether a range as wide as `0.0.0.0/0` is accepted, because ports restrict the rule
 * @param what subject of the error: `cidr`, `internalCidrs[2]`
 * @param narrow the texts for a range that is too wide; by default, the fix offers ports
 * @throws EgressError if the range is malformed or too wide, and for every exception that is malformed or not inside the range
 */
export function assertIpBlock(
  cidr: unknown,
  except: readonly unknown[],
  mayBeAll: boolean,
  what = 'cidr',
  narrow = NARROW_OR_WITH_PORTS,
): void {
  assertLiteral('exceptCidrs', except);
  if (isToken(cidr)) return;
  const range = Cidr.parse(cidr, what);
  if (!mayBeAll) assertNarrow(range, what, narrow);
  assertList('exceptCidrs', except, '["10.1.0.0/16"]');
  readEach(except, (value, index) => {
    if (!isToken(value)) assertInside(range, Cidr.parse(value, `exceptCidrs[${index}]`), index);
  });
}

function assertNarrow(range: Cidr, what: string, { allowed, fix }: NarrowRange): void {
  if (range.prefix >= (range.family === 'ipv4' ? 8 : 16)) return;
  throw EgressError.of({
    code: 'EGR0206',
    problem: `${what} cannot cover much of the internet`,
    got: String(range),
    allowed,
    fix,
  });
}

function assertInside(range: Cidr, inner: Cidr, index: number): void {
  if (range.strictlyContains(inner)) return;
  throw EgressError.of({
    code: 'EGR0207',
    problem: `exceptCidrs[${index}] must be inside ${String(range)} and smaller`,
    got: String(inner),
    allowed: 'ranges inside the range of the peer',
    fix: `remove "${String(inner)}" from exceptCidrs`,
  });
}
