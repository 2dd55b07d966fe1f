import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';

interface ChartOrder {
  readonly namespaces: ApiObject[];
  readonly others: Construct[];
}

const orders = new WeakMap<Chart, ChartOrder>();

function orderOf(chart: Chart): ChartOrder {
  const order = orders.get(chart) ?? { namespaces: [], others: [] };
  orders.set(chart, order);
  return order;
}

/**
 * Puts a Namespace object before what was, or will be, marked with {@link afterNamespaces} in its chart: `kubectl apply` takes
 * a file in order and refuses objects of a namespace that is not there yet. Within a chart only: a dependency between charts
 * would rename the files of every app that has one.
 */
export function beforeOthers(namespace: ApiObject): void {
  const { namespaces, others } = orderOf(namespace.chart);
  namespaces.push(namespace);
  for (const other of others) other.node.addDependency(namespace);
}

/** Puts a construct, with the objects below it, behind the Namespace objects of its chart. */
export function afterNamespaces<T extends Construct>(construct: T): T {
  const { namespaces, others } = orderOf(Chart.of(construct));
  others.push(construct);
  for (const namespace of namespaces) construct.node.addDependency(namespace);
  return construct;
}
