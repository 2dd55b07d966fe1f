import { Stage } from '../../../conformance/cases/case';
import { allCases, NamedCase } from '../../../conformance/cases/cases';
import { RULES } from '../../../conformance/mutation/mutants';
import { NAMED } from '../../../conformance/mutation/named';
import { checkOf, NamedMutant, placeOf, questionsOf } from '../../../conformance/mutation/named-mutant';
import { Red } from '../../../conformance/mutation/red';
import { MUTANTS } from './examples';

/** Returns the ids of the mutants of the object that a named mutant changes. */
const idsOfObject = ({ program, change }: NamedMutant): string[] => {
  const object = change.slice(0, change.indexOf(':'));
  return (MUTANTS.get(program) ?? []).map(({ id }) => id).filter((id) => id.startsWith(`${object}:`));
};

describe('NAMED', () => {
  let examples: readonly NamedCase[];
  beforeAll(async () => (examples = await allCases()));

  test.each(NAMED.map((named) => [named.name, named] as const))('%s: one mutant and one place', (_, named) => {
    expect(idsOfObject(named)).toContain(named.change);
    const places = examples.flatMap((example) => placeOf(named, example) ?? []);
    expect(places).toHaveLength(1);
  });

  it('has a mutant of every kind with rules', () => {
    const kinds = new Set(NAMED.map(({ change }) => change.split(' ')[0]));
    expect(Object.keys(RULES).filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  it('has a mutant of every example', () => {
    const programs = NAMED.map(({ program }) => program);
    const without = examples.filter(({ name }) => !programs.some((program) => program.startsWith(`${name}/`)));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('names and changes are different', () => {
    expect(new Set(NAMED.map(({ name }) => name)).size).toBe(NAMED.length);
    expect(new Set(NAMED.map(({ program, change }) => `${program} ${change}`)).size).toBe(NAMED.length);
  });
});

const NAMED_BY_URL: NamedMutant = { name: 'A sentence', program: 'a/main', change: 'x', red: 'default/curl http://a/' };
const AT_ADMISSION: NamedMutant = { ...NAMED_BY_URL, red: 'the API server at admission' };

describe('the check of a named mutant', () => {
  test.each<[string, NamedMutant, Red | undefined, boolean]>([
    ['passes where its expectation is red', NAMED_BY_URL, { by: 'an expectation', says: 'blocked' }, true],
    ['fails where the mutant survives', NAMED_BY_URL, undefined, false],
    ['fails where only admission notices', NAMED_BY_URL, { by: 'the API server at admission', says: 'no' }, false],
    [
      'fails where the mesh does not come to rest',
      NAMED_BY_URL,
      { by: 'the mesh, which does not come to rest', says: 'no' },
      false,
    ],
    ['passes where admission is named', AT_ADMISSION, { by: 'the API server at admission', says: 'no' }, true],
    ['fails where admission is named and nothing notices', AT_ADMISSION, undefined, false],
    [
      'fails where admission is named and a proxy notices',
      AT_ADMISSION,
      { by: 'a proxy that rejects it', says: '' },
      false,
    ],
  ])('%s', (_, named, seen, passed) => {
    expect(checkOf(named, seen)).toMatchObject({ what: 'A sentence', expected: `dies by ${named.red}`, passed });
  });

  it('names a survivor in what is seen', () => {
    expect(checkOf(NAMED_BY_URL, undefined).seen).toBe('it survives');
  });
});

describe('the place of a named mutant', () => {
  const asked = { from: 'default/curl', url: 'http://a/', curl: [], way: 'blocked' } as const;
  const because = 'A reason.';
  const expect_ = [{ because, expect: [asked] }];
  const before: Stage = { title: 'before', expect: expect_ };
  const applied: Stage = { title: 'applied', apply: 'main', expect: expect_ };
  const later: Stage = { title: 'later', expect: expect_ };
  const deleted: Stage = { title: 'deleted', delete: 'main', expect: expect_ };
  const example = (...stages: readonly Stage[]): NamedCase => ({
    name: 'a',
    cases: [{ title: 'one', stages }],
    tables: [],
  });

  test.each<[string, NamedMutant, NamedCase, Stage | undefined]>([
    ['the stage that applies the program', NAMED_BY_URL, example(before, applied, later), applied],
    ['the stage that it names', { ...NAMED_BY_URL, stage: 'later' }, example(before, applied, later), later],
    ['no stage before the program', { ...NAMED_BY_URL, stage: 'before' }, example(before, applied), undefined],
    ['no stage after the program', { ...NAMED_BY_URL, stage: 'deleted' }, example(applied, deleted), undefined],
    ['no stage without the expectation', NAMED_BY_URL, example({ ...applied, expect: [] }), undefined],
    [
      'a stage without expectations where none is named',
      AT_ADMISSION,
      example({ ...applied, expect: [] }),
      { ...applied, expect: [] },
    ],
    ['no stage of another example', { ...NAMED_BY_URL, program: 'b/main' }, example(applied), undefined],
  ])('is %s', (_, named, of, stage) => {
    expect(placeOf(named, of)?.stage).toEqual(stage);
  });

  it('asks only what must turn red', () => {
    const more = { ...asked, url: 'http://b/' };
    const groups = [
      { because, expect: [more] },
      { because, expect: [more, asked] },
    ];
    const questions = questionsOf(NAMED_BY_URL, example(), { ...applied, expect: groups });
    expect(questions).toMatchObject({ program: 'a/main', expect: [asked], wishes: [], tables: [], warming: false });
  });
});
