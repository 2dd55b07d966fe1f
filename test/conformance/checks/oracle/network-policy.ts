/** Independent implementations of NetworkPolicy, asked about every connection of a table. */
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { Check, nothingWrong } from '../check';
import { auditOf } from './audit-network';
import { run } from '../../environment/tools/command';
import { Tools } from '../../environment/tools/tools';
import { AskedConnection, TruthTable } from '../../cases/truth-table';

/** What each implementation says, by its name. */
type Verdicts = Readonly<Record<string, boolean>>;

/** Whether they agree with each other, and with what is to be allowed. */
export async function truthTable(
  tools: Tools,
  name: string,
  { title, world, asked }: TruthTable,
  manifests: readonly Manifest[],
): Promise<Check> {
  const networkPolicies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  const questions = asked.map(({ from, to, protocol, port }) => ({ from, to, protocol, port }));
  const input = JSON.stringify({ ...world, networkPolicies, questions });
  const output = await run(tools.networkPolicyVerdicts, [], { input });
  const { verdicts } = JSON.parse(output) as { verdicts: Verdicts[] };
  const audit = auditOf(world, questions, networkPolicies);
  const wrong = asked.flatMap((each, index) => mistakes(each, { ...verdicts[index], audit: audit[index] === true }));
  const allowed = asked.filter((each) => each.allowed).length;
  return nothingWrong(`${name}: ${title}`, `${allowed} of ${asked.length} allowed, all agree`, wrong);
}

function mistakes(asked: AskedConnection, verdicts: Verdicts): string[] {
  const names = Object.keys(verdicts);
  if (names.length === judges(asked) && names.every((name) => verdicts[name] === asked.allowed)) return [];
  const said = names.map((name) => `${name} says ${verdicts[name] === true ? 'allowed' : 'refused'}`);
  return [`${asked.what}: expected ${asked.allowed ? 'allowed' : 'refused'}; ${said.join(', ')}`];
}

/** Three implementations and the audit. One of the three knows no IPv6. */
function judges({ from, to }: AskedConnection): number {
  return `${from}${to}`.includes(':') ? 3 : 4;
}
