/** The programs of examples, run as `cdk8s synth` runs them. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { attempt, CommandFailed } from '../environment/tools/command';
import { limited } from '../environment/tools/limited';
import { REPORT, REPOSITORY } from '../environment/tools/repository';

export const EXAMPLES = join(REPOSITORY, 'examples');

/** What a program wrote: the folder for kubectl, and the objects in it in the order in which kubectl takes them. */
export interface Synthesized {
  readonly folder: string;
  readonly manifests: readonly Manifest[];
}

/** Seconds that a program may need. */
const TIMEOUT = 60;

/**
 * Returns a function that runs a program, e.g. `ten-lines/main`, once for all clusters, however often it is asked for. A
 * program that fails runs again when it is asked for again.
 *
 * @param dist the folder of the programs' output, which the clusters of a run share
 */
export function synthInto(dist: string, execute: typeof attempt = attempt): (program: string) => Promise<Synthesized> {
  const known = new Map<string, Promise<Synthesized>>();
  const oneOfMany = limited(availableParallelism());
  return (program) => {
    const earlier = known.get(program);
    if (earlier !== undefined) return earlier;
    const made = oneOfMany(() => synthesized(program, join(dist, program), execute));
    known.set(program, made);
    made.catch(() => known.delete(program));
    return made;
  };
}

/** Returns the output of a program; see {@link synthInto}. */
export const synth = synthInto(join(REPORT, 'dist'));

async function synthesized(program: string, folder: string, execute: typeof attempt): Promise<Synthesized> {
  if (!existsSync(folder)) moveTo(folder, await written(program, folder, execute));
  return { folder, manifests: readManifests(folder) };
}

/** Runs the program into a folder of its own, so that the output appears whole or not at all. */
async function written(program: string, folder: string, execute: typeof attempt): Promise<string> {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  const args = ['--import', 'tsx', relative(REPOSITORY, join(EXAMPLES, `${program}.ts`))];
  const env = { ...process.env, CDK8S_OUTDIR: unfinished };
  const result = await execute(process.execPath, args, { cwd: REPOSITORY, env, timeout: TIMEOUT });
  if (result.timedOut === true) throw new Error(`the program ${program} did not end after ${TIMEOUT} s`);
  if (result.status !== 0) throw new CommandFailed(`the program ${program}`, result);
  return unfinished;
}

/** Another cluster may have been faster. */
function moveTo(folder: string, unfinished: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** The objects of a folder's files. */
export function readManifests(folder: string): Manifest[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const documents = files.sort().flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')));
  return documents.map((document) => document.toJS() as Manifest);
}
