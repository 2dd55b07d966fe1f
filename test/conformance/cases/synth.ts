/** The programs of examples, run as `cdk8s synth` runs them. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest } from '../../support/trace';
import { RUN } from '../environment/sandbox/enter';
import { run } from '../environment/tools/command';
import { REPOSITORY } from '../environment/tools/repository';

export const EXAMPLES = join(REPOSITORY, 'examples');

/** What a program wrote: the folder for kubectl, and the objects in it in the order in which kubectl takes them. */
export interface Synthesized {
  readonly folder: string;
  readonly manifests: readonly Manifest[];
}

const done = new Map<string, Promise<Synthesized>>();

/** Runs a program, e.g. `ten-lines/main`; once, however often it is asked for. */
export function synth(program: string): Promise<Synthesized> {
  const known = done.get(program) ?? synthesize(program);
  done.set(program, known);
  return known;
}

async function synthesize(program: string): Promise<Synthesized> {
  const folder = join(RUN, 'dist', program);
  mkdirSync(folder, { recursive: true });
  const file = relative(REPOSITORY, join(EXAMPLES, `${program}.ts`));
  const env = { ...process.env, CDK8S_OUTDIR: folder };
  await run(process.execPath, ['--import', 'tsx', file], { cwd: REPOSITORY, env });
  return { folder, manifests: readManifests(folder) };
}

/** The objects of a folder's files. */
export function readManifests(folder: string): Manifest[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const documents = files.sort().flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')));
  return documents.map((document) => document.toJS() as Manifest);
}
