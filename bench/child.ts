/**
 * One measurement, in a process of its own: `child.js VARIANT SHAPE SIZE FOLDER OUT`. Prints what the process used as JSON.
 *
 * - `objects` writes the objects that the library makes to `FOLDER/objects.json`, and measures nothing.
 * - `library` synthesizes the shape; `raw` synthesizes the same objects as plain ApiObjects.
 * - `start` loads the library; `start-raw` loads cdk8s alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as cdk8s from 'cdk8s';
import type * as shapes from './shapes';

/** What a process used. */
export interface Usage {
  /** Seconds of all CPUs. */
  readonly cpu: number;
  /** Seconds of all CPUs before the work: the start of Node.js. */
  readonly start: number;
  /** The peak of the resident memory in MiB. */
  readonly memory: number;
  /** The modules that are loaded. */
  readonly modules: number;
}

/** The objects of a chart, in the order in which cdk8s writes them. */
interface ChartObjects {
  readonly id: string;
  readonly objects: readonly cdk8s.ApiObjectProps[];
}

/** Loads modules inside of what is measured. */
const load = createRequire(__filename);

const [variant = '', shape = '', size = '', folder = '', out = ''] = process.argv.slice(2);

/** The work of each variant; what a variant does before it returns the work is not measured. */
const VARIANTS: Readonly<Record<string, () => () => void>> = {
  objects: () => () => {
    const { Chart } = loadCdk8s();
    const charts = built()
      .node.findAll()
      .filter((each) => Chart.isChart(each))
      .map((chart): ChartObjects => ({ id: chart.node.id, objects: chart.toJson() as cdk8s.ApiObjectProps[] }));
    writeFileSync(join(folder, 'objects.json'), JSON.stringify(charts));
  },
  library: () => () => built().synth(),
  raw: () => {
    const charts = JSON.parse(readFileSync(join(folder, 'objects.json'), 'utf8')) as ChartObjects[];
    return () => synthesizeRaw(charts);
  },
  start: () => () => void load('../lib'),
  'start-raw': () => () => void loadCdk8s(),
};

function built(): cdk8s.App {
  const { App } = loadCdk8s();
  const { SHAPES } = load('./shapes') as typeof shapes;
  const app = new App({ outdir: join(folder, out) });
  SHAPES[shape]?.build(app, Number(size));
  return app;
}

function synthesizeRaw(charts: readonly ChartObjects[]): void {
  const { ApiObject, App, Chart } = loadCdk8s();
  const app = new App({ outdir: join(folder, out) });
  for (const { id, objects } of charts) {
    const chart = new Chart(app, id);
    objects.forEach((object, index) => new ApiObject(chart, `object-${index}`, object));
  }
  app.synth();
}

function loadCdk8s(): typeof cdk8s {
  return load('cdk8s') as typeof cdk8s;
}

const work = VARIANTS[variant]?.();
const before = process.cpuUsage();
work?.();
const { user, system } = process.cpuUsage(before);
const usage: Usage = {
  cpu: (user + system) / 1e6,
  start: (before.user + before.system) / 1e6,
  memory: process.resourceUsage().maxRSS / 1024,
  modules: Object.keys(load.cache).length,
};
console.log(JSON.stringify(usage));
