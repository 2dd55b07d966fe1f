/** `docs/threats.md` matches the data and the cases, and the data matches the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Request, Stage } from '../conformance/cases/case';
import { allCases } from '../conformance/cases/cases';
import { creates } from '../conformance/cases/wish';
import { REPOSITORY } from '../conformance/environment/tools/repository';
import { render } from './render';
import { Outcome, problemOf, Shown, shownBy } from './shown';
import { statusOf, Threat } from './threat';
import { THREATS } from './threats';
import { DOCUMENT } from './write';

let shown: readonly Shown[];
beforeAll(async () => {
  shown = shownBy(await allCases());
}, 60_000);

const contentOf = (file: string): string => readFileSync(join(REPOSITORY, file), 'utf8');
const threatOf = (id: string): Threat | undefined => THREATS.find((threat) => threat.id === id);

it('docs/threats.md is what `npm run threats` writes', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(render(THREATS, shown));
});

it('THREATS has the numbers from B1 on, each once', () => {
  expect(THREATS.map(({ id }) => id)).toEqual(Array.from({ length: THREATS.length }, (_, index) => `B${index + 1}`));
});

it('no way is closed that a lockdown alone closes', () => {
  const lockdowns = /^`(EgressLockdownPolicy|GatewayLockdownPolicy|LockdownMode|ClusterDns)\b/;
  const alone = THREATS.filter(({ closedBy }) => closedBy?.every((text) => lockdowns.test(text)));
  expect(alone.length).toBeGreaterThan(5);
  expect(alone.filter(({ remains }) => remains === undefined)).toEqual([]);
});

it('every group of a case closes ways that the library closes', () => {
  const closed = shown.flatMap(({ closes = [] }) => closes);
  expect(closed.filter((id) => threatOf(id)?.closedBy === undefined)).toEqual([]);
});

it('every group of a case leaves open what an entry describes as open', () => {
  const open = shown.flatMap(({ remains = [] }) => remains);
  expect(open.filter((id) => threatOf(id)?.remains === undefined)).toEqual([]);
});

it('every group that closes a way is stopped, and every group of what remains succeeds', () => {
  expect(shown.flatMap((group) => problemOf(group) ?? [])).toEqual([]);
});

describe.each(THREATS.map((threat): [string, Threat] => [`${threat.id} ${threat.title}`, threat]))(
  '%s',
  (_, { id, closedBy = [], tests = [], remains, notApplicable }) => {
    it('is shown by a case or a test, or states what remains or why it does not apply', () => {
      const isShown = shown.some(({ closes = [] }) => closes.includes(id)) || tests.length > 0;
      expect(isShown).toBe(closedBy.length > 0);
      expect(isShown || remains !== undefined || notApplicable !== undefined).toBe(true);
    });

    it('is closed by names of the public API', () => {
      expect(closedBy.filter((text) => !/^`.+` \(\w+.*\)$/.test(text))).toEqual([]);
      const names = closedBy.flatMap((text) => [...text.matchAll(/`(\w+)(?:\.(\w+))?`/g)]);
      expect(names.filter(([, owner, member]) => !isPublic(owner ?? '', member)).map(([name]) => name)).toEqual([]);
    });

    it('names tests that exist', () => {
      const missing = tests.filter(
        ({ file, name }) => !existsSync(join(REPOSITORY, file)) || !contentOf(file).includes(`('${name}',`),
      );
      expect(missing).toEqual([]);
    });
  },
);

/** Whether the reference of the API, which is generated, has the class or its member: also a property of its props. */
function isPublic(owner: string, member?: string): boolean {
  const path = member === undefined ? owner : `${owner}(Props)?\\.(property\\.)?${member}`;
  return new RegExp(`id="cdk8s-istio-egress\\.${path}"`).test(contentOf('docs/API.md'));
}

it.each([
  ['EgressGateway', undefined, true],
  ['EgressGateway', 'defaultDeny', true],
  ['ExternalHttpRoute', 'allowedOperations', true],
  ['EgressFirewall', undefined, false],
  ['ExternalHttpRoute', 'allowTo', false],
])('the public API has %s with %s: %s', (owner, member, expected) => {
  expect(isPublic(owner, member)).toBe(expected);
});

describe('a group', () => {
  const group = (over: Partial<Shown>): Shown => ({ because: 'It must.', example: '', outcomes: [], ...over });

  it.each<[string, Outcome[]]>([
    ['nothing', []],
    ['a direct attempt', ['blocked', 'direct']],
    ['an attempt that is admitted', ['rejected by the API server', 'admitted by the API server']],
    ['a connection that is allowed', ['denied by the evaluators', 'allowed by the evaluators']],
    ['both a stopped attempt and one through the gateway', ['blocked', 'through the gateway']],
  ])('closes no way with %s', (_, outcomes) => {
    expect(problemOf(group({ closes: ['B1'], outcomes }))).toBe('It must.: closes nothing');
  });

  it.each<[string, Outcome[]]>([
    ['nothing', []],
    ['a blocked attempt', ['direct', 'blocked']],
    ['a refused attempt', ['refused by policy']],
    ['an attempt that is rejected', ['admitted by the API server', 'rejected by the API server']],
  ])('leaves no way open with %s', (_, outcomes) => {
    expect(problemOf(group({ remains: ['B1'], outcomes }))).toBe('It must.: nothing remains open');
  });

  it('may close a way through the gateway', () => {
    expect(problemOf(group({ closes: ['B10'], outcomes: ['through the gateway'] }))).toBeUndefined();
  });
});

it('a group has the outcomes that its case expects', () => {
  const request = new Request('default/curl', 'http://a.example.net/', []);
  const group = { because: 'It must.', closes: ['B1' as const] };
  const stage: Stage = {
    title: 'The manifests are applied',
    expect: [{ ...group, expect: [request.isBlocked(), request.isAnswered(503), request.goesThrough('')] }],
    wishes: [{ ...group, expect: [creates('a pod', {}).isRefused('x'), creates('a pod', {}).isAdmitted()] }],
    neverDirectly: { ...group, expect: [request] },
  };
  const asked = { what: 'a 80/TCP', from: 'b', to: 'a', protocol: 'TCP', port: 80, allowed: false };
  const world = { namespaces: [], pods: [] };
  const table = { title: '', world, asked: [asked], denies: [{ ...group, expect: ['a 80/TCP', 'a 443/TCP'] }] };
  const cases = [{ title: 'It works, under ALLOW_ANY', stages: [stage] }];
  expect(shownBy([{ name: 'x', cases, tables: [{ program: 'main', table }] }])).toEqual(
    [
      { outcomes: ['blocked', 'answered by a proxy', 'through the gateway'] },
      { outcomes: ['rejected by the API server', 'admitted by the API server'] },
      { outcomes: ['repeated, and never direct'] },
      { outcomes: ['denied by the evaluators', 'allowed by the evaluators'] },
    ].map(({ outcomes }) => ({ ...group, outcomes, example: 'x' })),
  );
});

describe('a status', () => {
  const threat: Threat = { id: 'B1', title: '', how: '' };
  it.each<[string, Partial<Threat>, boolean]>([
    ['closed', { closedBy: ['x'] }, true],
    ['closed in part', { closedBy: ['x'], remains: 'x' }, true],
    ['made harder', { closedBy: ['x'], remains: 'x' }, false],
    ['open to manifests', { remains: 'x' }, false],
    ['not applicable', { notApplicable: 'x' }, false],
  ])('is %s, which follows from the data', (status, over, isShown) => {
    expect(statusOf({ ...threat, ...over }, isShown)).toBe(status);
  });
});
