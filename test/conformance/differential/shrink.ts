/** The smallest set that shows a disagreement: objects, then fields, are taken away as long as it stays. */
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { isKeyed, Path, replaced } from '../mutation/fields';
import { admitted, Ask, compareQuestions, Disagreement } from './compare';

/** Returns a disagreement of the same kind about as little as possible. */
export async function shrunk(found: Disagreement, ask: Ask): Promise<Disagreement> {
  let least = found;
  for (let smaller = await step(least, ask); smaller !== undefined; smaller = await step(least, ask)) least = smaller;
  return least;
}

/** The first of all smaller sets that shows the same. */
async function step(from: Disagreement, ask: Ask): Promise<Disagreement | undefined> {
  for (const manifests of smaller(from.set.manifests)) {
    if (admitted(manifests).length < manifests.length) continue;
    const { disagreements } = await compareQuestions({ ...from.set, manifests }, [from.asked], ask);
    const same = disagreements.find((each) => signatureOf(each) === signatureOf(from));
    if (same !== undefined) return same;
  }
  return undefined;
}

function* smaller(manifests: readonly Manifest[]): Generator<readonly Manifest[]> {
  for (const size of [Math.floor(manifests.length / 2), Math.floor(manifests.length / 4), 1]) {
    if (size < 1) continue;
    for (let start = 0; start < manifests.length; start += size) {
      yield manifests.filter((_, index) => index < start || index >= start + size);
    }
  }
  for (const [index, manifest] of manifests.entries()) {
    for (const path of pathsIn(manifest.spec, ['spec'])) {
      yield manifests.map((each, at) => (at === index ? (replaced(each, path, undefined) as Manifest) : each));
    }
  }
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
