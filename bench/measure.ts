/** Pairs of measurements of one shape and size, each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Usage } from './child';
import { SHAPES } from './shapes';

/** What two variants used, one process after the other. */
export interface Pair {
  readonly library: Usage;
  readonly other: Usage;
}

export interface Measured {
  readonly shape: string;
  readonly size: number;
  readonly pairs: readonly Pair[];
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Measures a shape against plain ApiObjects, or against the shape that the shape names.
 *
 * @param compiled the folder of the compiled benchmark
 * @throws {Error} if plain ApiObjects become other bytes than the library writes
 */
export function measure(compiled: string, shape: string, size: number, count: number): Measured {
  const folder = mkdtempSync(join(tmpdir(), 'egress-bench-'));
  try {
    const against = SHAPES[shape]?.against;
    const run = (variant: string, out: string, of = shape): Usage =>
      runChild(compiled, [variant, of, String(size), folder, out]);
    process.stderr.write(`${shape} ${size} `);
    run('objects', '');
    const pairs = Array.from({ length: count }, () => ({
      library: run('library', 'library'),
      other: against === undefined ? run('raw', 'other') : run('library', 'other', against),
    }));
    if (against === undefined && contentOf(join(folder, 'library')) !== contentOf(join(folder, 'other')))
      throw new Error(`${shape}: plain ApiObjects become other bytes than the library writes`);
    return { shape, size, pairs, ...sizeOf(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Loads the library, and cdk8s alone. */
export function measureStart(compiled: string, count: number): Measured {
  process.stderr.write('start ');
  const pairs = Array.from({ length: count }, () => ({
    library: runChild(compiled, ['start']),
    other: runChild(compiled, ['start-raw']),
  }));
  return { shape: 'start', size: 0, pairs, objects: 0, bytes: 0 };
}

function runChild(compiled: string, args: readonly string[]): Usage {
  process.stderr.write('.');
  const child = join(compiled, 'bench', 'child.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [child, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed\n${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Usage;
}

/** The files' contents, whatever the files are called: cdk8s numbers the files of charts that depend on each other. */
function contentOf(folder: string): string {
  const hash = (text: Buffer): string => createHash('sha256').update(text).digest('hex');
  return filesOf(folder).map(hash).sort().join();
}

function filesOf(folder: string): Buffer[] {
  return readdirSync(folder).map((file) => readFileSync(join(folder, file)));
}

function sizeOf(folder: string): { objects: number; bytes: number } {
  const charts = JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8')) as { objects: unknown[] }[];
  const bytes = filesOf(join(folder, 'library')).reduce((sum, { length }) => sum + length, 0);
  return { objects: charts.reduce((sum, { objects }) => sum + objects.length, 0), bytes };
}
