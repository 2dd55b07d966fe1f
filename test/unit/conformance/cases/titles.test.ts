/** Titles and reasons are read in a list of failures, each by itself. */
import { allCases } from '../../../conformance/cases/cases';
import { Group } from '../../../conformance/cases/group';
import { KINDS } from '../../../conformance/checks/proof/repeated';
import { bannedWordsIn } from '../../../docs/words';

/** Titles of cases and stages, reasons of groups, and the names of the wishes of each stage. */
interface Texts {
  readonly titles: readonly string[];
  readonly groups: readonly Group<unknown>[];
  readonly wishes: readonly (readonly string[])[];
}

let texts: Texts;
beforeAll(async () => {
  const examples = await allCases();
  const cases = examples.flatMap((example) => example.cases);
  const stages = cases.flatMap((each) => each.stages);
  texts = {
    titles: [...cases, ...stages].map(({ title }) => title),
    groups: [
      ...stages.flatMap(({ expect = [], wishes = [] }) => [...expect, ...wishes]),
      ...stages.flatMap((stage) => {
        const repeated = KINDS.map((kind) => stage[kind]);
        return [...repeated, stage.analysis, stage.rejecting].flatMap((group) => group ?? []);
      }),
      ...examples.flatMap(({ tables }) => tables.flatMap(({ table }) => table.denies ?? [])),
    ],
    wishes: stages.map(({ wishes = [] }) =>
      wishes.flatMap(({ expect }) => expect.map(({ as = '', what }) => `${as}: ${what}`)),
    ),
  };
}, 60_000);

it('every reason is a full sentence', () => {
  expect(texts.groups.length).toBeGreaterThan(200);
  const sentence = /^[A-Z]\S*( \S+){3,}\.$/;
  expect(texts.groups.map(({ because }) => because).filter((because) => !sentence.test(because))).toEqual([]);
});

it('every reason has an expectation', () => {
  expect(texts.groups.filter(({ expect }) => expect.length === 0).map(({ because }) => because)).toEqual([]);
});

it('every title of a case and of a stage is a sentence without its period', () => {
  expect(texts.titles.filter((title) => !/^[A-Z]\S*( \S+){2,}[^.]$/.test(title))).toEqual([]);
});

it('no two wishes of a stage have the same name and user', () => {
  for (const names of texts.wishes) expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('titles, reasons and names of wishes use the words of the field', () => {
  const all = [...texts.titles, ...texts.groups.map(({ because }) => because), ...texts.wishes.flat()];
  expect(all.flatMap((text) => bannedWordsIn(text, [{ line: 1, text }]))).toEqual([]);
});
