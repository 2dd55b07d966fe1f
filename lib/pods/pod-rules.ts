/** Rules about properties of pod options that depend on each other. Properties that are tokens are not checked. */
import { readEach } from '../input/collect';
import { EgressError } from '../input/egress-error';
import { assignment } from '../input/source-text';
import { isToken } from '../input/token';
import { LabelSelectorRequirement } from './label-selector';
import { NodeSelectorOperator, NodeSelectorRequirement } from './node-selector';
import { TopologySpreadConstraint } from './topology-spread-constraint';
import { Toleration, TolerationEffect, TolerationOperator } from './toleration';

/**
 * Rejects combinations of properties that the API server rejects.
 *
 * @throws EgressError
 */
export function assertToleration(what: string, { key, operator, value, effect, tolerationSeconds }: Toleration): void {
  const reject = (problem: string, got: unknown, fix: string): never => {
    throw EgressError.of({ code: 'EGR0305', problem, got, allowed: 'tolerations that the API server accepts', fix });
  };
  const exists = operator === TolerationOperator.EXISTS;
  if (key === undefined && !exists && !isToken(operator)) {
    const fix = `write ${assignment(what, "{ key: 'egress' }")}, or operator: TolerationOperator.EXISTS to tolerate all taints`;
    reject(`${what} must have a key`, { operator, value, effect }, fix);
  }
  if (exists && value !== undefined && value !== '' && !isToken(value)) {
    reject(`${what}.value cannot be set with TolerationOperator.EXISTS`, value, `remove ${what}.value`);
  }
  if (tolerationSeconds !== undefined && effect !== TolerationEffect.NO_EXECUTE && !isToken(effect)) {
    const fix = `write ${assignment(`${what}.effect`, 'TolerationEffect.NO_EXECUTE')}, or remove tolerationSeconds`;
    reject(`${what}.tolerationSeconds cannot be set without TolerationEffect.NO_EXECUTE`, tolerationSeconds, fix);
  }
}

/**
 * Rejects values that the operator of a requirement does not allow.
 *
 * @throws EgressError
 */
export function assertValues(
  what: string,
  { operator, values }: LabelSelectorRequirement | NodeSelectorRequirement,
): void {
  if (isToken(operator) || isToken(values)) return;
  const { allowed, isSound, fix } = VALUES[operator];
  if (isSound(values ?? [])) return;
  throw EgressError.of({
    code: 'EGR0308',
    problem: `${what}.values must be ${allowed} with operator ${operator}`,
    got: values,
    allowed,
    fix: fix(`${what}.values`),
  });
}

/**
 * Rejects two constraints on the same domains, which the API server rejects. Tokens pass.
 *
 * @throws EgressError for every constraint that repeats another
 */
export function assertSpreadOnce(what: string, constraints: readonly TopologySpreadConstraint[]): void {
  if (isToken(constraints)) return;
  const keys = constraints.map(({ topologyKey, whenUnsatisfiable }) => `${topologyKey} ${whenUnsatisfiable}`);
  readEach(keys, (key, index) => {
    if (keys.indexOf(key) === index || isToken(constraints[index])) return;
    throw EgressError.of({
      code: 'EGR0106',
      problem: `${what}[${index}] must not repeat the topologyKey and whenUnsatisfiable of another constraint`,
      got: key,
      allowed: 'one constraint for each pair of topologyKey and whenUnsatisfiable',
      fix: `remove ${what}[${index}]`,
    });
  });
}

/** The values that an operator allows. */
interface ValuesRule {
  readonly allowed: string;
  readonly isSound: (values: readonly string[]) => boolean;
  readonly fix: (what: string) => string;
}

const SOME: ValuesRule = {
  allowed: 'one value or more',
  isSound: ({ length }) => length > 0,
  fix: (what) => `write ${assignment(what, "['egress']")}`,
};

const NONE: ValuesRule = {
  allowed: 'no values',
  isSound: ({ length }) => length === 0,
  fix: (what) => `remove ${what}`,
};

const NUMBER: ValuesRule = {
  allowed: 'one whole number as text',
  isSound: (values) => values.length === 1 && isNumber(values[0]),
  fix: (what) => `write ${assignment(what, "['1']")}`,
};

const VALUES: Readonly<Record<`${NodeSelectorOperator}`, ValuesRule>> = {
  In: SOME,
  NotIn: SOME,
  Exists: NONE,
  DoesNotExist: NONE,
  Gt: NUMBER,
  Lt: NUMBER,
};

function isNumber(value: unknown): boolean {
  return isToken(value) || /^-?\d+$/.test(String(value));
}
