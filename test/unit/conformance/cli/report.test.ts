import { MutantOutcome } from '../../../conformance/mutation/run-mutants';
import { mutationChecks, reportOf } from '../../../conformance/cli/report';
import { textOf } from '../../../conformance/cli/text';

const outcome = (operator: string, red?: string): MutantOutcome => ({
  example: 'ten-lines/main',
  mutant: {
    id: `${operator} of x`,
    operator,
    target: { apiVersion: 'v1', kind: 'PodDisruptionBudget', namespace: 'default', name: 'x' },
    manifests: [],
  },
  survived: red === undefined,
  ...(red !== undefined && { red }),
});
const excused = 'delete-object';

describe('mutants', () => {
  const passed = (outcomes: MutantOutcome[]): boolean[] => mutationChecks(outcomes).map((check) => check.passed);

  it('are fine when they are killed, or survive for a reason', () => {
    expect(passed([outcome('gateway/mode', 'a red one'), outcome(excused)])).toEqual([true, true]);
  });

  it('fail the run when one survives without a reason', () => {
    expect(passed([outcome('gateway/mode')])).toEqual([false, true]);
  });

  it('fail the run when one is killed that has an excuse', () => {
    expect(passed([outcome(excused, 'a red one')])).toEqual([true, false]);
  });
});

describe('the report', () => {
  const check = { what: 'a pod', expected: 'direct', seen: 'direct', passed: true };
  const section = {
    title: 'one: stage',
    seconds: 1,
    checks: [check, { ...check, seen: 'blocked', passed: false, evidence: 'a line' }],
  };
  const report = reportOf(1, [section], [outcome(excused)], { start: 15, all: 99 }, 1234);

  it('counts', () => {
    expect(report).toMatchObject({ cases: 1, passed: 1, failed: 1, memory: 1234, mutation: { run: 1, killed: 0 } });
  });

  it('lists the failures with their observations for readers, and ends with the counts', () => {
    const text = textOf(report);
    expect(text).toMatch(/FAILED one: stage: a pod\n {2}expected: direct\n {2}seen: {5}blocked\n {4}a line/);
    expect(text).toMatch(/mutants: 1 run, 0 killed, 1 survived/);
    expect(text).toMatch(/1 cases; started in 15 s, all in 99 s, at most 1234 MiB\n1 passed, 1 failed$/);
  });
});
