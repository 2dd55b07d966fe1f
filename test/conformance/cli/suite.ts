/** What runs in the sandbox, as its first process: when this ends, the kernel ends all the rest. */
import { allCases, NamedCase } from '../cases/cases';
import { drawnAccess } from '../checks/proof/drawn-access';
import { runCase, timed } from '../checks/proof/run-case';
import { KUBECONFIG } from '../environment/cluster/api';
import { Cluster } from '../environment/running/cluster';
import { mutationChecks, reportOf } from './report';
import { textOf } from './text';
import { provenPrograms } from '../mutation/proven';
import { runMutants, MutantOutcome } from '../mutation/run-mutants';
import { staticChecks } from '../checks/oracle/static-checks';
import { Options, parseOptions } from './options';
import { Section } from '../checks/check';
import { writeReport } from './report-files';
import { endWithParent, mountSandbox, programFolder } from '../environment/sandbox/enter';
import { MemoryWatch } from '../environment/sandbox/memory';
import { LOGS } from '../environment/sandbox/process';
import { CANNOT_START } from './status';
import { elapsed, say } from '../environment/tools/say';
import { ToolFolders, Tools } from '../environment/tools/tools';

async function main(options: Options): Promise<number> {
  endWithParent();
  const memory = new MemoryWatch();
  const start = elapsed();
  const cluster = await up().catch((error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    writeReport(undefined, LOGS);
    process.exit(CANNOT_START);
  });
  const seconds = elapsed() - start;
  if (options.up) return wait();
  const examples = (await allCases()).filter(({ name }) => name.includes(options.only));
  if (examples.length === 0) throw new Error(`no folder of examples/ with a case has '${options.only}' in its name`);
  const sections = options.cases ? await provenSections(cluster, examples, options) : [];
  const outcomes: MutantOutcome[] = [];
  if (options.mutants > 0) {
    const mutants = async (): Promise<ReturnType<typeof mutationChecks>> => {
      outcomes.push(...(await runMutants(cluster, provenPrograms(examples), options)));
      return mutationChecks(outcomes);
    };
    sections.push(await timed('mutation', mutants));
  }
  memory.stop();
  const cases = options.cases ? examples.reduce((sum, example) => sum + example.cases.length, 0) : 0;
  const report = reportOf(cases, sections, outcomes, { start: seconds, all: elapsed() }, memory.most);
  writeReport(report, LOGS);
  console.log(textOf(report));
  return report.failed === 0 && report.passed > 0 ? 0 : 1;
}

async function up(): Promise<Cluster> {
  const folders = JSON.parse(process.env['CONFORMANCE_TOOLS'] ?? '') as ToolFolders;
  await mountSandbox({ ...folders });
  const mounted = Object.fromEntries(Object.keys(folders).map((name) => [name, programFolder(name)]));
  return Cluster.start(new Tools(mounted as unknown as ToolFolders));
}

async function wait(): Promise<number> {
  console.log(
    'enter it with: nsenter --all --target "$(pgrep --newest --full cli/suite.ts)" bash; ctrl-c here ends it',
  );
  console.log(`kubectl there: export KUBECONFIG=${KUBECONFIG} PATH=${programFolder('kubernetes')}:$PATH`);
  return new Promise(() => setInterval(() => undefined, 1000));
}

async function provenSections(cluster: Cluster, examples: readonly NamedCase[], options: Options): Promise<Section[]> {
  const sections = [await timed('static oracles', () => staticChecks(cluster, examples, options.seed))];
  for (const { name, cases } of examples) {
    for (const each of cases) sections.push(...(await runCase(cluster, name, each)));
  }
  // Of no example: where one is asked for, it is that alone.
  if (options.only === '') sections.push(await timed('who may leave, drawn', () => drawnAccess(cluster, options.seed)));
  return sections;
}

main(parseOptions(process.argv.slice(2))).then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    writeReport(undefined, LOGS);
    say('the suite itself failed');
    process.exit(1);
  },
);
