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
  return decide(claims, false);
}

/** Returns whether one of them holds: the one with the fewest assumptions decides. */
export function anyOf(claims: readonly Claim[]): Claim {
  return decide(claims, true);
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

function decide(claims: readonly Claim[], enough: boolean): Claim {
  let best: Claim | undefined;
  for (const claim of claims) {
    if (claim.holds !== enough) continue;
    if (claim.relies.length === 0) return claim;
    if (best === undefined || claim.relies.length < best.relies.length) best = claim;
  }
  if (best !== undefined) return best;
  const relies = claims.filter((claim) => claim.relies.length > 0);
  return relies.length === 0 ? certain(!enough) : { holds: !enough, relies: assumptionsOfClaims(relies) };
}
