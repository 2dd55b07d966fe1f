/**
 * The conformance suite: what the examples write, on a real control plane and real proxies. Prepares the programs, enters a
 * sandbox, and runs `suite.ts` in it.
 */
import { join } from 'node:path';
import { parseOptions, USAGE } from './options';
import { enterSandbox } from '../environment/sandbox/enter';
import { CANNOT_START } from './status';
import { unmet } from './requirements';
import { prepareTools } from '../environment/tools/tools';

async function main(args: readonly string[]): Promise<number> {
  try {
    parseOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const missing = unmet();
  if (missing.length > 0) {
    console.error(`NOTHING WAS RUN. The conformance suite needs ${missing.join(', and ')}.`);
    return 2;
  }
  const env = { ...process.env, CONFORMANCE_TOOLS: JSON.stringify(await prepareTools()) };
  const run = (): Promise<number> => enterSandbox(join(__dirname, 'suite.ts'), args, env);
  const status = await run();
  if (status !== CANNOT_START) return status;
  console.error('the environment did not start; trying once more');
  return run();
}

// Whoever started this may be killed without a word to it.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(130), 500).unref();

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(`NOTHING WAS RUN. ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  },
);
