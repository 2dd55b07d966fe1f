/** Every example through the CLI, in both formats. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { identities, objectsOf, parse, REPOSITORY, Synth, synth } from './cdk8s';

jest.setTimeout(120_000);

const EXAMPLES = readdirSync(join(REPOSITORY, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const TASK_KINDS = ['DestinationRule', 'DestinationRule', 'Gateway', 'ServiceEntry', 'VirtualService'];

const kindsOf = (objects: ReturnType<typeof parse>): string[] => objects.map(({ kind }) => kind).sort();

describe.each(EXAMPLES)('cdk8s synth of examples/%s', (example) => {
  let yaml: Synth;
  let helm: Synth;
  beforeAll(async () => {
    const cwd = `examples/${example}`;
    const args = ['--format', 'helm', '--chart-version', '1.0.0'];
    [yaml, helm] = await Promise.all([synth({ cwd }), synth({ cwd, args })]);
  });

  test('writes one file per chart, by the cdk8s.yaml beside it', () => {
    expect(yaml).toMatchObject({ status: 0 });
    const objects = objectsOf(yaml.files);
    expect([...yaml.files.keys()].filter((path) => !/^[^/]+\.k8s\.yaml$/.test(path))).toEqual([]);
    expect(kindsOf(objects)).toEqual(expect.arrayContaining(TASK_KINDS));
    expect(kindsOf(objects)).toContainEqual(expect.stringMatching(/^(?:Cluster)?NetworkPolicy$/));
    expect(new Set(identities(objects)).size).toBe(objects.length);
  });

  test('writes the same text as a Helm chart, without definitions of Istio', () => {
    expect(helm).toMatchObject({ status: 0 });
    const templates = [...yaml.files].map(([path, text]) => [`templates/${path}`, text] as const);
    const others = ['Chart.yaml', 'README.md'];
    expect([...helm.files.keys()].sort()).toEqual([...others, ...templates.map(([path]) => path)].sort());
    expect(helm.files.get('Chart.yaml')).toContain('version: "1.0.0"');
    for (const [path, text] of templates) expect(helm.files.get(path)).toBe(text);
  });
});

describe('cdk8s synth of the parts of examples/istio-task', () => {
  test('writes the HTTP part, without a network policy', async () => {
    const { status, files } = await synth({ app: 'examples/istio-task/http.ts' });
    expect(status).toBe(0);
    expect(kindsOf(objectsOf(files))).toEqual(TASK_KINDS);
  });

  test('writes the HTTPS part, and prints the labels that its network policy goes by', async () => {
    const { status, files, stdout, stderr } = await synth({ app: 'examples/istio-task/https.ts' });
    expect(status).toBe(0);
    expect(kindsOf(objectsOf(files))).toEqual([...TASK_KINDS, 'NetworkPolicy'].sort());
    expect(stderr).toContain('kubectl label namespace kube-system kube-system=true');
    expect(stdout).not.toContain('kubectl');
  });
});

test('cdk8s synth of the team of examples/shared-gateway writes nothing of the platform', async () => {
  const [platform, team] = await Promise.all([
    synth({ app: 'examples/shared-gateway/platform.ts' }),
    synth({ app: 'examples/shared-gateway/team.ts' }),
  ]);
  expect(team).toMatchObject({ status: 0 });
  const written = identities(objectsOf(team.files));
  expect(written).not.toEqual([]);
  expect(identities(objectsOf(platform.files)).filter((identity) => written.includes(identity))).toEqual([]);
});

test('cdk8s synth --stdout prints manifests and nothing else', async () => {
  const printed = await synth({ app: 'examples/istio-task/main.ts', args: ['--stdout'] });
  expect(printed).toMatchObject({ status: 0 });
  expect(kindsOf(parse(printed.stdout))).toEqual([...TASK_KINDS, 'NetworkPolicy'].sort());
});
