/** The changes of a refused request, applied to the manifests: the request then leaves. */
import fc from 'fast-check';
import { load } from 'js-yaml';
import { Answer } from '../../../../lib/audit/answer/answer';
import { explain } from '../../../../lib/audit/answer/explain';
import { Question } from '../../../../lib/audit/answer/question';
import { Manifest, nameOf } from '../../../../lib/audit/manifest/manifest';
import { Mesh, readMesh } from '../../../../lib/audit/model/mesh';
import { meshOf, TO_DNS, TO_GATEWAY, TO_INTERNET, TO_ISTIOD } from './manifests';

const QUESTION: Question = {
  caller: { namespace: 'payments', serviceAccount: 'api', hasSidecar: true },
  host: 'edition.cnn.com',
  port: 443,
  protocol: 'tls',
};

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values]);

const networkPolicy = fc
  .record({
    namespace: fc.constantFrom('payments', 'istio-egress'),
    types: fc.constantFrom('[Egress]', '[Ingress]', '[Egress, Ingress]'),
    rules: some([TO_DNS, TO_ISTIOD, TO_GATEWAY, TO_INTERNET]),
    from: some(['{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }] }']),
  })
  .map(
    ({ namespace, types, rules, from }) =>
      (name: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: { podSelector: {}, policyTypes: ${types}, egress: [${rules.join(', ')}], ingress: [${from.join(', ')}] }
`,
  );

const clusterPolicy = fc
  .record({
    tier: fc.constantFrom('Admin', 'Baseline'),
    priority: fc.integer({ min: 1, max: 3 }),
    egress: some([
      '{ action: Deny, to: [{ networks: [0.0.0.0/0, "::/0"] }] }',
      '{ action: Deny, to: [{ namespaces: {} }] }',
      '{ action: Pass, to: [{ namespaces: {} }] }',
      '{ action: Deny, to: [{ networks: [0.0.0.0/1] }] }',
    ]),
    ingress: some(['{ action: Deny, from: [{ namespaces: {} }] }']),
  })
  .map(
    ({ tier, priority, egress, ingress }) =>
      (name: string) => `
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: ${name} }
spec: { tier: ${tier}, priority: ${priority}, subject: { namespaces: {} }, egress: [${egress.join(', ')}], ingress: [${ingress.join(', ')}] }
`,
  );

const SOURCES = [
  '{ principals: [cluster.local/ns/payments/sa/web] }',
  '{ namespaces: [shop] }',
  '{ principals: [cluster.local/ns/shop/sa/*], notNamespaces: [payments] }',
  '{ namespaces: [payments], notPrincipals: [cluster.local/ns/payments/sa/api] }',
  '{ namespaces: [payments] }',
];
const WHENS = ['{ key: connection.sni, values: [edition.cnn.com] }', '{ key: source.namespace, values: [shop] }'];

const authorizationPolicy = fc
  .record({
    action: fc.constantFrom('ALLOW', 'DENY'),
    rules: fc.array(fc.record({ from: some(SOURCES), when: some(WHENS) }), { maxLength: 2 }),
  })
  .map(({ action, rules }) => (name: string) => {
    const texts = rules.map(({ from, when }) => {
      const sources = from.map((source) => `{ source: ${source} }`);
      return `{ from: [${sources.join(', ')}], when: [${when.join(', ')}] }`;
    });
    return `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: istio-egress }
spec: { selector: { matchLabels: { istio: egress } }, action: ${action}, rules: [${texts.join(', ')}] }
`;
  });

const objects = fc.array(fc.oneof(networkPolicy, clusterPolicy, authorizationPolicy), { minLength: 1, maxLength: 6 });

test('A refused request leaves after its change', () => {
  fc.assert(
    fc.property(objects, (made) => {
      const mesh = meshOf(made.map((make, index) => make(`object-${index}`)));
      const answer = explain(mesh, QUESTION);
      if (answer.outcome === 'gateway') return;
      expect(['blocked', 'denied']).toContain(answer.outcome);
      expect(answer.changes).toHaveLength(1);
      const { outcome, why } = explain(changed(mesh, answer), QUESTION);
      expect([outcome, why[0]?.text, answer.changes]).toEqual(['gateway', expect.any(String), answer.changes]);
    }),
    { numRuns: 200 },
  );
});

/** Applies the steps of the first change of an answer to the manifests of a mesh. */
function changed(mesh: Mesh, { changes: [change = ''] }: Answer): Mesh {
  const manifests = structuredClone(mesh.manifests) as Writable[];
  for (const step of change.split(', and ')) {
    const [form, apply] = FORMS.find(([each]) => each.test(step)) ?? [];
    if (form === undefined || apply === undefined) throw new Error(`no form for: ${step}`);
    const [, value = '', path = '', object = ''] = form.exec(step) ?? [];
    const manifest = manifests.find((each) => nameOf(each) === object);
    if (manifest === undefined) throw new Error(`no object for: ${step}`);
    apply({ value, steps: path.match(/\w+/g) ?? [], manifest, manifests });
  }
  return readMesh(manifests.map(compacted), mesh.settings);
}

type Writable = Manifest & { spec?: Record<string, unknown> };

interface Step {
  readonly value: string;
  readonly steps: readonly string[];
  readonly manifest: Writable;
  readonly manifests: Writable[];
}

const FORMS: readonly (readonly [RegExp, (step: Step) => void])[] = [
  [/^add (.*) to (spec\S*) of (.*)$/, ({ value, steps, manifest }) => listAt(manifest, steps).push(flow(value))],
  [
    /^remove()? ?(spec\S*), which denies the connection, from (.*)$/,
    ({ steps, manifest }) => {
      listAt(manifest, steps.slice(0, -1))[Number(steps[steps.length - 1])] = null;
    },
  ],
  [
    /^exclude (\S+) from (spec\S*) of (.*)$/,
    ({ value, steps, manifest }) => {
      const rule = valueAt(manifest, steps) as { from?: { source: Record<string, string[]> }[] };
      const from = rule.from?.length ? rule.from : [{ source: {} as Record<string, string[]> }];
      for (const { source } of from) source['notPrincipals'] = [...(source['notPrincipals'] ?? []), value];
      rule.from = from;
    },
  ],
  [
    /^add an AuthorizationPolicy that allows (\S+), (beside) (.*)$/,
    ({ value, manifest, manifests }) => {
      const { selector } = manifest.spec as { selector: object };
      const rules = [{ from: [{ source: { principals: [value] } }] }];
      manifests.push({ ...manifest, metadata: { ...manifest.metadata, name: 'added' }, spec: { selector, rules } });
    },
  ],
];

/** A host without an address has every address. */
function flow(value: string): unknown {
  return load(value.replace('ADDRESS/32', '0.0.0.0/0'));
}

function valueAt(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

function listAt(manifest: Writable, steps: readonly string[]): unknown[] {
  const [last = ''] = steps.slice(-1);
  const owner = valueAt(manifest, steps.slice(0, -1)) as Record<string, unknown[]>;
  return (owner[last] ??= []);
}

/** Leaves out the rules that changes have removed. */
function compacted(manifest: Writable): Manifest {
  return JSON.parse(JSON.stringify(manifest), (_, value: unknown) =>
    Array.isArray(value) ? value.filter((each) => each !== null) : value,
  ) as Manifest;
}
