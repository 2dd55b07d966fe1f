/** The audit's answers about a set, held against those of istiod's own configuration. */
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { Mesh, readMesh } from '../../../lib/audit/model/mesh';
import { wayOf } from '../../../lib/audit/way/way';
import { violations } from '../../support/schema/violations';
import { oncePerObject } from './once';
import { questionsOf } from './questions';
import { AuditQuestion, AuditSet, isOfIstio, lastOfTwins, SimulatedWorld, worldOf } from './world';
import { auditInWords, simulatedInWords } from './words';

/** A request whose way the audit and istiod's configuration do not agree on. */
export interface Disagreement {
  readonly set: AuditSet;
  readonly asked: AuditQuestion;
  readonly audit: string;
  readonly istiod: string;
  /** What stood in the way of an answer, in the words of the audit. */
  readonly why?: string;
}

/** What came of one set. */
export interface Compared {
  readonly questions: number;
  /** Questions that the audit leaves open, by the reason. */
  readonly undecided: readonly string[];
  readonly disagreements: readonly Disagreement[];
  /** Why the set could not be asked about. */
  readonly error?: string;
}

/** Asks `routing-simulation` about a world. */
export type Ask = (world: object) => Promise<SimulatedWorld>;

/** The manifests that the API server would have: those that the CRDs accept, and of twins the later one. */
export function admitted(manifests: readonly Manifest[]): readonly Manifest[] {
  return lastOfTwins(manifests.filter((manifest) => !isOfIstio(manifest) || isValid(manifest)));
}

/** Sets share most of their objects. */
const isValid = oncePerObject((manifest: Manifest) => violations(manifest).length === 0);

export async function compare(drawn: AuditSet, seed: number, ask: Ask): Promise<Compared> {
  const set = { ...drawn, manifests: admitted(drawn.manifests) };
  return compareQuestions(set, questionsOf(set, seed), ask);
}

/** The same for chosen questions about admitted manifests. */
export async function compareQuestions(set: AuditSet, asked: readonly AuditQuestion[], ask: Ask): Promise<Compared> {
  const { results = [], refused = [], error } = await ask(worldOf(set, asked));
  if (error !== undefined) return { questions: 0, undecided: [], disagreements: [], error };
  const ofIstio = set.manifests.filter(isOfIstio);
  const gone = new Set(refused.map(({ index }) => ofIstio[index]));
  const valid = { ...set, manifests: set.manifests.filter((manifest) => !gone.has(manifest)) };
  const { gateways: gatewayServices, outboundTrafficPolicy } = valid;
  const mesh = readMesh(valid.manifests, { gatewayServices, outboundTrafficPolicy });
  const undecided: string[] = [];
  const disagreements: Disagreement[] = [];
  asked.forEach((question, index) => {
    const simulated = results[index];
    const istiod = simulated === undefined ? 'no answer' : simulatedInWords(valid, question, simulated);
    const { audit, why } = audited(mesh, question);
    if (audit === undefined) undecided.push(why ?? '');
    else if (audit !== istiod) disagreements.push({ set: valid, asked: question, audit, istiod, why });
  });
  return { questions: asked.length, undecided, disagreements };
}

function audited(mesh: Mesh, question: AuditQuestion) {
  const { namespace, ...request } = question;
  const answer = wayOf(mesh, { clientNamespace: namespace, ...request });
  return { audit: auditInWords(answer, question), why: answer.kind === 'broken' ? answer.reason : undefined };
}
