import { isIP } from 'node:net';
import { Evidence } from '../manifest/evidence';
import { pathText } from '../manifest/path-text';
import { Mesh } from '../model/mesh';
import { Arrival } from '../policy/attributes';
import { AuthorizationVerdict, authorizationVerdict } from '../policy/authorization';
import { Workload } from '../policy/authorization-policies';
import { AuthorizationRule } from '../policy/authorization-spec';
import { handshakeVerdict } from '../policy/handshake';
import { Verdict } from '../policy/verdict';
import { Entry } from '../way/entry';
import { Reason } from './answer';
import { effectOf } from './effects';
import { identityOf, identityText } from './ends';
import { objectText } from './object-text';
import { Question } from './question';

/** The decision of the gateways of a way about a request. */
export interface GatewayDecision {
  readonly allowed: boolean;
  readonly why: readonly Reason[];
  readonly changes: readonly string[];
  readonly assumptions: readonly string[];
}

/** Returns whether the gateways accept a request: the certificate of the sender, then the policies of each listener. */
export function decideAtGateways(mesh: Mesh, question: Question, entries: readonly Entry[]): GatewayDecision {
  const why: Reason[] = [];
  const changes: string[] = [];
  const assumptions = new Set<string>();
  let identity: string | undefined = identityOf(mesh, question.caller);
  let sender = entries[0]?.service;
  for (const entry of entries) {
    if (entry.service !== sender) identity = gatewayIdentity(mesh, entry);
    sender = entry.service;
    const decision = decideAt(mesh, question, entry, entry.isMutual ? identity : undefined);
    for (const assumption of decision.assumptions) assumptions.add(assumption);
    if (!decision.allowed) return { ...decision, assumptions: [...assumptions] };
    why.push(...decision.why);
    changes.push(...decision.changes);
  }
  return { allowed: true, why, changes, assumptions: [...assumptions] };
}

/** The service account of the gateway before, which the manifests of a Service do not have. */
function gatewayIdentity(mesh: Mesh, { service }: Entry): string {
  return identityOf(mesh, { namespace: service.namespace, hasSidecar: true });
}

function decideAt(mesh: Mesh, question: Question, entry: Entry, identity: string | undefined): GatewayDecision {
  const workload = { namespace: entry.service.namespace, labels: entry.service.podLabels };
  if (identity !== undefined) {
    const verdict = handshake(mesh, workload, entry, identity);
    if (!verdict.allowed) return refusedHandshake(question, entry, identity, verdict);
  }
  const verdict = authorizationVerdict(mesh, workload, arrivalAt(entry, question, identity));
  return verdict.allowed ? allowedBy(entry, identity, verdict) : deniedBy(question, entry, identity, verdict);
}

function handshake(mesh: Mesh, workload: Workload, { server, port, sni }: Entry, identity: string): Verdict {
  const { subjectAltNames } = (server.server.tls ?? {}) as { readonly subjectAltNames?: readonly string[] };
  const { manifest, path = [] } = server.decidedBy;
  const decidedBy = { manifest, path: [...path, 'tls', 'subjectAltNames'] };
  return handshakeVerdict(mesh, workload, { subjectAltNames, decidedBy, port, sni }, identity);
}

/** Returns a request at a listener of a gateway, as the policies of the gateway see the request. */
export function arrivalAt(
  entry: Entry,
  { method, path }: Pick<Question, 'method' | 'path'>,
  identity?: string,
): Arrival {
  const { sni, isLoopback, source = '127.0.0.1', destination } = entry;
  return {
    identity,
    sni,
    port: destination?.port ?? entry.port,
    http: entry.host === undefined ? undefined : { host: entry.host, method, path },
    address: isLoopback ? source : undefined,
    destination: destination !== undefined && isIP(destination.host) > 0 ? destination.host : undefined,
  };
}

function allowedBy(entry: Entry, identity: string | undefined, { decidedBy, assumptions }: Verdict): GatewayDecision {
  const [rule] = decidedBy;
  if (entry.isLoopback) return { allowed: true, why: [], changes: [], assumptions };
  if (rule === undefined) {
    const why = [{ text: `no AuthorizationPolicy restricts the callers of ${podsOf(entry)}` }];
    return { allowed: true, why, changes: [], assumptions };
  }
  const caller = identity === undefined ? 'callers without an identity' : identityText(identity);
  const why = [{ text: `${objectText(rule.manifest)} allows ${caller}`, decidedBy }];
  const changes = [
    `remove ${caller} from ${pathText(rule.path ?? [])} of ${objectText(rule.manifest)} to deny the request`,
  ];
  return { allowed: true, why, changes, assumptions };
}

function deniedBy(
  question: Question,
  entry: Entry,
  identity: string | undefined,
  { decidedBy, denies, assumptions }: AuthorizationVerdict,
): GatewayDecision {
  const caller = identity === undefined ? 'a caller without an identity' : identityText(identity);
  const [first] = decidedBy;
  const text =
    denies === 'DENY' && first !== undefined
      ? `${objectText(first.manifest)} denies ${caller}`
      : `no AuthorizationPolicy of ${podsOf(entry)} allows ${caller}`;
  const unknown = identity === undefined && !entry.isLoopback;
  const why = [
    { text, decidedBy },
    ...(unknown ? [{ text: 'the caller has no identity at the gateway: the sidecar does not use mesh mTLS' }] : []),
    { text: effectOf('denied', question.protocol) },
  ];
  const changes = unknown
    ? [`set tls.mode: ISTIO_MUTUAL in the DestinationRule of ${entry.service.name}.${entry.service.namespace}`]
    : changesFor(first, identity ?? '', denies);
  return { allowed: false, why, changes, assumptions };
}

function changesFor(
  evidence: Evidence | undefined,
  identity: string,
  denies: AuthorizationVerdict['denies'],
): string[] {
  if (evidence === undefined) return [];
  const { manifest, path = [] } = evidence;
  if (denies === 'DENY') return [`exclude ${identity} from ${pathText(path)} of ${objectText(manifest)}`];
  if (path.length === 0) return [`add an AuthorizationPolicy that allows ${identity}, beside ${objectText(manifest)}`];
  const { from } = valueAt(manifest.spec, path.slice(1)) as AuthorizationRule;
  const principals = from?.findIndex(({ source }) => source?.principals !== undefined) ?? -1;
  return principals < 0
    ? [`add { source: { principals: ["${identity}"] } } to ${pathText([...path, 'from'])} of ${objectText(manifest)}`]
    : [
        `add "${identity}" to ${pathText([...path, 'from', principals, 'source', 'principals'])} of ${objectText(manifest)}`,
      ];
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return (
    path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value) ?? {}
  );
}

function refusedHandshake(
  question: Question,
  { server }: Entry,
  identity: string,
  { decidedBy }: Verdict,
): GatewayDecision {
  const [first] = decidedBy;
  const object = first === undefined ? server.gateway : objectText(first.manifest);
  const why = [
    { text: `${object} does not accept the certificate of ${identityText(identity)}`, decidedBy },
    { text: effectOf('handshake', question.protocol) },
  ];
  const place = `${pathText(first?.path ?? [])} of ${object}`;
  return { allowed: false, why, changes: [`add "spiffe://${identity}" to ${place}`], assumptions: [] };
}

function podsOf({ service }: Entry): string {
  return `the pods of ${service.namespace}/${service.name}`;
}
