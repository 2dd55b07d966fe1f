import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { EgressError } from '../input/egress-error';

/** Returns whether a construct is a chart, or in a chart. */
function isInChart(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => Chart.isChart(scope));
}

/**
 * Rejects a construct that is not in a chart, since its objects are written to the chart.
 *
 * @throws EgressError if no scope of the construct is a chart
 */
export function assertInChart(construct: IConstruct): void {
  if (isInChart(construct)) return;
  throw EgressError.of({
    code: 'EGR0119',
    problem: 'scope must be a chart, or a construct in a chart',
    got: construct.node.scope ?? 'no scope',
    allowed: 'a chart, or a construct in a chart: objects are written to the chart',
    fix: "pass a chart as the first argument: new Chart(app, 'egress')",
  });
}
