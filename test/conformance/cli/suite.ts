/** What runs in the sandbox, as its first process: when this ends, the kernel ends all the rest. */
import { KUBECONFIG } from '../environment/cluster/api';
import { Cluster } from '../environment/running/cluster';
import { cpuSeconds } from '../environment/sandbox/cpu';
import { endWithParent, mountSandbox, programFolder } from '../environment/sandbox/enter';
import { MemoryWatch } from '../environment/sandbox/memory';
import { phases } from '../environment/tools/phases';
import { elapsed, say } from '../environment/tools/say';
import { ToolFolders, Tools } from '../environment/tools/tools';
import { Answer, Order } from './messages';
import { Options, parseOptions } from './options';
import { keepLogs } from './report-files';
import { runUnit } from './run-unit';
import { selected } from './selected';
import { CANNOT_START } from './status';

async function main(options: Options): Promise<void> {
  endWithParent();
  const memory = new MemoryWatch();
  const cluster = await up().catch((error: unknown) => fail(error, CANNOT_START));
  const start = elapsed();
  const examples = await selected(options);
  process.on('message', (order: Order) => void receive(order).catch((error: unknown) => fail(error, 1)));
  await send('started');
  if (options.up) explain();

  async function receive(order: Order): Promise<void> {
    if (order !== 'end') return send(await runUnit(cluster, examples, options, order.unit));
    memory.stop();
    keepLogs();
    await send({ start, memory: memory.most, cpu: cpuSeconds(), phases: phases() });
    process.exit(0);
  }
}

async function up(): Promise<Cluster> {
  const folders = JSON.parse(process.env['CONFORMANCE_TOOLS'] ?? '') as ToolFolders;
  await mountSandbox({ ...folders });
  const mounted = Object.fromEntries(Object.keys(folders).map((name) => [name, programFolder(name)]));
  return Cluster.start(new Tools(mounted as unknown as ToolFolders));
}

function explain(): void {
  console.log(
    'enter it with: nsenter --all --target "$(pgrep --newest --full cli/suite.ts)" bash; ctrl-c here ends it',
  );
  console.log(`kubectl there: export KUBECONFIG=${KUBECONFIG} PATH=${programFolder('kubernetes')}:$PATH`);
}

function send(answer: Answer): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(answer, (error: Error | null) => (error === null ? resolve() : reject(error)));
  });
}

function fail(error: unknown, status: number): never {
  console.error(error instanceof Error ? error.stack : error);
  keepLogs();
  say('the cluster failed');
  process.exit(status);
}

main(parseOptions(process.argv.slice(2))).catch((error: unknown) => fail(error, 1));
