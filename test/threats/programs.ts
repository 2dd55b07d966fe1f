/** The programs of the examples, each run once up to where it would write its files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { EXAMPLES } from '../conformance/cases/synth';
import { REPOSITORY } from '../conformance/environment/tools/repository';

const GOLDEN = join(REPOSITORY, 'test', 'examples', 'golden');

export interface Program {
  /** `ten-lines/main`. */
  readonly name: string;
  /** Its text, and that of the files beside it that it imports. */
  readonly text: string;
  readonly constructs: readonly IConstruct[];
}

/** All that have golden files, one after the other: they share the class that they end in. */
export async function allPrograms(): Promise<Program[]> {
  const programs: Program[] = [];
  for (const name of names()) {
    const constructs = (await run(name)).flatMap((app) => app.node.findAll());
    programs.push({ name, text: textOf(name), constructs });
  }
  return programs;
}

function names(): string[] {
  const examples = readdirSync(EXAMPLES, { withFileTypes: true }).filter((each) => each.isDirectory());
  return examples.flatMap(({ name }) =>
    readdirSync(join(EXAMPLES, name))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => file.replace(/\.ts$/, ''))
      .filter((file) => existsSync(join(GOLDEN, `${name}-${file}`)))
      .map((file) => `${name}/${file}`),
  );
}

function textOf(name: string): string {
  const text = readFileSync(join(EXAMPLES, `${name}.ts`), 'utf8');
  const [folder = ''] = name.split('/');
  const beside = [...text.matchAll(/ from '\.\/(.+)';/g)].map(([, file]) => textOf(`${folder}/${file}`));
  return [text, ...beside].join('\n');
}

async function run(name: string): Promise<App[]> {
  const apps: App[] = [];
  const synth = Object.getOwnPropertyDescriptor(App.prototype, 'synth') as PropertyDescriptor;
  Object.defineProperty(App.prototype, 'synth', {
    ...synth,
    value(this: App) {
      apps.push(this);
    },
  });
  try {
    await import(join(EXAMPLES, `${name}.ts`));
  } finally {
    Object.defineProperty(App.prototype, 'synth', synth);
  }
  return apps;
}

/** The kinds of the objects that a construct shows its users as its own. */
export function kindsOf(construct: IConstruct): string[] {
  const names = new Set<string>(Object.getOwnPropertyNames(construct));
  for (let above = prototypeOf(construct); above !== Construct.prototype && above; above = prototypeOf(above)) {
    for (const name of gettersOf(above)) names.add(name);
  }
  const values = [...names].map((name) => (construct as unknown as Readonly<Record<string, unknown>>)[name]);
  const objects = values.flat().filter((value) => value instanceof ApiObject);
  return [...new Set(objects.map(({ kind }) => kind))];
}

function gettersOf(prototype: object): string[] {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  return descriptors.filter(([, descriptor]) => 'get' in descriptor).map(([name]) => name);
}

const prototypeOf = (value: object): object | null => Object.getPrototypeOf(value) as object | null;
