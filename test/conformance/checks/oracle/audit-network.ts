/** The audit's reading of network policies beside independent implementations. */
import fc from 'fast-check';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { readMesh } from '../../../../lib/audit/model/mesh';
import { connectionVerdict, networkPoliciesOf } from '../../../../lib/audit/policy/connection';
import { Endpoint } from '../../../../lib/audit/policy/endpoint';
import { run } from '../../environment/tools/command';
import { Tools } from '../../environment/tools/tools';
import { Check, nothingWrong } from '../check';
import { DrawnPolicy, DrawnRule, DrawnWorld, drawnWorld, NetworkQuestion } from './audit-network-worlds';

/** The programs that evaluate policies. */
export type Evaluators = Pick<Tools, 'networkPolicyVerdicts' | 'clusterVerdicts'>;

/** A connection, and what the audit and the implementations say about the connection. */
export interface NetworkAnswer {
  readonly world: DrawnWorld;
  readonly question: NetworkQuestion;
  readonly audit: boolean;
  /** What the others say, by name. */
  readonly others: Readonly<Record<string, boolean>>;
}

/** What was compared. */
export interface NetworkComparison {
  readonly worlds: number;
  readonly questions: number;
  readonly allowed: number;
  /** How many connections each implementation was asked about. */
  readonly judged: Readonly<Record<string, number>>;
  readonly disagreements: readonly NetworkAnswer[];
}

/** Asks the audit and the implementations about every connection of drawn clusters. */
export async function compareNetworks(tools: Evaluators, count: number, seed: number): Promise<NetworkComparison> {
  const worlds = fc.sample(drawnWorld, { numRuns: count, seed });
  const judged: Record<string, number> = {};
  const disagreements: NetworkAnswer[] = [];
  let [questions, allowed] = [0, 0];
  for (let start = 0; start < worlds.length; start += BATCH) {
    const batch = worlds.slice(start, start + BATCH);
    for (const [index, verdicts] of (await othersOf(tools, batch)).entries()) {
      for (const compared of comparisons(batch[index] as DrawnWorld, verdicts)) {
        questions += 1;
        if (compared.audit) allowed += 1;
        for (const name of Object.keys(compared.others)) judged[name] = (judged[name] ?? 0) + 1;
        if (Object.values(compared.others).some((verdict) => verdict !== compared.audit)) disagreements.push(compared);
      }
    }
  }
  return { worlds: worlds.length, questions, allowed, judged, disagreements };
}

function comparisons(world: DrawnWorld, verdicts: readonly Record<string, boolean>[]): NetworkAnswer[] {
  const audit = auditOf(world, world.questions, [...world.networkPolicies, ...world.clusterNetworkPolicies]);
  return world.questions.map((question, at) => {
    const others = Object.entries(verdicts[at] ?? {}).filter(([name]) => isWithin(name, world, question));
    return { world, question, audit: audit[at] === true, others: Object.fromEntries(others) };
  });
}

/**
 * Whether an implementation knows what the policies use. cyclonus takes NotIn for a demand that the label is there. netpol-analyzer
 * allows every protocol where a port has no number, and applies no range of addresses to pods.
 */
function isWithin(name: string, { networkPolicies }: DrawnWorld, { from, to }: NetworkQuestion): boolean {
  const text = JSON.stringify(networkPolicies);
  if (name === 'cyclonus') return !text.includes('"NotIn"');
  if (name !== 'netpol-analyzer') return true;
  const isBetweenPods = from.includes('/') && to.includes('/');
  return (
    !text.includes('{"protocol":"TCP"}') &&
    !text.includes('{"protocol":"UDP"}') &&
    !(isBetweenPods && text.includes('"ipBlock"'))
  );
}

/** Whether the audit reads policies as the implementations do. */
export async function auditedNetworks(tools: Evaluators, count: number, seed: number): Promise<Check> {
  const { questions, disagreements } = await compareNetworks(tools, count, seed);
  const seen = `${count} drawn clusters, ${questions} connections: the audit agrees with the evaluators of network policies`;
  return nothingWrong('network policies of drawn clusters', seen, disagreements.map(describeNetworkAnswer));
}

/** Returns a disagreement with the policies of its cluster. */
export function describeNetworkAnswer({ world, question, audit, others }: NetworkAnswer): string {
  const { networkPolicies, clusterNetworkPolicies, namespaces, pods } = world;
  const labelled = pods.map(
    ({ metadata: { namespace, name, labels } }) => `${namespace}/${name} ${JSON.stringify(labels)}`,
  );
  return [
    `${JSON.stringify(question)}: the audit says ${audit}; ${JSON.stringify(others)}`,
    ...[...networkPolicies, ...clusterNetworkPolicies].map((policy) => JSON.stringify(policy)),
    ...namespaces.map(({ metadata }) => JSON.stringify(metadata)),
    ...labelled,
  ].join('\n  ');
}

/** Returns what the audit says about connections between pods and addresses of a cluster. */
export function auditOf(
  world: { readonly namespaces: readonly object[]; readonly pods: readonly object[] },
  questions: readonly {
    readonly from: string;
    readonly to: string;
    readonly protocol: string;
    readonly port: number;
  }[],
  policies: readonly object[],
): boolean[] {
  const mesh = readMesh([...world.namespaces, ...policies] as Manifest[], {});
  const networkPolicies = networkPoliciesOf(mesh);
  const pods = new Map((world.pods as DrawnWorld['pods']).map((pod) => [keyOf(pod), endpointOf(pod)]));
  const end = (name: string): Endpoint => pods.get(name) ?? { kind: 'outside', host: name, address: name };
  return questions.map(({ from, to, protocol, port }) => {
    const connection = { from: end(from), to: end(to), protocol: protocol as 'TCP' | 'UDP', port };
    return connectionVerdict(networkPolicies, connection).allowed;
  });
}

/** How many clusters a process is asked about. */
const BATCH = 100;

/** Without policies of the cluster three implementations are asked, with them the only one that reads them. */
async function othersOf(tools: Evaluators, worlds: readonly DrawnWorld[]): Promise<Record<string, boolean>[][]> {
  const plain = worlds.filter(({ clusterNetworkPolicies }) => clusterNetworkPolicies.length === 0);
  const three = await ask<Record<string, boolean>>(tools.networkPolicyVerdicts, plain);
  const one = await ask<boolean>(tools.clusterVerdicts, worlds);
  return worlds.map((world, index) => {
    const among = plain.indexOf(world);
    return world.questions.map((_, at) => {
      const cluster = one[index]?.[at];
      return { ...three[among]?.[at], ...(cluster !== undefined && { 'cluster-verdicts': cluster }) };
    });
  });
}

async function ask<Verdict>(program: string, worlds: readonly DrawnWorld[]): Promise<Verdict[][]> {
  const input = worlds.map((world) => JSON.stringify(defaulted(world))).join('\n');
  const output = await run(program, [], { input, timeout: 600 });
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { verdicts: Verdict[] }).verdicts);
}

/** As the API server stores the policies: `policyTypes` and `protocol` are never absent, and no list of rules is empty. */
function defaulted(world: DrawnWorld): DrawnWorld {
  return { ...world, networkPolicies: world.networkPolicies.map(withDefaults) };
}

function withDefaults(policy: DrawnPolicy): DrawnPolicy {
  const { policyTypes, egress = [], ingress = [] } = policy.spec;
  const stored = policyTypes ?? (egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
  const rules = (given: readonly DrawnRule[]) => (given.length === 0 ? undefined : given.map(withProtocols));
  return { ...policy, spec: { ...policy.spec, egress: rules(egress), ingress: rules(ingress), policyTypes: stored } };
}

function withProtocols(rule: DrawnRule): DrawnRule {
  return { ...rule, ...(rule.ports && { ports: rule.ports.map((port) => ({ protocol: 'TCP', ...port })) }) };
}

function keyOf({ metadata: { namespace, name } }: DrawnWorld['pods'][number]): string {
  return `${namespace}/${name}`;
}

function endpointOf({ metadata, spec, status }: DrawnWorld['pods'][number]): Endpoint {
  const { namespace, labels } = metadata;
  const ports = spec.containers
    .flatMap((container) => container.ports ?? [])
    .map(({ name, containerPort, protocol }) => ({ name, number: containerPort, protocol }));
  return { kind: 'pod', namespace, labels, address: status.podIP, ports };
}
