/**
 * The conformance suite: what the examples write, on a real control plane and real proxies. Prepares the programs, enters a
 * sandbox for each cluster, hands the work to them, and writes the report.
 */
import { coreTime, idleShare } from '../environment/sandbox/cpu';
import { elapsed } from '../environment/tools/say';
import { prepareTools } from '../environment/tools/tools';
import { ClusterProcess } from './cluster-process';
import { dispatch } from './dispatch';
import { Options, parseOptions, USAGE } from './options';
import { reportOf } from './report';
import { clearReport, writeReport } from './report-files';
import { unmet } from './requirements';
import { selected } from './selected';
import { textOf } from './text';
import { clustersFor, Work, workOf } from './unit';

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const missing = unmet();
  if (missing.length > 0) throw new Error(`The conformance suite needs ${missing.join(', and ')}.`);
  const env = { ...process.env, CONFORMANCE_TOOLS: JSON.stringify(await prepareTools()) };
  clearReport();
  if (options.up) return stay(new ClusterProcess(1, args, env));
  const work = workOf(await selected(options), options);
  const clusters = Array.from(
    { length: clustersFor(work, options.clusters) },
    (_, index) => new ClusterProcess(index + 1, args, env),
  );
  return run(work, clusters);
}

/** Runs a cluster without work until the user ends it. */
async function stay(cluster: ClusterProcess): Promise<number> {
  await cluster.start();
  return cluster.ended();
}

async function run(work: readonly Work[], clusters: readonly ClusterProcess[]): Promise<number> {
  const before = coreTime();
  const found = await dispatch(work, clusters);
  const figures = clusters.flatMap((cluster) => cluster.figures ?? []);
  const report = reportOf(work, found, { clusters: figures, seconds: elapsed(), idle: idleShare(before, coreTime()) });
  writeReport(report);
  console.log(textOf(report));
  return report.failed === 0 && report.passed > 0 ? 0 : 1;
}

// The process that started this one may be killed without a signal to this one.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(130), 500).unref();

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(`NOTHING WAS RUN. ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  },
);
