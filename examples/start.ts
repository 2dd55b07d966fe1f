/**
 * The main job on the task's example: synthesizes `examples/istio-task` into `dist/`, checks every object against its schema
 * and CEL rules, and prints the objects and the way that traffic goes, read back from what was written.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { EgressLockdownPolicy } from '../lib';
import { INSTALLED } from '../test/support/gateways';
import { violations } from '../test/support/schema';
import { declaredRequests, describeWay, Manifest, way } from '../test/support/trace';
import { WholeTask } from './istio-task/charts';

const OUT = 'dist';

function synthesize(): readonly string[] {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  const app = new App({ outdir: OUT });
  const task = new WholeTask(app, 'istio-task');
  app.synth();
  const lockdowns = task.node.findAll().filter((construct) => construct instanceof EgressLockdownPolicy);
  return lockdowns.flatMap((lockdown) => lockdown.labelCommands);
}

function readBack(): Manifest[] {
  const files = readdirSync(OUT).filter((file) => file.endsWith('.yaml'));
  const documents = files.sort().flatMap((file) => parseAllDocuments(readFileSync(join(OUT, file), 'utf8')));
  return documents.map((document) => document.toJS() as Manifest);
}

function main(): number {
  const labels = synthesize();
  const manifests = readBack();
  const problems = manifests.flatMap((manifest) => violations(manifest));
  console.log(`${OUT}/ holds ${manifests.length} objects, in the order in which kubectl apply takes them:\n`);
  for (const { kind, metadata } of manifests) {
    console.log(`  ${kind.padEnd(16)} ${(metadata.namespace ?? '').padEnd(13)} ${metadata.name}`);
  }
  console.log(`\nschema and CEL rules: ${problems.length === 0 ? 'every object is valid' : problems.join('\n')}`);
  console.log('\nthe way of each host and port, client -> gateway -> host, from a pod with a sidecar:\n');
  const ways = ['default', 'test-egress'].flatMap((clientNamespace) =>
    declaredRequests(manifests).map((request) => {
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
