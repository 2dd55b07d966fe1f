import { ApiObject, Chart } from 'cdk8s';

/** The objects of one namespace in a chart. */
interface NamespaceInChart {
  /** The Namespace objects of the namespace. */
  readonly namespaces: ApiObject[];
  /** The objects in the namespace. */
  readonly objects: ApiObject[];
}

/**
 * The objects of each chart by namespace. `kubectl apply` creates the objects of a file in order, and fails for an object of a
 * namespace that does not exist yet. The order is limited to one chart, since a dependency between charts would rename the files of
 * an app. Only objects whose Namespace object exists have a dependency: cdk8s reads every dependency of an app once per chart.
 */
const charts = new WeakMap<Chart, Map<string, NamespaceInChart>>();

/** Orders an object after the Namespace objects of its namespace, also after those that are written later. */
export function orderAfterNamespace(object: ApiObject, namespace: string): void {
  const { namespaces, objects } = inChart(object.chart, namespace);
  objects.push(object);
  if (namespaces.length > 0) object.node.addDependency(...namespaces);
}

/** Orders a Namespace object before the objects in the namespace. */
export function orderNamespaceFirst(object: ApiObject, namespace: string): void {
  const { namespaces, objects } = inChart(object.chart, namespace);
  namespaces.push(object);
  for (const each of objects) each.node.addDependency(object);
}

function inChart(chart: Chart, namespace: string): NamespaceInChart {
  const byNamespace = charts.get(chart) ?? new Map<string, NamespaceInChart>();
  charts.set(chart, byNamespace);
  const found = byNamespace.get(namespace) ?? { namespaces: [], objects: [] };
  byNamespace.set(namespace, found);
  return found;
}
