/** `examples/istio-task` means what the task's manifests mean, object by object, but for differences that are listed here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { parseAllDocuments } from 'yaml';
import { HttpPart, HttpsPart, WholeTask } from '../../examples/istio-task/charts';
import { INSTALLED } from '../support/gateways';
import { violations } from '../support/schema';
import { theOne } from '../support/synthesized';
import { declaredRequests } from '../../lib/audit/way/declared';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { readMesh } from '../../lib/audit/model/mesh';
import { way } from '../support/way';
import { meanings } from './meaning';

/** A difference that is meant: where it is, what the task has, what this library has, and why. */
interface Difference {
  readonly path: readonly string[];
  readonly task: unknown;
  readonly ours: unknown;
  readonly why: string;
}

const DIFFERENCES: readonly Difference[] = [
  {
    path: ['DestinationRule', 'namespace'],
    task: 'default',
    ours: 'istio-system',
    why: "in the namespace of the gateway's Service it serves clients of every namespace; the task's answers 503 elsewhere",
  },
  {
    path: ['Gateway', 'namespace'],
    task: 'default',
    ours: 'istio-system',
    why: 'beside its pods it also works where istiod runs with PILOT_SCOPE_GATEWAY_TO_NAMESPACE',
  },
  {
    path: ['Gateway', 'servers', '0', 'hosts', '0'],
    task: 'edition.cnn.com',
    ours: 'default/edition.cnn.com',
    why: 'only VirtualServices of the own namespace may bind to the server',
  },
];

/** The objects that the task lacks: without it, whoever exports a DestinationRule decides how the gateway connects to the host. */
const ADDED = ['egress-upstream-edition-cnn-com'];

function fixture(name: string): Manifest[] {
  const text = readFileSync(join(__dirname, '..', 'fixtures', 'istio-task', name), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

function synthesized(part: new (scope: Construct, id: string) => Chart): Manifest[] {
  return new part(new App(), 'part').toJson() as Manifest[];
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

let stderr: jest.SpyInstance;
beforeEach(() => (stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true)));
afterEach(() => stderr.mockRestore());

describe.each([
  ['HTTP', HttpPart, ['http.yaml']],
  ['HTTPS', HttpsPart, ['https.yaml', 'network-policy.yaml']],
] as const)('the %s part', (_, part, files) => {
  it('means what the manifests of the task mean', () => {
    const task = meanings(files.flatMap(fixture));
    const written = synthesized(part);
    const isAdded = ({ metadata }: Manifest): boolean => ADDED.includes(String(metadata.name));
    expect(written.filter(isAdded).map(({ metadata }) => metadata.name)).toEqual(ADDED);
    const ours = meanings(written.filter((manifest) => !isAdded(manifest)));
    for (const { path, task: theirs, ours: mine } of DIFFERENCES) {
      expect(at(task, path)).toEqual(theirs);
      expect(at(ours, path)).toEqual(mine);
      (at(ours, path.slice(0, -1)) as Record<string, unknown>)[path[path.length - 1] as string] = theirs;
    }
    expect(ours).toEqual(task);
  });
});

describe('the network policy', () => {
  it("has the task's name with the namespace behind it, so that two namespaces never share a name", () => {
    const [task] = fixture('network-policy.yaml');
    const ours = theOne(synthesized(HttpsPart), 'NetworkPolicy');
    expect(ours.metadata.name).toBe(`${task?.metadata.name}-test-egress`);
  });

  it('prints the labels that the task sets, instead of writing Namespace objects', () => {
    const app = new App();
    new HttpsPart(app, 'part');
    const manifests = app.charts.flatMap((chart) => chart.toJson() as Manifest[]);
    expect(manifests.map(({ kind }) => kind)).not.toContain('Namespace');
    const said = stderr.mock.calls.flat().join('');
    expect(said).toContain('kubectl label namespace istio-system istio=system');
    expect(said).toContain('kubectl label namespace kube-system kube-system=true');
  });
});

describe('the ways of traffic', () => {
  const ask = (manifests: Manifest[], clientNamespace: string) =>
    declaredRequests(readMesh(manifests, {})).map((request) => [
      request.port,
      way(manifests, { gatewayServices: [INSTALLED] }, { ...request, clientNamespace }).kind,
    ]);

  it.each(['default', 'test-egress'])('from %s are those of each part', (client) => {
    expect(ask(synthesized(HttpPart), client)).toEqual([
      [80, 'gateway'],
      [443, 'direct'],
    ]);
    expect(ask(synthesized(HttpsPart), client)).toEqual([[443, 'gateway']]);
    expect(ask(synthesized(WholeTask), client)).toEqual([
      [80, 'gateway'],
      [443, 'gateway'],
    ]);
  });

  it('of the task itself are broken from a second namespace, which is why the DestinationRule is elsewhere', () => {
    expect(ask(fixture('http.yaml'), 'default')).toEqual([
      [80, 'gateway'],
      [443, 'direct'],
    ]);
    expect(ask(fixture('http.yaml'), 'test-egress')[0]).toEqual([80, 'broken']);
  });
});

it.each([HttpPart, HttpsPart, WholeTask])('every object of %p is valid', (part) => {
  expect(synthesized(part).flatMap(violations)).toEqual([]);
});
