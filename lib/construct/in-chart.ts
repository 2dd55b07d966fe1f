import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { InputError } from '../input/input-error';

/** Whether a construct stands in a chart, or is one. */
export function isInChart(construct: IConstruct): boolean {
  return construct.node.scopes.some((scope) => Chart.isChart(scope));
}

/**
 * Refuses a construct that stands in no chart: its objects are written to one.
 *
 * @throws InputError
 */
export function refuseChartless(construct: IConstruct): void {
  if (isInChart(construct)) return;
  throw new InputError({
    problem: 'construct stands in no chart',
    got: construct.node.scope?.constructor.name,
    allowed: 'a chart, or a construct in one, as what it is made in',
    fix: "give the chart as the first argument: new Chart(app, 'egress')",
  });
}
