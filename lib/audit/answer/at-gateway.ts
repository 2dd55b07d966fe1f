import { serviceId } from '../model/gateway-services';
import { isIP } from 'node:net';
import { unique } from '../../input/unique';
import { describePlace, Evidence } from '../manifest/evidence';
import { valueAt } from '../manifest/value-at';
import { pathText } from '../manifest/path-text';
import { Mesh } from '../model/mesh';
import { few, inOne } from '../model/sentence';
import { Arrival } from '../policy/attributes';
import { AuthorizationVerdict, AuthorizationVerdicts, authorizationVerdicts } from '../policy/authorization';
import { Workload } from '../policy/authorization-policies';
import { isOfSource } from '../policy/authorization-rule';
import { AuthorizationRule, RuleSource } from '../policy/authorization-spec';
import { matchesText } from '../policy/text-match';
import { handshakeVerdict } from '../policy/handshake';
import { OPEN, Verdict } from '../policy/verdict';
import { Entry } from '../way/entry';
import { tlsMode } from '../way/servers';
import { Reason } from './answer';
import { effectOf } from './effects';
import { identityOf, identityText } from './ends';
import { nameOf } from '../manifest/manifest';
import { mutualServer } from './mutual-server';
import { Question } from './question';

/** The decision of the gateways of a way about a request. */
export interface GatewayDecision {
  readonly allowed: boolean;
  readonly why: readonly Reason[];
  /** Returns the changes each of which denies an allowed request, or the steps that together allow a refused request. */
  readonly changes: () => readonly string[];
  readonly assumptions: readonly string[];
  /** The number of gateways that a refused request comes to. */
  readonly gateways?: number;
}

/** Returns the number of gateways that listeners belong to. A gateway that connects to itself counts once. */
export function gatewaysOf(entries: readonly Entry[]): number {
  return entries.filter(({ isLoopback }) => !isLoopback).length;
}

/** Returns the decision about the certificate of the sender, then by the policies of each listener. The changes are for every listener. */
export function decideAtGateways(mesh: Mesh, question: Question, entries: readonly Entry[]): GatewayDecision {
  const decisions: GatewayDecision[] = [];
  let sender = identityOf(mesh, question.caller);
  let last = entries[0]?.service;
  for (const entry of entries) {
    if (entry.service !== last) sender = gatewayIdentity(mesh, entry);
    last = entry.service;
    decisions.push(decideAt(mesh, question, entry, sender));
  }
  const refused = decisions.findIndex(({ allowed }) => !allowed);
  const until = refused < 0 ? decisions : decisions.slice(0, refused + 1);
  const assumptions = [...new Set(until.flatMap((each) => each.assumptions))];
  const which = refused < 0 ? decisions : decisions.filter(({ allowed }) => !allowed);
  const changes = (): readonly string[] => unique(which.flatMap((each) => each.changes()));
  const why = decisions[refused]?.why ?? decisions.flatMap((each) => each.why);
  const gateways = gatewaysOf(entries.slice(0, until.length));
  return { allowed: refused < 0, why, changes, assumptions, gateways };
}

/** The service account of the gateway before, which the manifests of a Service do not have. */
function gatewayIdentity(mesh: Mesh, { service }: Entry): string {
  return identityOf(mesh, { namespace: service.namespace, hasSidecar: true });
}

function decideAt(mesh: Mesh, question: Question, entry: Entry, sender: string): GatewayDecision {
  const identity = entry.isMutual ? sender : undefined;
  const { refusals, allowed, allowing } = verdictsAt(mesh, question, entry, identity);
  const [first] = refusals;
  if (first === undefined) return allowedBy(entry, identity, allowed, allowing);
  const isUnknown = identity === undefined && !entry.isLoopback;
  // With an identity, other rules match.
  const changes = (): readonly string[] => [
    ...(isUnknown ? changesForIdentity(question, entry) : []),
    ...(isUnknown ? verdictsAt(mesh, question, entry, sender).refusals : refusals).flatMap((each) => each.changes()),
  ];
  return { ...first, changes };
}

/** Returns the pods of a listener, as policies see them. */
export function workloadOf({ service }: Pick<Entry, 'service'>): Workload {
  const { namespace, podLabels: labels, hasAllLabels } = service;
  return { namespace, labels, hasAllLabels };
}

/** Returns the refusals by the handshake, by rules of DENY and by policies of ALLOW, and the verdict without refusals. */
function verdictsAt(
  mesh: Mesh,
  question: Question,
  entry: Entry,
  identity: string | undefined,
): Omit<AuthorizationVerdicts, 'refusals'> & { readonly refusals: readonly GatewayDecision[] } {
  const workload = workloadOf(entry);
  const verdict = identity === undefined ? OPEN : handshake(mesh, workload, entry, identity);
  const shaken =
    identity === undefined || verdict.allowed ? [] : [refusedHandshake(question, entry, identity, verdict)];
  const { refusals, ...rest } = authorizationVerdicts(mesh, workload, arrivalAt(entry, question, identity));
  return { refusals: [...shaken, ...refusals.map((each) => deniedBy(question, entry, identity, each))], ...rest };
}

/** Both ends need mesh mTLS, and a server that ends TLS around TLS reads `tcp` rules. */
function changesForIdentity({ host }: Question, { service, server, sni = host }: Entry): string[] {
  const { manifest, path = [] } = server.decidedBy;
  const object = nameOf(manifest);
  const rules = `write the rules for ${object} in spec.tcp in place of spec.tls`;
  return [
    `write tls: { mode: ISTIO_MUTUAL, sni: ${sni} } in the DestinationRule of ${service.name}.${service.namespace}`,
    `write ${mutualServer(server.server)} in ${pathText(path)} of ${object}`,
    ...(tlsMode(server.server) === 'PASSTHROUGH' ? [rules] : []),
  ];
}

function handshake(mesh: Mesh, workload: Workload, { server, port, sni }: Entry, identity: string): Verdict {
  const { subjectAltNames } = (server.server.tls ?? {}) as { readonly subjectAltNames?: readonly string[] };
  const { manifest, path = [] } = server.decidedBy;
  const decidedBy = { manifest, path: [...path, 'tls', 'subjectAltNames'] };
  return handshakeVerdict(mesh, workload, { subjectAltNames, decidedBy, port, sni }, identity);
}

/** The address from which a gateway connects to its own listeners. */
const LOOPBACK = '127.0.0.1';

/** Returns a request at a listener of a gateway, as the policies of the gateway see the request. */
export function arrivalAt(
  entry: Entry,
  { method, path }: Pick<Question, 'method' | 'path'>,
  identity?: string,
): Arrival {
  const { sni, isLoopback, source = LOOPBACK, destination } = entry;
  return {
    identity,
    sni,
    port: destination?.port ?? entry.port,
    http: entry.host === undefined ? undefined : { host: entry.host, method, path },
    address: isLoopback ? source : undefined,
    destination: destination !== undefined && isIP(destination.host) > 0 ? destination.host : undefined,
  };
}

function allowedBy(
  entry: Entry,
  identity: string | undefined,
  { decidedBy, assumptions }: Verdict,
  allowing: readonly Evidence[],
): GatewayDecision {
  const [rule] = decidedBy;
  if (entry.isLoopback) return { allowed: true, why: [], changes: () => [], assumptions };
  if (rule === undefined) {
    const why = [{ text: `no AuthorizationPolicy restricts the callers of ${podsOf(entry)}` }];
    return { allowed: true, why, changes: () => [], assumptions };
  }
  const caller = identity === undefined ? 'callers without an identity' : identityText(identity);
  const why = [{ text: `${nameOf(rule.manifest)} allows ${caller}`, decidedBy }];
  // Each of the rules allows the request: a change has a step for each.
  const changes = (): readonly string[] =>
    inOne((allowing.length > 0 ? allowing : [rule]).map((each) => refusing(each, identity))).map(
      (change) => `${change} to deny the request`,
    );
  return { allowed: true, why, changes, assumptions };
}

/**
 * Returns the change by which a rule of ALLOW no longer allows an identity: without the principals of the rule that match, else with an
 * exclusion.
 */
function refusing({ manifest, path = [] }: Evidence, identity?: string): string {
  const [object, place] = [nameOf(manifest), pathText(path)];
  if (identity === undefined) return `write the principals of the accepted callers in ${place}.from of ${object}`;
  const { from = [] } = (valueAt(manifest.spec, path.slice(1)) ?? {}) as AuthorizationRule;
  const principals = from
    .flatMap(({ source }) => source?.principals ?? [])
    .filter((each) => matchesText(each, identity));
  const isPlain = from.every(({ source }) => Object.keys(source ?? {}).join() === 'principals');
  return isPlain && principals.length > 0
    ? `remove ${principals.map((each) => `"${each}"`).join(' and ')} from ${place} of ${object}`
    : `exclude ${identity} from ${place} of ${object}`;
}

function deniedBy(
  question: Question,
  entry: Entry,
  identity: string | undefined,
  { decidedBy, denies, assumptions }: AuthorizationVerdict,
): GatewayDecision {
  const caller = identity === undefined ? 'a caller without an identity' : identityText(identity);
  const objects = [...new Set(decidedBy.map(({ manifest }) => nameOf(manifest)))];
  const text =
    denies === 'DENY'
      ? `${few(objects)} den${objects.length === 1 ? 'ies' : 'y'} ${caller}`
      : `no AuthorizationPolicy of ${podsOf(entry)} allows ${caller}`;
  const unknown = identity === undefined && !entry.isLoopback;
  const why = [
    { text, decidedBy },
    ...(unknown ? [{ text: 'the caller has no identity at the gateway: the sidecar does not use mesh mTLS' }] : []),
    { text: effectOf('denied', question.protocol) },
  ];
  const source: RuleSource =
    identity === undefined ? { ipBlocks: [entry.source ?? LOOPBACK] } : { principals: [identity] };
  const changes = (): readonly string[] =>
    denies === 'DENY'
      ? decidedBy.map((each) => `exclude ${textOf(source)} from ${describePlace(each)}`)
      : decidedBy.slice(0, 1).map((each) => allowing(source, each));
  return { allowed: false, why, changes, assumptions };
}

function textOf(source: RuleSource): string {
  return Object.values(source).flat().join(', ');
}

/** Returns the change by which policies of ALLOW allow a source: in the rule that matches except for its sources, else a further policy. */
function allowing(source: RuleSource, { manifest, path = [] }: Evidence): string {
  const object = nameOf(manifest);
  const { from = [], when = [] } = (valueAt(manifest.spec, path.slice(1)) ?? {}) as AuthorizationRule;
  if (from.length === 0 || when.some(isOfSource))
    return `add an AuthorizationPolicy that allows ${textOf(source)}, beside ${object}`;
  const index = from.findIndex(({ source: known }) => Object.keys(known ?? {}).join() === 'principals');
  return index < 0 || source.principals === undefined
    ? `add { source: ${flowText(source)} } to ${pathText([...path, 'from'])} of ${object}`
    : `add "${textOf(source)}" to ${pathText([...path, 'from', index, 'source', 'principals'])} of ${object}`;
}

/** Returns a source in the form of the API: `{ principals: ["cluster.local/ns/payments/sa/api"] }`. */
function flowText(source: RuleSource): string {
  const fields = Object.entries(source).map(([field, values]) => `${field}: ${JSON.stringify(values)}`);
  return `{ ${fields.join(', ')} }`;
}

function refusedHandshake(
  question: Question,
  { server }: Entry,
  identity: string,
  { decidedBy }: Verdict,
): GatewayDecision {
  const [first] = decidedBy;
  const object = first === undefined ? server.gateway : nameOf(first.manifest);
  const why = [
    { text: `${object} does not accept the certificate of ${identityText(identity)}`, decidedBy },
    { text: effectOf('handshake', question.protocol) },
  ];
  const place = `${pathText(first?.path ?? [])} of ${object}`;
  return { allowed: false, why, changes: () => [`add "spiffe://${identity}" to ${place}`], assumptions: [] };
}

function podsOf({ service }: Entry): string {
  return `the pods of ${serviceId(service)}`;
}
