/** What a cluster has after the stages of a case: objects, and labels of namespaces. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { Stage } from '../cases/case';
import { REPOSITORY } from '../environment/tools/repository';
import { identityOf, namespaceOf } from '../mutation/mutant';

/** The state of a cluster. */
export interface Applied {
  readonly objects: ReadonlyMap<string, Manifest>;
  readonly namespaceLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Commands whose effect is not followed: what comes after them is not known. */
  readonly unknown: readonly string[];
  /** How often something was applied. Objects that were applied earlier are older. */
  readonly clock: number;
}

export const NOTHING_APPLIED: Applied = { objects: new Map(), namespaceLabels: {}, unknown: [], clock: 0 };

/** Returns the state after a stage. */
export async function after(
  before: Applied,
  { kubectl = [], apply, delete: removed }: Stage,
  outputOf: (program: string) => Promise<readonly Manifest[]>,
): Promise<Applied> {
  let now = kubectl.reduce(command, before);
  if (apply !== undefined) now = withObjects(now, await outputOf(apply));
  return removed === undefined ? now : withoutObjects(now, await outputOf(removed));
}

/** Commands that change nothing that the audit reads, or what requests do not depend on. */
const IRRELEVANT = /^(create|delete) (namespace|secret) |^wait /;

function command(before: Applied, text: string): Applied {
  const { verb = '', file, kind, names, namespace } = partsOf(text);
  if (IRRELEVANT.test(text)) return before;
  if (verb === 'label' && kind === 'namespace') return labelled(before, names[0] ?? '', text);
  if (file !== undefined && ['apply', 'create', 'delete'].includes(verb)) {
    const objects = objectsIn(file, namespace);
    return verb === 'delete' ? withoutObjects(before, objects) : withObjects(before, objects);
  }
  if (verb !== 'delete' || names.length === 0) return { ...before, unknown: [...before.unknown, text] };
  const isGone = (object: Manifest): boolean =>
    object.kind.toLowerCase() === kind &&
    (names.includes('--all') || names.includes(object.metadata.name)) &&
    namespaceOf(object) === (namespace ?? 'default');
  return withoutObjects(before, [...before.objects.values()].filter(isGone));
}

/** `delete KIND[.GROUP] -n NAMESPACE NAME...`, `delete KIND --all`, and `apply -n NAMESPACE -f FILE`. */
function partsOf(text: string) {
  const words = text.split(' ').filter((word) => word !== '--ignore-not-found');
  const valueOf = (flag: string): string | undefined => {
    const at = words.indexOf(flag);
    return at < 0 ? undefined : words.splice(at, 2)[1];
  };
  const namespace = valueOf('-n');
  const file = valueOf('-f');
  const [verb, kind = '', ...names] = words;
  return { verb, file, kind: kind.replace(/\..*/, ''), names, namespace };
}

function labelled(before: Applied, namespace: string, text: string): Applied {
  const [, key = '', value] = / ([^=\s]+?)(?:-|=(\S*))$/.exec(text) ?? [];
  const { [key]: _, ...others } = before.namespaceLabels[namespace] ?? {};
  const labels = value === undefined ? others : { ...others, [key]: value };
  return { ...before, namespaceLabels: { ...before.namespaceLabels, [namespace]: labels } };
}

function objectsIn(file: string, namespace?: string): Manifest[] {
  const documents = parseAllDocuments(readFileSync(join(REPOSITORY, file), 'utf8'));
  return documents
    .map((document) => document.toJS() as Manifest)
    .map((object) => ({ ...object, metadata: { namespace, ...object.metadata } }));
}

/** An object that is applied again keeps its age. */
function withObjects(before: Applied, objects: readonly Manifest[]): Applied {
  const clock = before.clock + 1;
  const now = new Date(clock * 1000).toISOString();
  const aged = objects.map((object): readonly [string, Manifest] => {
    const creationTimestamp = before.objects.get(keyOf(object))?.metadata.creationTimestamp ?? now;
    return [keyOf(object), { ...object, metadata: { ...object.metadata, creationTimestamp } }];
  });
  return { ...before, clock, objects: new Map([...before.objects, ...aged]) };
}

function withoutObjects(before: Applied, objects: readonly Manifest[]): Applied {
  const gone = new Set(objects.map(keyOf));
  return { ...before, objects: new Map([...before.objects].filter(([key]) => !gone.has(key))) };
}

function keyOf(object: Manifest): string {
  return JSON.stringify(identityOf(object));
}
