/** Every example has a case that applies each of its programs. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { allCases } from '../../../conformance/cases/cases';
import { allows, endOf, Lockdown, PEERS, worldOf } from '../../../conformance/cases/lockdown';
import { synth } from '../../../conformance/cases/synth';
import { provenPrograms } from '../../../conformance/mutation/proven';

const EXAMPLES = join(__dirname, '../../../../examples');
const folders = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'cdk8s.yaml')));

it.each(folders)('the programs of %s are proven', async (folder) => {
  const programs = readdirSync(join(EXAMPLES, folder)).filter((file) =>
    /^(?!case|charts).*(?<!\.test)\.ts$/.test(file),
  );
  const proven = provenPrograms(await allCases()).map(({ program }) => program);
  expect(proven).toEqual(expect.arrayContaining(programs.map((file) => `${folder}/${file.replace('.ts', '')}`)));
  expect(programs.length).toBeGreaterThan(0);
});

it('a program is proven by the case that expects the most of it', async () => {
  const http = provenPrograms(await allCases()).find(({ program }) => program === 'istio-task/http');
  expect(http?.each.outboundTrafficPolicy).toBe('REGISTRY_ONLY');
});

it('a program is proven beside those that were applied before it', async () => {
  const proven = provenPrograms(await allCases());
  const beside = proven.flatMap(({ program, beside }) => (beside.length > 0 ? [[program, beside]] : []));
  expect(beside).toEqual([
    ['part-of-a-namespace/main', ['part-of-a-namespace/pods']],
    ['several-ports/main', ['several-ports/ssh']],
    ['shared-gateway/team', ['shared-gateway/platform']],
  ]);
});

it('what is proven in another program is there', async () => {
  const proven = provenPrograms(await allCases());
  const elsewhere = proven.flatMap(({ provenIn }) => Object.entries(provenIn));
  expect(elsewhere).not.toEqual([]);
  for (const [kind, program] of elsewhere) {
    expect(proven.find((each) => each.program === program)?.provenIn[kind]).toBeUndefined();
    expect((await synth(program)).manifests.map((manifest) => manifest.kind)).toContain(kind);
  }
});

describe('a lockdown', () => {
  const lockdown: Lockdown = {
    program: 'main',
    namespace: 'locked',
    gateway: { namespace: 'istio-system', labels: { istio: 'egressgateway' } },
    namespaceLabels: { 'istio-system': { istio: 'system' } },
    allows: [
      ['DNS', '53/UDP'],
      ['gateway', '*'],
    ],
  };

  it('allows its expected connections and nothing else', () => {
    expect(allows(lockdown, 'DNS', '53/UDP')).toBe(true);
    expect(allows(lockdown, 'DNS', '53/TCP')).toBe(false);
    expect(allows(lockdown, 'gateway', '443/UDP')).toBe(true);
    expect(PEERS.filter((peer) => allows(lockdown, peer, '8080/TCP'))).toEqual(['gateway']);
  });

  it('has a world in which each peer is a separate pod with a separate address', () => {
    const { pods, namespaces } = worldOf(lockdown) as {
      pods: { metadata: { namespace: string; name: string }; status: { podIP: string } }[];
      namespaces: { metadata: { name: string; labels: object } }[];
    };
    const names = pods.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(pods.map(({ status }) => status.podIP)).size).toBe(pods.length);
    for (const peer of PEERS.filter((name) => !name.startsWith('outside')))
      expect(names).toContain(endOf(lockdown, peer));
    const system = namespaces.find(({ metadata }) => metadata.name === 'istio-system');
    expect(system?.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': 'istio-system', istio: 'system' });
  });
});
