/**
 * Classes of workloads, as `WayOut.source` names them. A workload that no class of a set names belongs to the nearest broader
 * class of that set: `payments/api`, then `payments/*`, then `api` of every namespace, then `*`. The other files read no part of a name.
 */
import { compare } from '../../input/compare';
import { Labels } from '../model/labels';
import { getOrAdd } from '../../input/get-or-add';
import { few } from '../model/sentence';
import { Caller } from './question';

const WITHOUT_SIDECAR = ' without sidecar';

/**
 * Returns the name of the class of a caller. The namespace `*` and the service account `*` are those that no object names.
 *
 * @param selected the labels of each selector that selects the pods
 */
export function classOf(
  { namespace, serviceAccount = '*', hasSidecar }: Caller,
  selected: readonly Labels[] = [],
): string {
  const workloads = namespace === '*' && serviceAccount === '*' ? '*' : `${namespace}/${serviceAccount}`;
  return `${workloads}${labelsText(selected.map(labelText).sort())}${hasSidecar ? '' : WITHOUT_SIDECAR}`;
}

function labelsText(selected: readonly string[]): string {
  return selected.length === 0 ? '' : ` (${selected.join(AND)})`;
}

/** Between the labels of selectors. The value of a label has no space. */
const AND = ' and ';

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => (value === '' ? key : `${key}=${value}`))
    .join(', ');
}

/** Returns whether the pods of a class have a sidecar. For pods without a sidecar, the declaration of a host has no effect. */
export function hasSidecar(source: string): boolean {
  return !source.endsWith(WITHOUT_SIDECAR);
}

/** Returns the class of the same pods without a sidecar. */
export function withoutSidecar(source: string): string {
  return hasSidecar(source) ? `${source}${WITHOUT_SIDECAR}` : source;
}

/**
 * Returns the broader classes of a class, the nearest first: of the same kind of pods, then of pods that fewer selectors select, then of
 * pods with a sidecar.
 */
export function broaderClasses(source: string): readonly string[] {
  return getOrAdd(broader, source, () => classesAbove(source));
}

const broader = new Map<string, readonly string[]>();

function classesAbove(source: string): readonly string[] {
  const [, workloads = '', labels = '', sidecar = ''] = PARTS.exec(source) ?? [];
  const [namespace = '', account = '*'] = workloads.split('/');
  const wide = [`${namespace}/*`, `*/${account}`].filter((each) => each !== '*/*');
  const all = [...new Set([workloads, ...wide, '*'])];
  const fewer = subsetsOf(labels === '' ? [] : labels.slice(' ('.length, -1).split(AND)).map(labelsText);
  const kinds = new Set([...fewer.map((each) => `${each}${sidecar}`), ...fewer]);
  return [...kinds].flatMap((kind) => all.map((each) => `${each}${kind}`)).slice(1);
}

/** The subsets of a list, the larger ones first. */
function subsetsOf(all: readonly string[]): readonly (readonly string[])[] {
  const subsets = all.reduceRight<readonly (readonly string[])[]>(
    (found, each) => [...found.map((some) => [each, ...some]), ...found],
    [[]],
  );
  return [...subsets].sort((a, b) => b.length - a.length);
}

/** Workloads, labels in parentheses, and the word for pods without a sidecar. */
const PARTS = /^(\S*)(.*?)( without sidecar)?$/s;

/** Returns the value of a class: its own, else that of the nearest broader class. */
export function valueOfClass<T>(values: ReadonlyMap<string, T>, source: string): T | undefined {
  if (values.has(source)) return values.get(source);
  const found = broaderClasses(source).find((each) => values.has(each));
  return found === undefined ? undefined : values.get(found);
}

/** Workloads of a class, without those of narrower classes. */
export interface SourceSet {
  /** `payments/api`, `payments/*` (the namespace) or `*` (every namespace); with ` without sidecar` for pods that have none. */
  readonly source: string;
  /** Narrower classes that do not belong to the set. */
  readonly except: readonly string[];
}

/** Returns a set as text: `payments/api`, `every namespace except orders/*`. */
export function describeSource({ source, except }: SourceSet, count = 3): string {
  const name = source.replace(/^\*(?= |$)/, 'every namespace');
  return except.length === 0 ? name : `${name} except ${few(except, ', ', count)}`;
}

/** Returns the fewest sets that have the workloads of `chosen`, if the classes of `all` have every workload between them. */
export function sourceSets(chosen: ReadonlySet<string>, all: ReadonlySet<string>): readonly SourceSet[] {
  const nearest = (source: string): string | undefined => broaderClasses(source).find((each) => all.has(each));
  const rootOf = (source: string): string => {
    const above = nearest(source);
    return above !== undefined && chosen.has(above) ? rootOf(above) : source;
  };
  const exceptions = new Map<string, string[]>();
  for (const source of [...all].sort()) {
    const above = nearest(source);
    if (chosen.has(source)) {
      if (rootOf(source) === source) exceptions.set(source, exceptions.get(source) ?? []);
    } else if (above !== undefined && chosen.has(above)) {
      const root = rootOf(above);
      exceptions.set(root, [...(exceptions.get(root) ?? []), source]);
    }
  }
  return [...exceptions].sort(([a], [b]) => compare(a, b)).map(([source, except]) => ({ source, except }));
}
