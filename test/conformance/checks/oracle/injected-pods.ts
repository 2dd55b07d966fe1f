/** The pods of Istio's own tests of its injector, put to the admission policy for pods. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { EgressAdmissionPolicy, EgressChecks, EgressGateway, IstioInjection, Subject } from '../../../../lib';
import { KubeObject } from '../../environment/cluster/objects';
import { Cluster } from '../../environment/running/cluster';
import { pause } from '../../environment/sandbox/until';
import { ISTIO, sourceOf } from '../../environment/tools/go-tools';
import { Check, nothingWrong } from '../check';
import { INJECTED_PODS, REFUSALS, Verdict } from './injected-pods-table';

/** No webhook injects here, so that the API server judges the pods as Istio's injector wrote them. */
const NAMESPACE = 'injected-pods';
const FOLDER = ['pkg', 'kube', 'inject', 'testdata', 'inject'];
/** The repository of the image in Istio's tests. */
const IMAGE = 'registry.istio.io/testing/proxyv2';
/** Seconds until the API server enforces a policy. */
const IN_FORCE = 3;

type Fields = Readonly<Record<string, unknown>>;

interface InjectedPod {
  readonly file: string;
  readonly pod: { readonly metadata: { readonly name: string }; readonly spec: Fields };
}

/** One check: every file has the verdict of the table. */
export async function injectedPods(cluster: Cluster): Promise<Check[]> {
  const folder = join(await sourceOf(ISTIO, 'istio.io/istio'), ...FOLDER);
  const files = readdirSync(folder).filter((file) => file.endsWith('.injected'));
  const pods = files.flatMap((file) => podsOf(file, readFileSync(join(folder, file), 'utf8')));
  const context = list([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }, ...policy()]);
  await cluster.kubectl(['apply', '-f', '-'], context);
  await cluster.kubectl(['wait', '-n', NAMESPACE, 'serviceaccount/default', '--for=create', '--timeout=30s']);
  await pause(IN_FORCE);
  const { stderr } = await cluster.tryKubectl(
    ['create', '--dry-run=server', '-f', '-'],
    list(pods.map(({ pod }) => pod)),
  );
  await cluster.kubectl(['delete', '-f', '-'], context);
  const seen = new Map(files.map((file): [string, Verdict] => [nameOf(file), 'no pod']));
  for (const { file, pod } of pods) {
    const before = seen.get(nameOf(file));
    if (before === undefined || before === 'no pod' || before === 'admitted') {
      seen.set(nameOf(file), verdictOf(pod.metadata.name, stderr));
    }
  }
  return [
    nothingWrong("pods of Istio's tests of its injector", 'each file has the verdict of the table', differences(seen)),
  ];
}

/** Returns the lines that the table lacks, and the lines that nothing showed. */
export function differences(seen: ReadonlyMap<string, Verdict>): string[] {
  const names = new Set([...seen.keys(), ...Object.keys(INJECTED_PODS)]);
  return [...names].sort().flatMap((name) => {
    const [now = 'no file', listed = 'not in the table'] = [seen.get(name), INJECTED_PODS[name]];
    return now === listed ? [] : [`${name}: ${now}; in the table: ${listed}`];
  });
}

function nameOf(file: string): string {
  return file.replace(/\.injected$/, '').replace(/\.yaml(?=\.|$)/, '');
}

/** Returns the pods and pod templates of a file. */
export function podsOf(file: string, text: string): InjectedPod[] {
  const templates = parseAllDocuments(text).flatMap((document) => templatesOf(document.toJSON()));
  return templates.map(({ metadata, spec }, index) => {
    const { labels, annotations } = metadata as Fields;
    // The API server would look for the account before it asks the policy.
    const { serviceAccountName: _, ...rest } = spec as Fields;
    const name = `${nameOf(file)
      .replace(/[^a-z0-9-]+/gi, '-')
      .toLowerCase()}-${index}`;
    const own = { name, namespace: NAMESPACE, labels, annotations };
    return { file, pod: { apiVersion: 'v1', kind: 'Pod', metadata: own, spec: { restartPolicy: 'Always', ...rest } } };
  });
}

function templatesOf(value: unknown): Fields[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, items, spec, template, jobTemplate } = value as Fields;
  if (kind === 'Pod') return [value as Fields];
  if (Array.isArray(items)) return items.flatMap(templatesOf);
  if (template !== undefined) return [template as Fields];
  return [spec, jobTemplate].flatMap(templatesOf);
}

function policy(): object[] {
  const chart = new Chart(new App(), 'chart');
  const gateway = new EgressGateway(chart, 'gateway', { namespace: 'istio-system', serviceName: NAMESPACE });
  new EgressAdmissionPolicy(chart, 'admission', {
    gateway,
    deployers: [Subject.group('system:masters')],
    namespaces: [NAMESPACE],
    istioInjection: IstioInjection.of({ proxyImages: [IMAGE] }),
  });
  EgressChecks.of(chart).acknowledge('EGR2002', 'the policy for pods does not depend on routes');
  const manifests = Testing.synth(chart) as KubeObject[];
  return manifests.filter(({ metadata }) => metadata.name.startsWith('egress-workloads.'));
}

function list(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** Returns the rule that refused a pod, by the words of its message. */
function verdictOf(name: string, stderr: string): Verdict {
  const line = stderr.split('\n').find((each) => each.includes(`"${name}" is `));
  if (line === undefined) return 'admitted';
  const [rule] = Object.entries(REFUSALS).find(([, words]) => line.includes(words)) ?? [line];
  return rule;
}
