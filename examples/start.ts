/**
 * Synthesizes Istio's egress gateway task (`examples/istio-task`) into `dist/`, validates every object against its schema and CEL
 * rules, and prints the objects, the hosts with their sources, and the path of each request, which is read back from the manifests.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { EgressLockdownPolicy, EgressSummary } from 'cdk8s-istio-egress';
import { INSTALLED } from '../test/support/gateways';
import { violations } from '../test/support/schema/violations';
import { Manifest } from '../lib/audit/manifest/manifest';
import { readMesh } from '../lib/audit/model/mesh';
import { declaredRequests } from '../lib/audit/way/declared';
import { describeWay } from '../lib/audit/way/describe';
import { way } from '../test/support/way';
import { WholeTask } from './istio-task/charts';

const OUT = 'dist';

/** Writes the manifests. Returns the table of hosts, and the commands that the lockdown relies on. */
function synthesize(): { readonly summary: string; readonly labels: readonly string[] } {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  const app = new App({ outdir: OUT });
  const task = new WholeTask(app, 'istio-task');
  app.synth();
  const lockdowns = task.node.findAll().filter((construct) => construct instanceof EgressLockdownPolicy);
  return {
    summary: EgressSummary.of(app).toMarkdown(),
    labels: lockdowns.flatMap((lockdown) => lockdown.labelCommands),
  };
}

function readBack(): Manifest[] {
  const files = readdirSync(OUT).filter((file) => file.endsWith('.yaml'));
  const documents = files.sort().flatMap((file) => parseAllDocuments(readFileSync(join(OUT, file), 'utf8')));
  return documents.map((document) => document.toJS() as Manifest);
}

function main(): number {
  const { summary, labels } = synthesize();
  const manifests = readBack();
  const problems = manifests.flatMap((manifest) => violations(manifest));
  console.log(`${OUT}/ has ${manifests.length} objects, in the order in which kubectl apply creates them:\n`);
  for (const { kind, metadata } of manifests) {
    console.log(`  ${kind.padEnd(16)} ${(metadata.namespace ?? '').padEnd(13)} ${metadata.name}`);
  }
  console.log(`\nschema and CEL rules: ${problems.length === 0 ? 'every object is valid' : problems.join('\n')}`);
  console.log(`\nthe hosts and their sources:\n\n${summary}`);
  console.log('the path of each host and port, client -> gateway -> host, from a pod with a sidecar:\n');
  const ways = ['default', 'test-egress'].flatMap((clientNamespace) =>
    declaredRequests(readMesh(manifests, {})).map((request) => {
      const asked = { ...request, clientNamespace };
      return { asked, taken: way(manifests, { gatewayServices: [INSTALLED] }, asked) };
    }),
  );
  for (const { asked, taken } of ways) console.log(`  ${describeWay(asked, taken)}`);
  const around = ways.filter(({ taken }) => taken.kind !== 'gateway');
  console.log(`\napply it with:\n  ${[...labels, `kubectl apply -f ${OUT}/`].join('\n  ')}`);
  return problems.length + around.length === 0 ? 0 : 1;
}

process.exitCode = main();
