/** The benchmark: what the library adds to a synthesis by cdk8s, in pairs of processes. Writes `bench/RESULTS.md`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Measured, measure, measureStart } from './measure';
import { pageOf, ratio } from './results';
import { SHAPES } from './shapes';

const ROOT = join(__dirname, '..');
const SIZES = [100, 1000, 10_000];
const START = 'start';

const USAGE = `npm run bench -- [options]
  --only SHAPE   measures one shape and prints the page: ${[START, ...Object.keys(SHAPES)].join(', ')}
  --pairs N      pairs of each shape and size (default 5)
`;

function main(): void {
  const options = { only: { type: 'string' }, pairs: { type: 'string', default: '5' } } as const;
  const { only, pairs } = parseArgs({ options }).values;
  const names = [START, ...Object.keys(SHAPES)].filter((name) => only === undefined || name === only);
  const count = Number(pairs);
  if (names.length === 0 || !Number.isInteger(count) || count < 1) throw new TypeError(USAGE);
  const compiled = compile();
  try {
    const page = pageOf(
      names.flatMap((name) => measured(compiled, name, count)),
      new Date(),
    );
    if (only === undefined) writeFileSync(join(ROOT, 'bench', 'RESULTS.md'), page);
    else console.log(page);
  } finally {
    rmSync(compiled, { recursive: true });
  }
}

/** Compiles the shapes, and the library as `npm run build` does. */
function compile(): string {
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.bench-'));
  const { status } = spawnSync('npx', ['tsc', '-p', join(ROOT, 'bench', 'tsconfig.json'), '--outDir', folder], {
    stdio: 'inherit',
  });
  const library = join(folder, 'lib', 'index.js');
  const bundle = ['run', '--silent', 'bundle', '--', library, `--outfile=${library}`, '--allow-overwrite'];
  const bundled = spawnSync('npm', bundle, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0 || bundled.status !== 0) throw new Error('the library does not compile');
  return folder;
}

function measured(compiled: string, name: string, count: number): Measured[] {
  if (name === START) return [said(measureStart(compiled, count * 2))];
  return (SHAPES[name]?.sizes ?? SIZES).map((size) => said(measure(compiled, name, size, count)));
}

/** Prints the progress. */
function said(result: Measured): Measured {
  console.error(`${result.shape} ${result.size}: ratio ${ratio(result.pairs)}`);
  return result;
}

main();
