/** A statement that holds or does not hold, with the assumptions that the result relies on. */
export interface Claim {
  readonly holds: boolean;
  /** Assumptions, a sentence without its end each. */
  readonly relies: readonly string[];
}

/** Returns a claim without assumptions. */
export function certain(holds: boolean): Claim {
  return holds ? YES : NO;
}

/** Returns a claim that relies on an assumption. */
export function assumed(holds: boolean, assumption: string): Claim {
  return { holds, relies: [assumption] };
}

/** Returns whether all hold. One claim that does not hold is enough: the one with the fewest assumptions decides. */
export function allOf(claims: readonly Claim[]): Claim {
  return decide(claims, same, false);
}

/** Returns whether one of them holds: the one with the fewest assumptions decides. */
export function anyOf(claims: readonly Claim[]): Claim {
  return decide(claims, same, true);
}

/** Returns whether all of the values have a property. */
export function allHave<Value>(values: readonly Value[], property: (value: Value) => Claim): Claim {
  return decide(values, property, false);
}

/** Returns whether one of the values has a property. The values behind one that has the property for certain are not read. */
export function anyHas<Value>(values: readonly Value[], property: (value: Value) => Claim): Claim {
  return decide(values, property, true);
}

/** Returns the opposite, which relies on the same assumptions. */
export function not({ holds, relies }: Claim): Claim {
  return { holds: !holds, relies };
}

/** Returns the assumptions of several claims, each once. */
export function assumptionsOfClaims(claims: readonly Claim[]): string[] {
  return [...new Set(claims.flatMap(({ relies }) => relies))];
}

const YES: Claim = { holds: true, relies: [] };
const NO: Claim = { holds: false, relies: [] };

function same(claim: Claim): Claim {
  return claim;
}

function decide<Value>(values: readonly Value[], claimOf: (value: Value) => Claim, enough: boolean): Claim {
  let best: Claim | undefined;
  const others: Claim[] = [];
  for (const value of values) {
    const claim = claimOf(value);
    if (claim.holds !== enough) {
      if (claim.relies.length > 0) others.push(claim);
    } else if (claim.relies.length === 0) return claim;
    else if (best === undefined || claim.relies.length < best.relies.length) best = claim;
  }
  if (best !== undefined) return best;
  return others.length === 0 ? certain(!enough) : { holds: !enough, relies: assumptionsOfClaims(others) };
}
