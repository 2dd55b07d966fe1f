/** Apps in tests: made fresh, since one app is one mesh, and read back as plain objects. */
import { App, Chart } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';

/** Builds constructs in a fresh app with one chart, and gives what it writes. */
export function synthesized(build: (chart: Chart) => void, namespace: string | undefined = 'default'): Manifest[] {
  const chart = new Chart(new App(), 'egress', { namespace });
  build(chart);
  return chart.toJson() as Manifest[];
}

/** The one object of a kind; fails the test where there is none, or more than one. */
export function theOne(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  expect(found.map(({ metadata }) => metadata.name)).toHaveLength(1);
  return found[0] as Manifest;
}

/** What identifies an object: kind, namespace, name. */
export function identity({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
