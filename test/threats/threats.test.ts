/** `docs/threats.md` matches the data, and the data matches the repository. */
import { readFileSync } from 'node:fs';
import { allCases, NamedCase } from '../conformance/cases/cases';
import { closingProblems } from './closing-problems';
import { CLOSED, onTheMesh, refused, written } from './evidence';
import { evidenceProblems } from './evidence-problems';
import { allPrograms, Program } from './programs';
import { countLine, render } from './render';
import { programsOf } from './stages';
import { by, statusOf, Threat } from './threat';
import { THREATS } from './threats';
import { DOCUMENT } from './write';

let examples: readonly NamedCase[];
let programs: readonly Program[];
beforeAll(async () => {
  examples = await allCases();
  programs = await allPrograms();
}, 60_000);

it('docs/threats.md is what `npm run threats` writes', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(render(THREATS));
});

it('THREATS has B1 to B46, each once', () => {
  expect(THREATS.map(({ id }) => id)).toEqual(Array.from({ length: 46 }, (_, index) => `B${index + 1}`));
});

/** The programs that are applied where a threat is shown to be closed; all where tests alone show it. */
function programsFor({ shownBy }: Threat): Program[] {
  const cited = shownBy.flatMap((evidence) => programsOf(examples, evidence));
  return programs.filter(({ name }) => cited.length === 0 || cited.includes(name));
}

describe.each(THREATS.map((threat): [string, Threat] => [`${threat.id} ${threat.title}`, threat]))(
  '%s',
  (_, threat) => {
    const { closedBy, shownBy, remains, remainsShownBy = [], notApplicable } = threat;

    it('has evidence, or what remains, or why it does not apply', () => {
      expect(closedBy.length > 0).toBe(shownBy.length > 0);
      expect(closedBy.length > 0 || remains !== undefined || notApplicable !== undefined).toBe(true);
    });

    it('is closed by constructs that write the named objects in the programs of the evidence', () => {
      expect(closedBy.flatMap((closing) => closingProblems(closing, programsFor(threat)))).toEqual([]);
    });

    it('has valid evidence: stopped attempts, rejected requests, denied connections and tests', () => {
      expect(shownBy.flatMap((evidence) => evidenceProblems(examples, evidence))).toEqual([]);
      const outcomes = shownBy.flatMap((evidence) => (evidence.how === 'mesh' ? [evidence.outcome] : []));
      expect(outcomes.filter((outcome) => !CLOSED.includes(outcome))).toEqual([]);
    });

    it('has valid evidence of what remains: attempts that succeed', () => {
      expect(remainsShownBy.flatMap((evidence) => evidenceProblems(examples, evidence))).toEqual([]);
      expect(remainsShownBy.filter(({ outcome }) => outcome === 'stopped')).toEqual([]);
      expect(remainsShownBy.length === 0 || remains !== undefined).toBe(true);
    });
  },
);

describe('a status', () => {
  const none: Threat = { id: 'B1', title: '', how: '', closedBy: [], shownBy: [] };
  const closedBy = [by('EgressGateway', 'Gateway')];
  const mesh = onTheMesh('a', 'b', 'c', 'd');
  it.each<[string, Partial<Threat>]>([
    ['closed', { closedBy, shownBy: [mesh] }],
    ['closed in part', { closedBy, shownBy: [mesh, written('a', 'b')], remains: 'x' }],
    ['refused at synthesis', { closedBy, shownBy: [refused('a', 'b')] }],
    ['made harder', { closedBy, shownBy: [refused('a', 'b')], remains: 'x' }],
    ['made harder', { closedBy, shownBy: [written('a', 'b')] }],
    ['open to manifests', { remains: 'x' }],
    ['not applicable', { notApplicable: 'x' }],
  ])('is %s, which follows from the data', (status, threat) => {
    expect(statusOf({ ...none, ...threat })).toBe(status);
  });

  it('is counted in the first line', () => {
    const line = countLine([
      { ...none, closedBy, shownBy: [mesh] },
      { ...none, remains: 'x' },
      { ...none, remains: 'x' },
    ]);
    expect(line).toBe('Of 3: 1 closed with a case, 2 open to manifests.');
  });
});
