/** The audit's answers about a set, held against those of istiod's own configuration. */
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { Mesh, readMesh } from '../../../lib/audit/model/mesh';
import { wayOf } from '../../../lib/audit/way/way';
import { violations } from '../../support/schema/violations';
import { oncePerObject } from './once';
import { addressIn, questionsOf } from './questions';
import { AuditQuestion, AuditSet, CLIENT_LABELS, isOfIstio, lastOfTwins, SimulatedWorld, worldOf } from './world';
import { auditInWords, isBeyondSimulation, mostDangerous, simulatedInWords } from './words';

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
  /** How many questions simulation cannot follow. */
  readonly unsimulated: number;
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
  const { manifests, gateways, outboundTrafficPolicy } = set;
  const gatewayServices = gateways.map((gateway) => ({ ...gateway, hasAllLabels: true }));
  const mesh = readMesh(manifests, { gatewayServices, outboundTrafficPolicy });
  const audits = asked.map((question) => audited(mesh, question));
  const under = asked.map((question, index) => ({ ...question, address: audits[index]?.address }));
  const { results = [], refused = [], error } = await ask(worldOf(set, under));
  if (error !== undefined) return { questions: 0, undecided: [], unsimulated: 0, disagreements: [], error };
  if (refused.length > 0) {
    const ofIstio = manifests.filter(isOfIstio);
    const gone = new Set(refused.map(({ index }) => ofIstio[index]));
    return compareQuestions({ ...set, manifests: manifests.filter((manifest) => !gone.has(manifest)) }, asked, ask);
  }
  const undecided: string[] = [];
  let unsimulated = 0;
  const disagreements: Disagreement[] = [];
  asked.forEach((question, index) => {
    const ways = results[index] ?? [];
    const { audit, why } = audits[index] ?? {};
    const istiod = mostDangerous(
      ways.map((way) => ({ words: simulatedInWords(set, question, way), isCopy: way.copy === true })),
    );
    if (audit === undefined) undecided.push(why ?? '');
    else if (ways.some(isBeyondSimulation)) unsimulated += 1;
    else if (!istiod.includes(audit)) {
      disagreements.push({ set, asked: question, audit, istiod: istiod.join(' or ') || 'no answer', why });
    }
  });
  return { questions: asked.length, undecided, unsimulated, disagreements };
}

/** What the audit answers. */
interface Audited {
  /** Absent if the manifests do not decide. */
  readonly audit?: string;
  readonly why?: string;
  /** The address to which clients resolve the host, as the answer assumes. */
  readonly address?: string;
}

function audited(mesh: Mesh, question: AuditQuestion): Audited {
  const { namespace, ...request } = question;
  const way = wayOf(mesh, { clientNamespace: namespace, clientLabels: CLIENT_LABELS, ...request });
  // What is not evaluated leaves the way open.
  const [open] = way.doubts;
  if (open !== undefined) return { why: `${open.what} is not evaluated` };
  const assumed = way.assumptions.find((sentence) => ONE_OF_TWO.test(sentence));
  if (assumed !== undefined) return { why: `whether ${assumed}` };
  const [range] = way.assumptions.flatMap((sentence) => RESOLVED.exec(sentence)?.[1] ?? []);
  const address = range === undefined ? undefined : addressIn(range);
  return { audit: auditInWords(way, question), why: way.kind === 'broken' ? way.reason : undefined, address };
}

/**
 * Sentences of answers that are one of two. Where istiod has no order: ServiceEntries of one age, a gateway beside sidecars, addresses of a
 * ServiceEntry. A Service that only the audit infers.
 */
const ONE_OF_TWO =
  / was created before |^(a|no) pod of namespace \S+ has a sidecar|^istiod routes HTTP by |: the manifests do not contain the Service$/;

const RESOLVED = /^the caller resolves \S+ to (\S+), /;
