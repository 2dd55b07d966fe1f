/** The words for what a differential run found. */
import { stringify } from 'yaml';
import { Differential } from './run';

/** The figures of a run in one line. */
export function figuresOf({
  sets,
  questions,
  undecided,
  unsimulated,
  disagreements,
  errors,
  seconds,
}: Differential): string {
  const count = disagreements.reduce((total, each) => total + each.count, 0);
  return (
    `${sets} sets, ${questions} questions, ${undecided} undecided, ${unsimulated} not simulated, ` +
    `${count} disagreements of ${disagreements.length} kinds, ${errors.length} errors, ${seconds.toFixed(0)} s`
  );
}

/** What is wrong: each kind of disagreement with the least manifests that show it, errors, and what the audit leaves open about the library. */
export function mistakesOf({ disagreements, errors, undecidedOfOurs }: Differential): string[] {
  const kinds = disagreements.map(({ set, asked, audit, istiod, why, count }, index) => {
    const { namespace, protocol, host, port } = asked;
    return [
      `## ${index + 1}. ${protocol}: the audit says ${audit}, istiod ${istiod} (${count} times)`,
      '',
      `${namespace} -> ${protocol}://${host}:${port}, ${set.outboundTrafficPolicy}${why === undefined ? '' : `; ${why}`}`,
      '',
      set.name,
      '',
      '```yaml',
      set.manifests
        .map((manifest) => stringify(manifest))
        .join('---\n')
        .trim(),
      '```',
      '',
    ].join('\n');
  });
  return [...kinds, ...errors.map((error) => `error: ${error}`), ...counted(undecidedOfOurs)];
}

function counted(reasons: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `undecided ${count} times: ${reason}`);
}
