/** The results as a page. */
import { cpus, totalmem } from 'node:os';
import { version as cdk8sVersion } from 'cdk8s/package.json';
import { version } from '../package.json';
import { Measured, Pair } from './measure';
import { SHAPES } from './shapes';

/** Returns the page `bench/RESULTS.md`. */
export function pageOf(all: readonly Measured[], pairs: number, date: Date): string {
  const start = all.filter(({ shape }) => shape === 'start');
  const shapes = all.filter(({ shape }) => shape !== 'start');
  return (
    [heading(pairs, date), ...(shapes.length > 0 ? [tables(shapes)] : []), ...start.map(startOf)].join('\n\n') + '\n'
  );
}

function heading(pairs: number, date: Date): string {
  return `# What a synthesis costs

<!-- Written by \`npm run bench\`. -->

Measured on ${machine(date)}. Each measurement is a process of its own, and counts the CPU seconds of all its threads, from before the libraries
are loaded until after the manifests are written. A ratio is the median of ${pairs} pairs of processes, one directly after the other; the
range of the pairs is in parentheses. Other programs on the machine change the seconds, and hardly change the ratios.

**cdk8s alone** is the same app with the library's own output as plain ApiObjects: the same objects, and the same bytes.`;
}

/** Returns the date, the machine and the versions. */
export function machine(date: Date): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${date.toISOString().slice(0, 10)}, on ${cpus().length} CPUs (${cpus()[0]?.model.trim()}) with ${memory} GiB, with cdk8s-istio-egress ${version}, cdk8s
${cdk8sVersion} and Node.js ${process.versions.node}`;
}

function tables(shapes: readonly Measured[]): string {
  return `| shape | size | objects | MB | CPU s | peak MiB | compared with | CPU s | peak MiB | ratio | intended ratio |
| --- | --: | --: | --: | --: | --: | --- | --: | --: | --: | --: |
${shapes.map(rowOf).join('\n')}

| growth of the CPU time | sizes | factor | intended factor |
| --- | --: | --: | --: |
${growthOf(shapes).join('\n')}`;
}

function rowOf({ shape, size, pairs, objects, bytes }: Measured): string {
  const { title = shape, limit, against } = SHAPES[shape] ?? {};
  const cells = [
    title,
    size.toLocaleString('en'),
    objects.toLocaleString('en'),
    (bytes / 1e6).toFixed(1),
    cpu(pairs, 'library'),
    memory(pairs, 'library'),
    against === undefined ? 'cdk8s alone' : (SHAPES[against]?.title ?? against),
    cpu(pairs, 'other'),
    memory(pairs, 'other'),
    ratio(pairs),
    limit?.size === size ? judged(median(ratiosOf(pairs)), limit.ratio) : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function growthOf(all: readonly Measured[]): string[] {
  const names = [...new Set(all.map(({ shape }) => shape))];
  return names.flatMap((name) => {
    const [last, before] = all.filter(({ shape }) => shape === name).reverse();
    if (last === undefined || before === undefined) return [];
    const factor = medianOf(last, 'library') / medianOf(before, 'library');
    const sizes = `${before.size.toLocaleString('en')} to ${last.size.toLocaleString('en')}`;
    const intended = judged(factor, (last.size / before.size) * GROWTH);
    return [`| ${SHAPES[name]?.title} | ${sizes} | ${factor.toFixed(1)} | ${intended} |`];
  });
}

function startOf({ pairs }: Measured): string {
  const total = pairs.map(({ library, other }) => (library.start + library.cpu) / (other.start + other.cpu));
  const [first] = pairs;
  return `Loading the library takes ${cpu(pairs, 'library')} s of CPU and loads ${first?.library.modules} modules. Loading cdk8s alone takes ${cpu(pairs, 'other')} s and loads
${first?.other.modules} modules. Ratio: ${ratio(pairs)}; with the start of Node.js in both: ${median(total).toFixed(2)} (${judged(median(total), START_RATIO)}).`;
}

/** The greatest ratio that is intended for the start of a process that loads the library. */
const START_RATIO = 1.3;

/** The greatest growth that is intended, in parts of linear growth. */
const GROWTH = 1.1;

/** Returns the limit of a value, and whether the value is within the limit. */
export function judged(value: number, limit: number): string {
  return `at most ${Number(limit.toFixed(2))}: ${value <= limit ? 'met' : 'missed'}`;
}

const medianOf = ({ pairs }: Measured, side: keyof Pair): number => median(pairs.map((pair) => pair[side].cpu));

const cpu = (pairs: readonly Pair[], side: keyof Pair): string =>
  median(pairs.map((pair) => pair[side].cpu)).toFixed(2);

const memory = (pairs: readonly Pair[], side: keyof Pair): string =>
  median(pairs.map((pair) => pair[side].memory)).toFixed(0);

/** Returns the median of the ratios, and their range: `1.21 (1.18-1.25)`. */
export function ratio(pairs: readonly Pair[]): string {
  const ratios = ratiosOf(pairs);
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}-${Math.max(...ratios).toFixed(2)})`;
}

function ratiosOf(pairs: readonly Pair[]): readonly number[] {
  return pairs.map(({ library, other }) => library.cpu / other.cpu);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
