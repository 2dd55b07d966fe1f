/** Three independent implementations of NetworkPolicy, asked about every peer and port. */
import { Manifest } from '../../support/trace';
import { Check, nothingWrong } from '../report/check';
import { run } from '../tools/command';
import { Tools } from '../tools/tools';
import { allows, CLIENT, endOf, Lockdown, PeerName, PEERS, PortName, PORTS, worldOf } from '../case/lockdown';

/** What each implementation says, by its name. */
type Verdicts = Readonly<Record<string, boolean>>;

interface Asked {
  readonly peer: PeerName;
  readonly port: PortName;
}

const QUESTIONS: readonly Asked[] = PEERS.flatMap((peer) => PORTS.map((port) => ({ peer, port })));

/** Whether the three agree with each other, and with what the lockdown is to allow. */
export async function truthTable(
  tools: Tools,
  name: string,
  lockdown: Lockdown,
  manifests: readonly Manifest[],
): Promise<Check> {
  const verdicts = await verdictsOf(tools, lockdown, manifests);
  const wrong = QUESTIONS.flatMap((asked, index) => mistakes(lockdown, asked, verdicts[index] ?? {}));
  const allowed = QUESTIONS.filter(({ peer, port }) => allows(lockdown, peer, port)).length;
  const expected = `${allowed} of ${QUESTIONS.length} allowed, three agree`;
  return nothingWrong(`${name}: from ${lockdown.namespace}`, expected, wrong);
}

function mistakes(lockdown: Lockdown, { peer, port }: Asked, verdicts: Verdicts): string[] {
  const expected = allows(lockdown, peer, port);
  const names = Object.keys(verdicts);
  if (names.length === 3 && names.every((name) => verdicts[name] === expected)) return [];
  const said = names.map((name) => `${name} says ${verdicts[name] === true ? 'allowed' : 'refused'}`);
  return [`${peer} ${port}: expected ${expected ? 'allowed' : 'refused'}; ${said.join(', ')}`];
}

async function verdictsOf(tools: Tools, lockdown: Lockdown, manifests: readonly Manifest[]): Promise<Verdicts[]> {
  const networkPolicies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  const questions = QUESTIONS.map(({ peer, port }) => {
    const [number, protocol] = port.split('/');
    const from = `${lockdown.namespace}/${CLIENT}`;
    return { from, to: endOf(lockdown, peer), protocol, port: Number(number) };
  });
  const input = JSON.stringify({ ...worldOf(lockdown), networkPolicies, questions });
  const output = await run(tools.networkPolicy('network-policy-verdicts'), [], { input });
  return (JSON.parse(output) as { verdicts: Verdicts[] }).verdicts;
}
