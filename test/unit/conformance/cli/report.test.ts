import { MutantOutcome } from '../../../conformance/mutation/run-mutants';
import { mutationChecks, reportOf } from '../../../conformance/cli/report';
import { ClusterFigures } from '../../../conformance/cli/messages';
import { Work } from '../../../conformance/cli/unit';
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
  const work: readonly Work[] = [
    { unit: { kind: 'case', example: 'one', index: 0, title: 'stage' }, weight: 1 },
    { unit: { kind: 'mutants', program: 'ten-lines/main' }, weight: 1 },
  ];
  const found = [
    { sections: [section], outcomes: [] },
    { sections: [], outcomes: [outcome(excused)] },
  ];
  const clusters: readonly ClusterFigures[] = [
    { start: 15, memory: 1000, cpu: 60, phases: { kubectl: 2, requests: 1 } },
    { start: 14, memory: 234, cpu: 30, phases: { requests: 7 } },
  ];
  const report = reportOf(work, found, { seconds: 99, clusters, idle: 0.25 });

  it('counts', () => {
    expect(report).toMatchObject({ cases: 1, passed: 3, failed: 1, memory: 1234, mutation: { run: 1, killed: 0 } });
  });

  it('states where the time of all clusters went, the longest first, and what the machine did', () => {
    expect(report).toMatchObject({ phases: { requests: 8, kubectl: 2 }, cpuMinutes: 1.5, idle: 0.25 });
    const text = textOf(report);
    expect(text).toMatch(/time by phase, of all clusters together:\n {2}requests +8\.0 s\n {2}kubectl +2\.0 s\n/);
    expect(text).toContain('1.5 minutes of CPU; the cores of the machine were idle for 25 % of the time');
  });

  it('lists the failures with their observations for readers, and ends with the counts', () => {
    const text = textOf(report);
    expect(text).toMatch(/FAILED one: stage: a pod\n {2}expected: direct\n {2}seen: {5}blocked\n {4}a line/);
    expect(text).toMatch(/mutants: 1 run, 0 killed, 1 survived/);
    expect(text).toMatch(/1 cases; started in 15 s, all in 99 s, at most 1234 MiB\n/);
    expect(text).toMatch(/\n3 passed, 1 failed$/);
  });
});
