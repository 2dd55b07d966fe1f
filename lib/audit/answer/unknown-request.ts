import { describePlace, Evidence } from '../manifest/evidence';
import { nameOf } from '../manifest/manifest';
import { Mesh } from '../model/mesh';
import { ExternalPort, serviceOf } from '../way/registry';
import { Way } from '../way/types';
import { clientViewer } from '../way/viewer';
import { Reason } from './answer';
import { declareStep } from './declare-step';
import { OTHER_HOSTS } from './ends';
import { Question } from './question';
import { hostPort } from '../model/host-port';

/** The reason why a sidecar has no rule for a request, and the step to a rule. */
export interface UnknownRequest {
  readonly reason: Reason;
  readonly step: string;
  /** Whether an object declares the port. */
  readonly isDeclared: boolean;
}

/** Returns the reason of a request that no object declares, or that has another protocol than its port. */
export function unknownRequest(
  mesh: Mesh,
  question: Question,
  { cluster, decidedBy, hiddenBy }: Extract<Way, { kind: 'unknown' }>,
): UnknownRequest {
  const { host, port, protocol } = question;
  const isBlocked = cluster === 'BlackHoleCluster';
  const effect = (what: string): string =>
    isBlocked ? `REGISTRY_ONLY blocks unknown ${what}` : `ALLOW_ANY lets unknown ${what} out`;
  if (hiddenBy !== undefined) {
    const name = nameOf(hiddenBy.manifest);
    const text = `${name} covers ${hostPort(host, port)} and has the host in no sniHosts, so that the sidecar has no rule for the host, and ${effect('requests')}`;
    const step = sniStep(hiddenBy, host);
    return { reason: { text, decidedBy: [hiddenBy, ...decidedBy] }, step, isDeclared: true };
  }
  const other = portOfOtherProtocol(mesh, question);
  if (other === undefined) {
    const target = host === '*' ? OTHER_HOSTS : hostPort(host, port);
    const text = `no object that the sidecar imports declares ${target}, and ${effect('hosts')}`;
    return { reason: { text, decidedBy }, step: declareStep(question), isDeclared: false };
  }
  const name = nameOf(other.entry.manifest);
  const text = `${name} declares ${hostPort(host, port)} for ${other.protocol}, so that the sidecar has no rule for ${SENT[protocol]}, and ${effect('requests')}`;
  const step = `send ${other.protocol} to ${hostPort(host, port)} in place of ${SENT[protocol]}`;
  return { reason: { text, decidedBy: [other.decidedBy, ...decidedBy] }, step, isDeclared: true };
}

/** Returns the step that adds an SNI to a `tls` rule. */
export function sniStep(match: Evidence, host: string): string {
  return `add ${host} to sniHosts of ${describePlace(match)}`;
}

/** The bytes of a request. */
const SENT = { http: 'plain HTTP', tls: 'TLS', tcp: 'TCP without TLS' } as const;

function portOfOtherProtocol(mesh: Mesh, { caller, host, port, protocol }: Question): ExternalPort | undefined {
  if (host === '*') return undefined;
  const service = serviceOf(mesh, clientViewer(mesh, caller.namespace, caller.labels), host);
  const declared = service?.declared.find(({ number }) => number === port);
  return declared?.kinds.includes(protocol === 'tcp' ? 'other' : protocol) === false ? declared : undefined;
}
