import { Chart } from 'cdk8s';
import { DependencyGroup } from 'constructs';

const groups = new WeakMap<Chart, Map<string, DependencyGroup>>();

/**
 * Returns the Namespace objects of a namespace in a chart, as a dependency of the objects in the namespace: `kubectl apply` creates the
 * objects of a file in order, and fails for an object of a namespace that does not exist yet. Objects may depend on the group before
 * the Namespace object exists. The group is limited to one chart, since a dependency between charts would rename the files of an app.
 */
export function namespaceObjects(chart: Chart, namespace: string): DependencyGroup {
  const ofChart = groups.get(chart) ?? new Map<string, DependencyGroup>();
  groups.set(chart, ofChart);
  const group = ofChart.get(namespace) ?? new DependencyGroup();
  ofChart.set(namespace, group);
  return group;
}
