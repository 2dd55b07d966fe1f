/** Problems of evidence: evidence that shows nothing is found. */
import { Expectation, request } from '../conformance/cases/case';
import { NamedCase } from '../conformance/cases/cases';
import { creates } from '../conformance/cases/wish';
import { byEvaluators, Evidence, goesDirectly, isTaken, neverDirectly, onTheMesh } from './evidence';
import { refused, refusedAtAdmission, staysOnTheGateway, written } from './evidence';
import { evidenceProblems, testProblems } from './evidence-problems';

const asked = (what: string, allowed: boolean) => ({ what, from: '', to: '', protocol: 'TCP', port: 80, allowed });

function example(expect: readonly Expectation[]): NamedCase {
  const stage = {
    title: 'applied',
    apply: 'main',
    expect,
    neverDirectly: [request('a/curl', 'http://repeated/')],
    wishes: [
      creates('a pod', {}).isRefused('x'),
      creates('a Service', {}).isAdmitted(),
      creates('a pod', {}).by('deployer').isAdmitted(),
    ],
  };
  const table = {
    title: '',
    world: { namespaces: [], pods: [] },
    asked: [asked('out 80', false), asked('in 80', true)],
  };
  return {
    name: 'x',
    cases: [{ title: 'who, under ALLOW_ANY', stages: [stage] }],
    tables: [{ program: 'main', table }],
  };
}

const EXAMPLES = [
  example([
    request('a/curl', 'http://blocked/').isBlocked(7),
    request('a/curl', 'http://refused/').isRefusedByPolicy(),
    request('a/curl', 'http://answered/').isAnswered(503),
    request('a/curl', 'http://through/').goesThrough('log'),
    request('a/curl', 'http://through/', '--header', 'x').isBlocked(),
    request('b/curl', 'http://direct/').goesDirectly(),
  ]),
];

const mesh = (...attempts: string[]) => onTheMesh('x', 'who', 'applied', ...attempts);
const admission = (...wishes: string[]) => refusedAtAdmission('x', 'who', 'applied', ...wishes);

it.each<[string, Evidence]>([
  ['is blocked', mesh('a/curl http://blocked/')],
  ['is refused by policy', mesh('http://refused/')],
  ['is answered by a refusal', mesh('http://answered/')],
  [
    'goes through the gateway, where that is said: what is called just so',
    staysOnTheGateway(mesh('a/curl http://through/'), 'x'),
  ],
  ['is one of several with the same words', mesh('http://through/ --header')],
  ['is repeated', neverDirectly(mesh('http://repeated/'))],
  ['goes directly, where that is said', goesDirectly(mesh('http://direct/'))],
  ['is answered by another, where that is said', isTaken(mesh('http://answered/'))],
  ['is refused at admission', admission('a pod')],
  ['is refused by the evaluators', byEvaluators(['x', 'main'], 'out', '80')],
])('evidenceProblems() finds no problem with an attempt that %s', (_, evidence) => {
  expect(evidenceProblems(EXAMPLES, evidence)).toEqual([]);
});

it.each<[string, Evidence, RegExp]>([
  ['an attempt that goes through the gateway', mesh('a/curl http://through/'), /is via the gateway, not stopped/],
  ['one that may go through it', mesh('http://through'), /is via the gateway, not stopped/],
  ['one that goes directly', mesh('http://direct/'), /is direct, not stopped/],
  ['one that is stopped where it should go through', staysOnTheGateway(mesh('http://blocked/'), 'x'), /not through/],
  ['one that goes through without a reason', { ...mesh('a/curl http://through/'), outcome: 'through' }, /says why/],
  ['one that is not there', mesh('http://other/'), /is no attempt there/],
  ['no attempt', mesh(), /names no attempt/],
  ['a stage that is not there', onTheMesh('x', 'who', 'deleted', 'http://blocked/'), /is no attempt there/],
  ['one that is not repeated', neverDirectly(mesh('http://blocked/')), /is no attempt there/],
  ['one that goes nowhere', isTaken(mesh('http://blocked/')), /not taken/],
  ['a wish that is admitted', admission('a Service'), /is admitted/],
  ['a wish that is not there', admission('a Gateway'), /is no wish there/],
  ['no wish', admission(), /names no wish/],
  ['a question whose answer is yes', byEvaluators(['x', 'main'], 'in', '80'), /is allowed/],
  ['a question that nobody asks', byEvaluators(['x', 'main'], 'out', '81'), /is not asked/],
  ['no question', byEvaluators(['x', 'main'], 'out'), /names no port/],
  ['a file that is not there', written('test/threats/no.test.ts', 'a'), /is not there/],
])('%s is found', (_, evidence, problem) => {
  expect(evidenceProblems(EXAMPLES, evidence)).toEqual([expect.stringMatching(problem)]);
});

it('a test of a file is found by its name', () => {
  const file = 'test/threats/evidence-problems.test.ts';
  expect(evidenceProblems([], written(file, 'a test of a file is found by its name'))).toEqual([]);
  expect(evidenceProblems([], refused(file, 'a test of a file'))).toEqual([`${file}: "a test of a file" is no test`]);
});

const EXPECTS = "test('a', () => { expect(1).toBe(1); });";

it.each<[string, string, 'object' | 'refusal', string]>([
  ['a string that is no test', "const a = 'a';", 'object', '"a" is no test'],
  ['a test that is skipped', EXPECTS.replace('test', 'test.skip'), 'object', '"a" is no test'],
  ['two tests of one name', `${EXPECTS} ${EXPECTS}`, 'object', '"a" is 2 tests'],
  ['a test that expects nothing', "test('a', () => { parse('*'); });", 'object', '"a" expects nothing'],
  ['a refusal that became a success', EXPECTS, 'refusal', '"a" expects no error'],
])('%s is found', (_, text, how, problem) => {
  expect(testProblems(text, 'a', how)).toEqual([problem]);
});

it.each(["messageOf(() => parse('*'))", "findingOf(() => parse('*'))", 'foundAtSynthesis(chart)'])(
  'a refusal looks at an error by %s',
  (error) => {
    expect(testProblems(`test('a', () => { expect(${error}).toMatch(/x/); });`, 'a', 'refusal')).toEqual([]);
  },
);
