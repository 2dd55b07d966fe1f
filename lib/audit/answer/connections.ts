import { Evidence } from '../manifest/evidence';
import { pathText } from '../manifest/path-text';
import { Mesh } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { Memo } from '../../input/memo';
import { ConnectionVerdict, networkPoliciesOf, refusalsOf, worstVerdict } from '../policy/connection';
import { Endpoint, PodEndpoint } from '../policy/endpoint';
import { Reason } from './answer';
import { Destination } from './ends';
import { ruleFields } from './policy-rule';
import { nameOf } from '../manifest/manifest';

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
  /** Whether policies that are not evaluated alone allow one of the connections. */
  readonly isUnevaluated: boolean;
  /** The reasons of the first connection that policies deny, and the steps that open every connection. */
  readonly denied?: {
    /** The index of the connection. */
    readonly index: number;
    readonly why: readonly Reason[];
    readonly steps: () => readonly string[];
  };
}

/** Checks the connections of a request in the order in which the request needs them. */
export function checkConnections(mesh: Mesh, needs: readonly Need[]): Connections {
  const why: Reason[] = [];
  const assumptions = new Set<string>();
  let isUnevaluated = false;
  for (const [index, need] of needs.entries()) {
    const { verdict, destination } = verdictOf(mesh, need);
    for (const assumption of verdict.assumptions) assumptions.add(assumption);
    if (!verdict.allowed) {
      return {
        why,
        assumptions: [...assumptions],
        isUnevaluated,
        denied: {
          index,
          why: whyDenied(need, destination, verdict),
          steps: () => needs.slice(index).flatMap((each) => stepsFor(mesh, each)),
        },
      };
    }
    isUnevaluated ||= verdict.isUnevaluated === true;
    if (destination.assumption !== undefined) assumptions.add(destination.assumption);
    if (verdict.decidedBy.length > 0) why.push(whyAllowed(need, destination, verdict));
  }
  return { why, assumptions: [...assumptions], isUnevaluated };
}

interface Judged {
  readonly verdict: ConnectionVerdict;
  readonly destination: Destination;
}

/** The first destination that policies allow, else the first that policies which are not evaluated allow, else the first. */
function verdictOf(mesh: Mesh, { from, to }: Need): Judged {
  let found: Judged | undefined;
  for (const destination of to) {
    const judged = { destination, verdict: judge(mesh, from, destination) };
    const { allowed, isUnevaluated } = judged.verdict;
    if (allowed && isUnevaluated !== true) return judged;
    if (found === undefined || (allowed && !found.verdict.allowed)) found = judged;
  }
  if (found === undefined) throw new Error('a connection needs a destination');
  return found;
}

/** Many requests need the connections to pods. */
function judge(mesh: Mesh, from: PodEndpoint, { to, port, protocol }: Destination): ConnectionVerdict {
  const compute = () => worstVerdict(networkPoliciesOf(mesh), { from, to, port, protocol });
  if (to.kind !== 'pod') return compute();
  const known = verdicts(mesh);
  const ofPod = known.get(from) ?? new WeakMap<PodEndpoint, Memo<ConnectionVerdict>>();
  const toPod = ofPod.get(to) ?? new Memo<ConnectionVerdict>();
  known.set(from, ofPod);
  ofPod.set(to, toPod);
  return toPod.get(`${port}/${protocol}`, compute);
}

/** The verdicts by source, destination and port. */
const verdicts = perMesh(() => new WeakMap<PodEndpoint, WeakMap<PodEndpoint, Memo<ConnectionVerdict>>>());

function whyAllowed({ fromText }: Need, destination: Destination, verdict: ConnectionVerdict): Reason {
  const { decidedBy, isUnevaluated } = verdict;
  const allow = isUnevaluated === true ? 'can allow' : `allow${plural(decidedBy)}`;
  return { text: `${policiesIn(decidedBy)} ${allow} ${fromText} to connect to ${textOf(destination)}`, decidedBy };
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

function textOf({ to, text, port, protocol }: Destination): string {
  // A port of any other host is an example.
  return to.kind === 'outside' && to.host === '*' ? text : `${text} on ${port}/${protocol}`;
}

function policiesIn(decidedBy: readonly Evidence[]): string {
  const names = [...new Set(decidedBy.map(({ manifest }) => nameOf(manifest)))];
  return names.length > 3
    ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more policies`
    : names.join(' and ');
}

function plural(decidedBy: readonly Evidence[]): string {
  return new Set(decidedBy.map(({ manifest }) => manifest)).size === 1 ? 's' : '';
}

/**
 * Returns the steps that open a connection: a rule to add, in the form of the API, for each direction that NetworkPolicies deny, and the
 * rules of ClusterNetworkPolicies that deny.
 */
function stepsFor(mesh: Mesh, need: Need): string[] {
  const { from } = need;
  const { verdict, destination } = verdictOf(mesh, need);
  if (verdict.allowed) return [];
  const { to, port, protocol } = destination;
  const refusals = refusalsOf(networkPoliciesOf(mesh), { from, to, port, protocol });
  return refusals.flatMap(({ direction, decidedBy: [first] }) => {
    if (first === undefined) return [];
    const object = nameOf(first.manifest);
    if (first.manifest.kind !== 'NetworkPolicy')
      return [`remove ${pathText(first.path ?? [])}, which denies the connection, from ${object}`];
    const rule = direction === 'egress' ? ruleTo(destination) : ruleOf('from', from, destination);
    return [`add ${rule} to spec.${direction} of ${object}`];
  });
}

/** Returns the rule of `egress` in a NetworkPolicy that allows connections to a destination, in the form of the API. */
export function ruleTo(destination: Destination): string {
  const { to, selector } = destination;
  return ruleOf('to', to.kind === 'pod' ? { ...to, labels: selector ?? to.labels } : to, destination);
}

function ruleOf(list: 'to' | 'from', end: Endpoint, port: Destination): string {
  return `{ ${ruleFields(list, end, [port])} }`;
}
