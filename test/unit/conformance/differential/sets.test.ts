import { admitted } from '../../../conformance/differential/compare';
import { edited } from '../../../conformance/differential/edits';
import { questionsOf } from '../../../conformance/differential/questions';
import { auditSets } from '../../../conformance/differential/sets';
import { shrunk, signatureOf } from '../../../conformance/differential/shrink';
import { isOfIstio, SimulatedWorld } from '../../../conformance/differential/world';
import { TASK_HTTP } from '../../../trace/manifests';

const SET = {
  name: 'task',
  manifests: TASK_HTTP,
  gateways: [],
  outboundTrafficPolicy: 'ALLOW_ANY',
} as const;

it('the same seed draws the same sets, and another seed others', () => {
  const drawn = (seed: number): string => JSON.stringify([...auditSets(230, seed)].slice(-5));
  expect(drawn(1)).toBe(drawn(1));
  expect(drawn(1)).not.toBe(drawn(2));
});

it.each([200, 229])('a run that goes on from set %i draws the sets from there', (first) => {
  const all = [...auditSets(230, 1)];
  expect(JSON.stringify([...auditSets(230, 1, first)])).toBe(JSON.stringify(all.slice(first - 1)));
  expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
});

it('an edit changes one field of an object of Istio', () => {
  const changes = Array.from({ length: 60 }, (_, index) => edited(TASK_HTTP, [index, index])[0]);
  const differing = changes.map((manifests) => manifests.filter((each, index) => each !== TASK_HTTP[index]).length);
  expect(new Set(differing)).toEqual(new Set([1]));
  expect(new Set(changes.map((each) => JSON.stringify(each))).size).toBeGreaterThan(30);
});

it('questions are about every host and port in every protocol, from every namespace, and about what nothing names', () => {
  const asked = questionsOf(SET, 1);
  expect(new Set(asked.map(({ host }) => host))).toEqual(
    new Set(['edition.cnn.com', 'nobody.invalid', '198.51.100.9']),
  );
  expect(new Set(asked.map(({ port }) => port))).toEqual(new Set([80, 443, 9000]));
  expect(new Set(asked.map(({ protocol }) => protocol))).toEqual(new Set(['http', 'tls', 'tcp']));
  expect(new Set(asked.map(({ namespace }) => namespace))).toEqual(new Set(['default', 'elsewhere']));
});

it('questions have the methods and paths that matches name, and others', () => {
  const http = [{ match: [{ uri: { prefix: '/news' } }, { uri: { regex: '/b/.*' } }, { method: { exact: 'POST' } }] }];
  const routes = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'a' },
    spec: { http },
  };
  const asked = questionsOf({ ...SET, manifests: [routes] }, 1);
  const named = (part: 'method' | 'path') => new Set(asked.flatMap((each) => each[part] ?? []));
  expect(named('path')).toEqual(new Set(['/', '/news', '/b/any']));
  expect(named('method')).toEqual(new Set(['GET', 'POST']));
});

it('the API server has neither what the CRD refuses, nor the earlier of two objects of one name', () => {
  const [entry] = TASK_HTTP;
  const later = { ...entry, spec: { ...(entry?.spec as object), location: 'MESH_EXTERNAL' } } as typeof entry & object;
  const wrong = { ...later, metadata: { name: 'wrong' }, spec: { hosts: 'none' } };
  expect(admitted([...TASK_HTTP, later, wrong])).toEqual([...TASK_HTTP.slice(1), later]);
});

it('a disagreement is shrunk to the objects and fields that it needs', async () => {
  // An istiod that blocks whatever a ServiceEntry with port 80 declares.
  const ask = (world: object): Promise<SimulatedWorld> => {
    const blocks = (world as { objects: string }).objects.includes('number: 80\n');
    const client = blocks ? { cluster: 'BlackHoleCluster' } : { cluster: 'PassthroughCluster' };
    return Promise.resolve({ results: [[{ client }]] });
  };
  const asked = { namespace: 'default', protocol: 'http', host: 'edition.cnn.com', port: 9000 } as const;
  const found = { set: SET, asked, audit: 'PassthroughCluster', istiod: 'BlackHoleCluster' };
  const { set } = await shrunk(found, ask);
  expect(set.manifests.filter(isOfIstio)).toHaveLength(1);
  expect(signatureOf(found)).toBe('http | PassthroughCluster | BlackHoleCluster | ');
});
