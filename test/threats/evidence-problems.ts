/** What is wrong with evidence: what it refers to is not there, or shows something else. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NamedCase } from '../conformance/cases/cases';
import { TENANT } from '../conformance/cases/wish';
import { ByAdmission, ByEvaluators, ByTest, Evidence, OnTheMesh, Outcome } from './evidence';
import { Attempt, attempted, stagesOf } from './stages';
import { testsIn } from './test-names';

const ROOT = join(__dirname, '..', '..');

/** A message for each problem. */
export function evidenceProblems(examples: readonly NamedCase[], evidence: Evidence): string[] {
  switch (evidence.how) {
    case 'mesh':
      return onTheMesh(examples, evidence);
    case 'admission':
      return byAdmission(examples, evidence);
    case 'evaluators':
      return byEvaluators(examples, evidence);
    case 'object':
    case 'refusal':
      return byTest(evidence);
  }
}

/** Whether what a case expects is that outcome. */
const IS: Readonly<Record<Outcome, (attempt: Attempt) => boolean>> = {
  stopped: ({ expected }) => expected?.way === 'blocked' || expected?.way === 'refused by policy',
  through: ({ expected }) => expected?.way === 'via the gateway',
  'never directly': () => true,
  directly: ({ expected }) => expected?.way === 'direct',
  taken: ({ expected }) => expected?.way === 'blocked' && expected.status !== undefined,
};

function onTheMesh(examples: readonly NamedCase[], reference: OnTheMesh): string[] {
  const { attempts, outcome, why } = reference;
  const unfounded = attempts.length === 0 ? ['names no attempt'] : [];
  const unexplained = (outcome === 'through') === (why === undefined) ? ['says why of what goes through alone'] : [];
  const wrong = attempts.flatMap((attempt) => {
    const stages = attempted(examples, reference, attempt);
    if (stages.length === 0 || stages.some((found) => found.length === 0)) return [`${attempt}: is no attempt there`];
    const others = stages.flat().filter((each) => !IS[outcome](each));
    return others.map(({ text, expected }) => `${text}: is ${expected?.way}, not ${outcome}`);
  });
  return [...unfounded, ...unexplained, ...wrong];
}

function byAdmission(examples: readonly NamedCase[], reference: ByAdmission): string[] {
  const wishes = stagesOf(examples, reference).flatMap((stage) => stage.wishes ?? []);
  const wrong = reference.wishes.flatMap((what) => {
    // Of a tenant, or of nobody at all: what a deployer may is no way around.
    const found = wishes.filter((wish) => wish.what === what && (wish.as === TENANT || wish.refused));
    if (found.length === 0) return [`${what}: is no wish there`];
    return found.some(({ refused }) => refused === undefined) ? [`${what}: is admitted`] : [];
  });
  return reference.wishes.length === 0 ? ['names no wish'] : wrong;
}

function byEvaluators(examples: readonly NamedCase[], { example, program, peer, ports }: ByEvaluators): string[] {
  const tables = examples.find(({ name }) => name === example)?.tables ?? [];
  const questions = tables.filter((each) => each.program === program).flatMap(({ table }) => table.asked);
  const wrong = ports.flatMap((port) => {
    const found = questions.filter(({ what }) => what === `${peer} ${port}`);
    if (found.length === 0) return [`${peer} ${port}: is not asked there`];
    return found.some(({ allowed }) => allowed) ? [`${peer} ${port}: is allowed`] : [];
  });
  return ports.length === 0 ? ['names no port'] : wrong;
}

/** Functions with which the tests of this repository read errors. */
const ERRORS = ['messageOf', 'findingOf', 'findingsOf', 'findingsWith', 'foundAtSynthesis', 'toThrow'];

function byTest({ file, name, how }: ByTest): string[] {
  if (!existsSync(join(ROOT, file))) return [`${file}: is not there`];
  return testProblems(readFileSync(join(ROOT, file), 'utf8'), name, how).map((problem) => `${file}: ${problem}`);
}

/** There is one test of the name, it expects something, and an error where it shows a refusal. */
export function testProblems(text: string, name: string, how: ByTest['how']): string[] {
  const [test, ...others] = testsIn(text).filter((each) => each.name === name);
  if (test === undefined) return [`"${name}" is no test`];
  if (others.length > 0) return [`"${name}" is ${others.length + 1} tests`];
  if (!test.uses.has('expect')) return [`"${name}" expects nothing`];
  return how === 'refusal' && !ERRORS.some((word) => test.uses.has(word)) ? [`"${name}" expects no error`] : [];
}
