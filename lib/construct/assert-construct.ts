import { Construct } from 'constructs';
import { EgressError } from '../input/egress-error';

/**
 * Rejects a value that is not a construct.
 *
 * @param call the call that received the value, as source code that can be typed: `EgressChecks.of(chart)`
 * @throws EgressError
 */
export function assertConstruct(call: string, value: unknown): void {
  if (Construct.isConstruct(value)) return;
  throw EgressError.of({
    code: 'EGR0103',
    problem: `scope of ${call.replace(/^new |\(.*$/g, '')} must be a construct`,
    got: value,
    allowed: 'an app, an EgressMesh, a chart, or a construct in a chart',
    fix: `write ${call}`,
  });
}
