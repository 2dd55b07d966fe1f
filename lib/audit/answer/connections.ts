import { Evidence } from '../manifest/evidence';
import { pathText } from '../manifest/path-text';
import { Mesh } from '../model/mesh';
import { Memo, perMesh } from '../model/per-mesh';
import { connectionVerdict, ConnectionVerdict, networkPoliciesOf } from '../policy/connection';
import { PodEndpoint } from '../policy/endpoint';
import { Reason } from './answer';
import { Destination } from './ends';
import { objectText } from './object-text';

/** A connection without which a request does not leave. */
export interface Need {
  readonly from: PodEndpoint;
  /** The source in a sentence: `payments/api`. */
  readonly fromText: string;
  /** The destinations, one of which is enough. */
  readonly to: readonly Destination[];
  /** The effect for the caller if policies deny the connection, as a sentence without a full stop. */
  readonly effect: string;
}

/** The connections of a request, checked. */
export interface Connections {
  /** The reasons for connections that policies decide. */
  readonly why: readonly Reason[];
  readonly assumptions: readonly string[];
  /** The first connection that policies deny. */
  readonly denied?: { readonly why: readonly Reason[]; readonly changes: readonly string[] };
}

/** Checks the connections of a request in the order in which the request needs them. */
export function checkConnections(mesh: Mesh, needs: readonly Need[]): Connections {
  const why: Reason[] = [];
  const assumptions = new Set<string>();
  for (const need of needs) {
    const { verdict, destination } = verdictOf(mesh, need);
    for (const assumption of verdict.assumptions) assumptions.add(assumption);
    if (!verdict.allowed) {
      const denied = { why: whyDenied(need, destination, verdict), changes: changesFor(need, destination, verdict) };
      return { why, assumptions: [...assumptions], denied };
    }
    if (destination.assumption !== undefined) assumptions.add(destination.assumption);
    if (verdict.decidedBy.length > 0) why.push(whyAllowed(need, destination, verdict));
  }
  return { why, assumptions: [...assumptions] };
}

interface Judged {
  readonly verdict: ConnectionVerdict;
  readonly destination: Destination;
}

/** The first destination that policies allow, else the first. */
function verdictOf(mesh: Mesh, { from, to }: Need): Judged {
  let first: Judged | undefined;
  for (const destination of to) {
    const judged = { destination, verdict: judge(mesh, from, destination) };
    if (judged.verdict.allowed) return judged;
    first ??= judged;
  }
  if (first === undefined) throw new Error('a connection needs a destination');
  return first;
}

/** Many requests need the connections to pods. */
function judge(mesh: Mesh, from: PodEndpoint, { to, port, protocol }: Destination): ConnectionVerdict {
  const compute = () => connectionVerdict(networkPoliciesOf(mesh), { from, to, port, protocol });
  return to.kind === 'pod' ? verdicts(mesh).get(JSON.stringify([from, to, port, protocol]), compute) : compute();
}

const verdicts = perMesh(() => new Memo<ConnectionVerdict>());

function whyAllowed({ fromText }: Need, destination: Destination, { decidedBy }: ConnectionVerdict): Reason {
  return {
    text: `${policiesIn(decidedBy)} allow${plural(decidedBy)} ${fromText} to connect to ${textOf(destination)}`,
    decidedBy,
  };
}

function whyDenied({ fromText, effect }: Need, destination: Destination, { decidedBy }: ConnectionVerdict): Reason[] {
  return [
    {
      text: `${policiesIn(decidedBy)} den${decidedBy.length === 1 ? 'ies' : 'y'} the connection from ${fromText} to ${textOf(destination)}`,
      decidedBy,
    },
    { text: effect },
  ];
}

function textOf({ text, port, protocol }: Destination): string {
  return `${text} on ${port}/${protocol}`;
}

function policiesIn(decidedBy: readonly Evidence[]): string {
  const names = [...new Set(decidedBy.map(({ manifest }) => objectText(manifest)))];
  return names.length > 3
    ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more policies`
    : names.join(' and ');
}

function plural(decidedBy: readonly Evidence[]): string {
  return new Set(decidedBy.map(({ manifest }) => manifest)).size === 1 ? 's' : '';
}

/** The rule to add to a policy, in the form of the API. */
function changesFor({ from }: Need, { to, port, protocol }: Destination, verdict: ConnectionVerdict): string[] {
  const [first] = verdict.decidedBy;
  if (first === undefined) return [];
  const field = verdict.denies ?? 'egress';
  if (first.manifest.kind !== 'NetworkPolicy')
    return [`change ${pathText(first.path ?? [])} of ${objectText(first.manifest)}, which denies the connection`];
  const other = field === 'egress' ? to : from;
  const peer =
    other.kind === 'pod'
      ? podPeer(other)
      : `{ ipBlock: { cidr: ${other.address === undefined ? 'ADDRESS/32' : cidrOf(other.address)} } }`;
  const list = field === 'egress' ? 'to' : 'from';
  const rule = `{ ${list}: [${peer}], ports: [{ protocol: ${protocol}, port: ${port} }] }`;
  return [`add ${rule} to spec.${field} of ${objectText(first.manifest)}`];
}

function cidrOf(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

function podPeer({ namespace, labels }: PodEndpoint): string {
  const texts = Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
  const pods = texts.length === 0 ? '' : `, podSelector: { matchLabels: { ${texts.join(', ')} } }`;
  return `{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${namespace} } }${pods} }`;
}
