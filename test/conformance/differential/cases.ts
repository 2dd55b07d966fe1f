/**
 * The audit's answers, held against real proxies: what the cases of the examples expect, which the suite checks with real requests, is
 * asked of the audit too.
 */
import { isIP } from 'node:net';
import { explain } from '../../../lib/audit/answer/explain';
import { Answer } from '../../../lib/audit/answer/answer';
import { Question } from '../../../lib/audit/answer/question';
import { Mesh, readMesh } from '../../../lib/audit/model/mesh';
import { INSTALLED } from '../../support/gateways';
import { ConformanceCase, Expectation, Stage } from '../cases/case';
import { NamedCase } from '../cases/cases';
import { allOf } from '../cases/group';
import { synth } from '../cases/synth';
import { ANY_OTHER_HOST, NAMES_INSIDE, OUTSIDE_HOSTS } from '../environment/outside/hosts';
import { callingPod } from '../environment/workloads/workloads';
import { gatewaysIn } from './gateways';
import { after, Applied, NOTHING_APPLIED } from './applied';

/** What came of the expectations of the cases. */
export interface AskedCases {
  /** Expectations that the audit was asked about. */
  readonly asked: number;
  /** Expectations that are no question to the audit, by the reason. */
  readonly skipped: readonly string[];
  /** What the audit leaves open about the examples. */
  readonly undecided: readonly string[];
  readonly disagreements: readonly string[];
}

/** Asks the audit about every expectation of every case. */
export async function askCases(examples: readonly NamedCase[]): Promise<AskedCases> {
  const all = await Promise.all(examples.flatMap(({ name, cases }) => cases.map((each) => askCase(name, each))));
  return {
    asked: all.reduce((sum, { asked }) => sum + asked, 0),
    undecided: all.flatMap(({ undecided }) => undecided),
    skipped: all.flatMap(({ skipped }) => skipped),
    disagreements: all.flatMap(({ disagreements }) => disagreements),
  };
}

async function askCase(example: string, each: ConformanceCase): Promise<AskedCases> {
  const skipped: string[] = [];
  const undecided: string[] = [];
  const disagreements: string[] = [];
  let asked = 0;
  let state = NOTHING_APPLIED;
  for (const stage of each.stages) {
    state = await after(state, stage, async (program) => (await synth(`${example}/${program}`)).manifests);
    const mesh = meshOf(state, each);
    for (const expected of allOf(stage.expect ?? [])) {
      const question = state.unknown[0] === undefined ? questionOf(expected, stage) : `kubectl ${state.unknown[0]}`;
      if (typeof question === 'string') {
        skipped.push(question);
        continue;
      }
      const answer = explain(mesh, question);
      if (answer.exit !== undefined && answer.exit.destination.host in NAMES_INSIDE) {
        skipped.push(LEADS_INSIDE);
        continue;
      }
      asked += 1;
      if (agrees(mesh, expected, answer)) continue;
      const [open] = answer.unevaluated ?? [];
      if (open !== undefined) undecided.push(`${example}: ${open.text}`);
      if (open !== undefined) continue;
      const where = `${example}, ${each.title}: ${stage.title}: ${expected.from} ${expected.url} ${expected.curl.join(' ')}`;
      const exit = answer.exit === undefined ? '' : ` (${answer.exit.service ?? ''} ${answer.exit.destination.host})`;
      disagreements.push(
        `${where}: expected ${expected.way} ${expected.gateway ?? ''} ${expected.log ?? ''}; the audit says ${answer.outcome}${exit}: ${answer.why.map(({ text }) => text).join('; ')}`,
      );
    }
  }
  return { asked, skipped, undecided, disagreements };
}

/** The labels that the suite's namespaces have from the start. */
const INJECTED = { 'istio-injection': 'enabled' };

function meshOf({ objects, namespaceLabels }: Applied, { outboundTrafficPolicy, trustDomain }: ConformanceCase): Mesh {
  const labels = Object.fromEntries(
    ['default', 'test-egress', 'databases', ...Object.keys(namespaceLabels)].map((name) => [
      name,
      { 'kubernetes.io/metadata.name': name, ...INJECTED, ...namespaceLabels[name] },
    ]),
  );
  const manifests = [...objects.values()];
  const gatewayServices = [INSTALLED, ...gatewaysIn(manifests)];
  const settings = { outboundTrafficPolicy, trustDomain, gatewayServices, namespaceLabels: labels };
  return readMesh(manifests, settings);
}

const SCHEMES: Readonly<Record<string, readonly [protocol: Question['protocol'], port: number]>> = {
  'http:': ['http', 80],
  'ws:': ['http', 80],
  'grpc:': ['http', 80],
  'https:': ['tls', 443],
  'wss:': ['tls', 443],
  'smtp:': ['tcp', 25],
  // TLS starts behind bytes of the protocol.
  'postgres:': ['tcp', 5432],
};

/** In lines of the log: what the content of a request, a server, or a Secret makes fail. */
const SERVER_FAILURES =
  /path_normalization_failed|SAN_matcher|CERTIFICATE_VERIFY_FAILED|PROTOCOL_VERSION|failed_to_inject_credential|overflow/;

/** Of the host that is asked for, or of the host that the gateway connects to. */
const LEADS_INSIDE = 'a name that resolves to an address inside';

/** Why an expectation is no question to the audit: the content of the request, or the answer of a server, decides. */
const NO_QUESTIONS: readonly (readonly [reason: string, applies: (expected: Expectation, stage: Stage) => boolean])[] =
  [
    [
      'another address or Host',
      ({ curl }) => curl.some((each) => /^(--connect-to|--resolve|--(pre)?proxy$|host:)/i.test(each)),
    ],
    [
      'an upgrade, or a version of HTTP',
      ({ curl, url }) => /^ws/.test(url) || curl.some((each) => /^upgrade:|^--http1.0/i.test(each)),
    ],
    [
      'a path that proxies normalize',
      ({ curl, url }) => curl.includes('--path-as-is') || /%|;|\/\//.test(new URL(url).pathname),
    ],
    [
      'what a server or a Secret has',
      ({ log = '', way }, { warming = false }) => (warming && way === 'blocked') || SERVER_FAILURES.test(log),
    ],
    ['a proxy that rejects its configuration keeps an earlier one', (_, { rejecting }) => rejecting !== undefined],
    ['what only time decides', ({ way }, { seconds }) => way === 'blocked' && seconds !== undefined],
    [LEADS_INSIDE, ({ url }) => new URL(url).hostname in NAMES_INSIDE],
    [
      'a destination inside the cluster',
      ({ url }) =>
        /^[^.]+$|\.local$|\.svc$|^(10|127|169)\.|^[\w-]+\.(default|databases|test-egress)$/.test(new URL(url).hostname),
    ],
    ['a name with a dot at its end', ({ url }) => new URL(url).hostname.endsWith('.')],
  ];

/** The question of an expectation, or why there is none. */
function questionOf(expected: Expectation, stage: Stage): Question | string {
  const { from, url, curl, opaque } = expected;
  const caller = callingPod(from);
  if (caller === undefined) return 'a pod that a manifest of the case creates';
  const { protocol: scheme, hostname, port, pathname } = new URL(url);
  const known = SCHEMES[scheme];
  if (known === undefined) return `scheme ${scheme}`;
  const reason = NO_QUESTIONS.find(([, applies]) => applies(expected, stage))?.[0];
  if (reason !== undefined) return reason;
  const [usual, usualPort] = known;
  const protocol = opaque === true ? 'tcp' : usual;
  const host = protocol === 'tcp' ? addressOf(hostname) : hostname;
  const at = { host, address: addressOf(hostname), port: port === '' ? usualPort : Number(port), protocol };
  if (protocol !== 'http') return { caller, ...at };
  const asked = curl[curl.indexOf('--request') + 1] ?? '';
  const method = curl.includes('--request') ? asked : scheme === 'grpc:' ? 'POST' : 'GET';
  return { caller, ...at, method, path: pathname };
}

function addressOf(name: string): string {
  return isIP(name) > 0 ? name : (OUTSIDE_HOSTS[name] ?? ANY_OTHER_HOST);
}

function agrees(mesh: Mesh, { way, gateway }: Expectation, { outcome, exit }: Answer): boolean {
  switch (way) {
    case 'via the gateway':
      return outcome === 'gateway' && (gateway === undefined || isSame(mesh, gateway, exit?.service));
    case 'direct':
      return outcome === 'direct';
    case 'blocked':
      return outcome === 'blocked' || outcome === 'denied' || outcome === 'fails';
    case 'refused by policy':
    case 'refused in the handshake':
      return outcome === 'denied';
  }
}

/** Whether Services `namespace/name` have the same pods: a gateway can have several Services. */
function isSame({ gatewayServices }: Mesh, ...names: readonly (string | undefined)[]): boolean {
  const [one, other] = names.map((service) => {
    const found = [...gatewayServices.values()].find(({ namespace, name }) => `${namespace}/${name}` === service);
    return found && JSON.stringify([found.namespace, Object.entries(found.podLabels).sort()]);
  });
  return one !== undefined && one === other;
}
