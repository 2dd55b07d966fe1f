/** The benchmark: what the library adds to a synthesis by cdk8s, in pairs of processes, and what an audit costs. Writes `bench/RESULTS.md`. */
import { parseArgs } from 'node:util';
import { measureAudit } from './audit';
import { auditPage } from './audit-page';
import { withCompiled } from './compile';
import { Measured, measure, measureStart } from './measure';
import { pageOf, ratio } from './results';
import { writePart } from './results-file';
import { SHAPES } from './shapes';

const SIZES = [100, 1000, 10_000];
const START = 'start';

const USAGE = `npm run bench -- [options]
  --only SHAPE   measures one shape and prints the page: ${[START, ...Object.keys(SHAPES)].join(', ')}
  --pairs N      pairs of each shape and size (default 5)
`;

function main(): void {
  const { names, pairs, isPart } = parseOptions();
  withCompiled((compiled) => {
    const all = names.flatMap((name) => measured(compiled, name, pairs));
    const page = pageOf(all, pairs, new Date());
    if (isPart) return console.log(page);
    writePart(page);
    writePart(auditPage(measureAudit(compiled), new Date()));
  });
}

/** Prints the usage and ends the process if an option is wrong. */
function parseOptions(): { names: readonly string[]; pairs: number; isPart: boolean } {
  try {
    const options = { only: { type: 'string' }, pairs: { type: 'string', default: '5' } } as const;
    const { only, pairs } = parseArgs({ options }).values;
    const names = [START, ...Object.keys(SHAPES)].filter((name) => only === undefined || name === only);
    if (names.length === 0) throw new TypeError(`--only must be a shape, got '${only}'`);
    if (!/^[1-9]\d*$/.test(pairs)) throw new TypeError(`--pairs must be a whole number from 1, got '${pairs}'`);
    return { names, pairs: Number(pairs), isPart: only !== undefined };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function measured(compiled: string, name: string, count: number): Measured[] {
  if (name === START) return [said(measureStart(compiled, count * 2))];
  return (SHAPES[name]?.sizes ?? SIZES).map((size) => said(measure(compiled, name, size, count)));
}

/** Prints the end of a line of progress. */
function said(result: Measured): Measured {
  console.error(` ratio ${ratio(result.pairs)}`);
  return result;
}

main();
