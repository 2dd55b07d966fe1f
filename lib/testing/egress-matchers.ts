import { Answer } from '../audit/answer/answer';
import { assumptionsAboutNamespace } from '../audit/answer/default-namespace';
import { explainAsked } from '../audit/answer/explain';
import { assumptionsAboutSource } from '../audit/answer/named-source';
import { readMesh } from '../audit/model/mesh';
import { auditMesh } from '../audit/rules/audit';
import { AuditOptions, parseAuditOptions, readAuditOptions } from './audit-options';
import { OpenConnection, openConnections } from './direct-egress';
import { DirectEgressOptions, readDirectEgress } from './direct-egress-options';
import { assertRequest, assertRoutedRequest, EgressRequest, RoutedRequest, toQuestion } from './egress-request';
import { callText, evidenceText, failureText, openText, section, withConstructs } from './failure';
import { readSubject } from './subject';

/** The result of a matcher, for `expect.extend` of Jest and Vitest. */
export interface MatcherResult {
  /** Whether the assertion without `.not` is true. */
  readonly pass: boolean;
  /** Returns the message of a failed assertion. */
  readonly message: () => string;
}

/** The context in which Jest and Vitest call a matcher. */
export interface MatcherContext {
  /**
   * Whether the assertion begins with `.not`.
   * @default false
   */
  readonly isNot?: boolean | undefined;
}

function toRouteThroughGateway(
  this: MatcherContext,
  received: unknown,
  host: string,
  port: number,
  request: RoutedRequest,
): MatcherResult {
  assertRoutedRequest(host, port, request);
  const { gateway } = request;
  return matchRequest('toRouteThroughGateway', this, received, [host, port, request], {
    expected: gateway === undefined ? 'through a gateway' : `through the gateway ${gateway}`,
    passes: ({ outcome, exit }) => outcome === 'gateway' && (gateway === undefined || exit?.service === gateway),
    changes: ({ outcome, exit, changes }) =>
      outcome === 'gateway' && gateway !== undefined && exit?.service !== gateway
        ? [
            `set the gateway of the route of ${host} to ${gateway}, or write gateway: "${exit?.service}" in the assertion`,
          ]
        : changes,
  });
}

function toDeny(
  this: MatcherContext,
  received: unknown,
  host: string,
  port: number,
  request: EgressRequest,
): MatcherResult {
  assertRequest(host, port, request);
  return matchRequest('toDeny', this, received, [host, port, request], {
    expected: 'denied or blocked',
    passes: ({ outcome }) => outcome === 'denied' || outcome === 'blocked',
  });
}

interface Expectation {
  readonly expected: string;
  readonly passes: (answer: Answer) => boolean;
  /** Returns the changes with which the assertion passes, if these are not the changes for any other outcome. */
  readonly changes?: (answer: Answer) => readonly string[];
}

function matchRequest(
  name: string,
  { isNot }: MatcherContext,
  received: unknown,
  args: readonly [string, number, EgressRequest],
  { expected, passes, changes = (answer) => answer.changes }: Expectation,
): MatcherResult {
  const [host, port, request] = args;
  const subject = readSubject(received, readAuditOptions(request));
  const question = toQuestion(subject, host, port, request);
  const answer = explainAsked(readMesh(subject.manifests, subject.settings), question);
  const message = (): string => {
    const call = callText(name, isNot, args);
    const outcome = { expected: `${isNot ? 'not ' : ''}${expected}`, received: outcomeText(answer) };
    return failureText({ call, ...outcome, answer: { ...answer, changes: changes(answer) } }, subject);
  };
  return { pass: passes(answer), message };
}

function outcomeText({ outcome, exit }: Answer): string {
  switch (outcome) {
    case 'gateway':
      return `through the gateway ${exit?.service}`;
    case 'direct':
      return 'directly, around every gateway';
    case 'blocked':
      return 'blocked';
    case 'denied':
      return 'denied by the gateway';
    case 'fails':
      return 'the request fails';
  }
}

function toBlockDirectEgress(
  this: MatcherContext,
  received: unknown,
  namespace: string,
  options: DirectEgressOptions = {},
): MatcherResult {
  const { audit, labels, except } = readDirectEgress(namespace, options);
  const subject = readSubject(received, audit);
  const read = readMesh(subject.manifests, subject.settings);
  const open = openConnections(read, { namespace, labels, except });
  const message = (): string => {
    const expected = this.isNot ? 'a connection' : 'no connection';
    return [
      callText('toBlockDirectEgress', this.isNot, [namespace, options]),
      '',
      `Expected: ${expected} from a pod to an address outside the cluster`,
      `Received: ${open.length === 0 ? 'no connection' : 'open connections'}`,
      ...openText(open, subject),
      ...section('For another outcome', this.isNot ? [] : closingSteps(open, namespace)),
      ...section('Assumptions', [...assumptionsAboutSource(read, namespace), ...assumptionsAboutNamespace(read)]),
    ].join('\n');
  };
  return { pass: open.length === 0, message };
}

/** Returns a change for pods that no policy selects, and for rules that let connections pass. */
function closingSteps(open: readonly OpenConnection[], namespace: string): readonly string[] {
  const isUnselected = open.some(({ verdict }) => verdict.decidedBy.length === 0);
  const isLetPass = open.some(({ verdict }) => verdict.decidedBy.length > 0);
  return [
    ...(isUnselected ? [`create an EgressLockdownPolicy with namespaces: ["${namespace}"]`] : []),
    ...(isLetPass
      ? ['remove the rules that let connections pass, or write their ranges in except of the assertion']
      : []),
  ];
}

function toHaveNoFindings(this: MatcherContext, received: unknown, options: AuditOptions = {}): MatcherResult {
  const subject = readSubject(received, parseAuditOptions('toHaveNoFindings', options));
  const findings = auditMesh(readMesh(subject.manifests, subject.settings));
  const message = (): string => {
    const lines = findings.flatMap(({ code, level, message: mistake, fix, hit }) => [
      `${code} ${level}: ${mistake}; fix: ${withConstructs(fix, subject)}`,
      `     ${evidenceText(hit, subject)}`,
    ]);
    const expected = this.isNot ? 'a finding' : 'no finding';
    const call = callText('toHaveNoFindings', this.isNot, []);
    return [
      call,
      '',
      `Expected: ${expected}`,
      `Received: ${findings.length || 'none'}`,
      ...section('Findings', lines),
    ].join('\n');
  };
  return { pass: findings.length === 0, message };
}

/**
 * The matchers of this library, for `expect.extend` of Jest and Vitest.
 *
 * @example
 * expect.extend(egressMatchers);
 * expect(chart).toRouteThroughGateway('edition.cnn.com', 443, { from: 'payments/api' });
 */
export const egressMatchers = { toRouteThroughGateway, toDeny, toBlockDirectEgress, toHaveNoFindings };
