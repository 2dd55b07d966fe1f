/** The document is what the data says, and the data says nothing that is not there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from '../../lib';
import { Expectation, Stage } from '../conformance/case/case';
import { allCases, NamedCase } from '../conformance/case/cases';
import { TENANT } from '../conformance/case/wish';
import { countLine, render } from './render';
import { by, ByEvaluators, ByTest, OnTheMesh, onTheMesh, refused, statusOf, Threat, written } from './threat';
import { THREATS } from './threats';
import { DOCUMENT } from './write';

const ROOT = join(__dirname, '..', '..');

let examples: NamedCase[];
beforeAll(async () => void (examples = await allCases()));

it('docs/threats.md is what `npm run threats` writes', () => {
  expect(readFileSync(DOCUMENT, 'utf8')).toBe(render(THREATS));
});

it('there are B1 to B46, each once', () => {
  expect(THREATS.map(({ id }) => id)).toEqual(Array.from({ length: 46 }, (_, index) => `B${index + 1}`));
});

/** The stages that a reference names: of every case with the title, whatever the default of its mesh. */
function stagesOf({ example, title, stage }: Pick<OnTheMesh, 'example' | 'title' | 'stage'>): Stage[] {
  const cases = examples.filter(({ name }) => name === example).flatMap((each) => each.cases);
  const titled = cases.filter((each) => each.title.replace(/, under (ALLOW_ANY|REGISTRY_ONLY)$/, '') === title);
  return titled.flatMap(({ stages }) => stages.filter((each) => each.title === stage));
}

const textOf = ({ from, url, curl }: Expectation): string => [from, url, ...curl].join(' ');

/** The expectations of each stage that an attempt names. */
function attempted(reference: OnTheMesh, attempt: string): Expectation[][] {
  return stagesOf(reference).map(({ expect: all = [] }) => all.filter((each) => textOf(each).includes(attempt)));
}

describe.each(THREATS.map((threat): [string, Threat] => [`${threat.id} ${threat.title}`, threat]))(
  '%s',
  (_, threat) => {
    const { closedBy, shownBy, remains, remainsShownBy = [], notApplicable } = threat;
    const onMesh = shownBy.filter((each): each is OnTheMesh => each.how === 'mesh');
    const asked = shownBy.filter((each): each is ByEvaluators => each.how === 'evaluators');
    const tests = shownBy.filter((each): each is ByTest => each.how === 'refusal' || each.how === 'object');

    it('is closed by what there is, or says what remains, or why it does not apply', () => {
      for (const closing of closedBy) {
        const [name = '', member] = closing.by.split('.');
        expect(isExported(name, member) ? closing.by : `${closing.by}, which lib/index.ts does not export`).toBe(
          closing.by,
        );
      }
      expect(closedBy.length > 0).toBe(shownBy.length > 0);
      expect(closedBy.length > 0 || remains !== undefined || notApplicable !== undefined).toBe(true);
    });

    it('is shown by attempts of cases, none of which may go directly', () => {
      for (const reference of onMesh) {
        expect(reference.attempts.length).toBeGreaterThan(0);
        for (const attempt of reference.attempts) {
          const stages = attempted(reference, attempt);
          expect([attempt, stages.length > 0 && stages.every((found) => found.length > 0)]).toEqual([attempt, true]);
          expect(stages.flat().filter(({ way }) => way === 'direct')).toEqual([]);
        }
      }
      for (const reference of remainsShownBy) {
        for (const attempt of reference.attempts) {
          const stages = attempted(reference, attempt);
          expect([attempt, stages.length > 0 && stages.every((found) => found.length > 0)]).toEqual([attempt, true]);
        }
      }
    });

    it('is shown by wishes that the API server refuses', () => {
      for (const reference of shownBy.filter((each) => each.how === 'admission')) {
        const wishes = stagesOf(reference).flatMap((stage) => stage.wishes ?? []);
        for (const what of reference.wishes) {
          // Of a tenant, or of nobody at all: what a deployer may is no way around.
          const found = wishes.filter((wish) => wish.what === what && (wish.as === TENANT || wish.refused));
          expect([what, found.length > 0, found.some(({ refused }) => refused === undefined)]).toEqual([
            what,
            true,
            false,
          ]);
        }
      }
    });

    it('is shown by questions to evaluators whose answer is no', () => {
      for (const { example, program, peer, ports } of asked) {
        const tables = examples.find(({ name }) => name === example)?.tables ?? [];
        const questions = tables.filter((each) => each.program === program).flatMap(({ table }) => table.asked);
        for (const port of ports) {
          const found = questions.filter(({ what }) => what === `${peer} ${port}`);
          expect([peer, port, found.length > 0, found.some(({ allowed }) => allowed)]).toEqual([
            peer,
            port,
            true,
            false,
          ]);
        }
      }
    });

    it('is shown by tests that there are', () => {
      for (const { file, name } of tests) {
        expect(existsSync(join(ROOT, file))).toBe(true);
        expect(namesIn(readFileSync(join(ROOT, file), 'utf8'))).toContain(name);
      }
    });
  },
);

/** Whether the library has the name, and where one is asked for its member: at run time, or in the types that it exports. */
function isExported(name: string, member?: string): boolean {
  const value = (library as Readonly<Record<string, unknown>>)[name];
  if (value === undefined) return memberOfType(name, member);
  if (member === undefined) return true;
  const { prototype } = value as { readonly prototype?: object };
  const has = member in (value as object) || (prototype !== undefined && member in prototype);
  return has || memberOfType(`${name}Props`, member);
}

/** Interfaces are gone at run time: they are read in the files that lib/index.ts exports. */
function memberOfType(name: string, member?: string): boolean {
  const files = [...readFileSync(join(ROOT, 'lib', 'index.ts'), 'utf8').matchAll(/from '(.+)'/g)];
  return files.some(([, file]) => {
    const text = readFileSync(join(ROOT, 'lib', `${file}.ts`), 'utf8');
    const [body] = new RegExp(`^export interface ${name} [^]*?^}`, 'm').exec(text) ?? [];
    return body !== undefined && (member === undefined || new RegExp(`^ {2}readonly ${member}\\??:`, 'm').test(body));
  });
}

/** Whatever stands in quotes: the names of tests, and of rows in their tables. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/'((?:[^'\\\n]|\\.)+)'|"([^"\n]+)"/g)].map(([, single, double]) => single ?? double ?? '');
}

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
  ])('is %s of what is there, and no better', (status, threat) => {
    expect(statusOf({ ...none, ...threat })).toBe(status);
  });

  it('counts in the first line', () => {
    const line = countLine([
      { ...none, closedBy, shownBy: [mesh] },
      { ...none, remains: 'x' },
      { ...none, remains: 'x' },
    ]);
    expect(line).toBe('Of 3: 1 closed with a case, 2 open to manifests.');
  });
});
