/** The smallest set that shows a disagreement: objects, then fields, are taken away as long as it stays. */
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { isKeyed, Path, replaced } from '../mutation/fields';
import { admitted, Ask, compareQuestions, Disagreement } from './compare';

/** Returns a disagreement of the same kind about as little as possible. */
export async function shrunk(found: Disagreement, ask: Ask): Promise<Disagreement> {
  let least = found;
  for (let size = Math.ceil(found.set.manifests.length / 2); size >= 1; size = Math.floor(size / 2)) {
    least = await withoutObjects(least, size, ask);
  }
  return withoutFields(least, ask);
}

/** Takes away objects, `size` at a time. */
async function withoutObjects(from: Disagreement, size: number, ask: Ask): Promise<Disagreement> {
  let least = from;
  for (let start = 0; start < least.set.manifests.length;) {
    const { manifests } = least.set;
    const smaller = await same(
      least,
      manifests.filter((_, index) => index < start || index >= start + size),
      ask,
    );
    if (smaller === undefined) start += size;
    else least = smaller;
  }
  return least;
}

/** Takes away fields and items, the outer ones first. */
async function withoutFields(from: Disagreement, ask: Ask): Promise<Disagreement> {
  let least = from;
  for (let index = 0; index < least.set.manifests.length; index += 1) {
    for (let next = 0; ;) {
      const { manifests } = least.set;
      const manifest = manifests[index];
      const path = manifest && pathsIn(manifest.spec, ['spec'])[next];
      if (path === undefined) break;
      const smaller = await same(
        least,
        manifests.map((each, at) => (at === index ? (replaced(each, path, undefined) as Manifest) : each)),
        ask,
      );
      if (smaller === undefined) next += 1;
      else least = smaller;
    }
  }
  return least;
}

/** The disagreement of the same kind about these manifests, if the API server admits them. */
async function same(from: Disagreement, manifests: readonly Manifest[], ask: Ask): Promise<Disagreement | undefined> {
  if (admitted(manifests).length < manifests.length) return undefined;
  const { disagreements } = await compareQuestions({ ...from.set, manifests }, [from.asked], ask);
  return disagreements.find((each) => signatureOf(each) === signatureOf(from));
}

/** Every field and every item, the outer ones first. */
function pathsIn(value: unknown, path: Path): Path[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((each: unknown, index) => [index, each])
    : isKeyed(value)
      ? Object.entries(value)
      : [];
  return [
    ...entries.map(([key]) => [...path, key]),
    ...entries.flatMap(([key, each]) => pathsIn(each, [...path, key])),
  ];
}

/** What is alike in disagreements of one cause: the words without names and numbers. */
export function signatureOf({ asked, audit, istiod, why }: Disagreement): string {
  const plain = (words = ''): string =>
    words.replace(/[\w*-]+([./:][\w*./:-]+)+|\d+/g, '_').replace(/_( |_|,)*_/g, '_');
  return [asked.protocol, plain(audit), plain(istiod), plain(why)].join(' | ');
}
