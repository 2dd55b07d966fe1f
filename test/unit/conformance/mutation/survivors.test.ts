import { Mutant } from '../../../conformance/mutation/mutant';
import { KNOWN_SURVIVORS } from '../../../conformance/mutation/known-survivors';
import { Survivor } from '../../../conformance/mutation/survivor';
import { Outcome, reasonFor, stale, unexplained } from '../../../conformance/mutation/survivors';
import { MUTANTS } from './examples';

const MUTANT: Mutant = {
  id: 'VirtualService default/route: http[1].match[0].gateways dropped',
  operator: 'virtual-service/match-any-gateway',
  target: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'default', name: 'route' },
  field: 'http[1].match[0].gateways',
  manifests: [],
};
const { operator } = MUTANT;

describe('reasonFor', () => {
  test.each<[string, Survivor['mutant'], boolean]>([
    ['its operator', { operator }, true],
    ['another operator', { operator: 'virtual-service/sni' }, false],
    ['its kind', { operator, kind: 'VirtualService' }, true],
    ['another kind', { operator, kind: 'Gateway' }, false],
    ['its namespace', { operator, namespace: 'default' }, true],
    ['another namespace', { operator, namespace: 'defaults' }, false],
    ['how its name begins', { operator, object: 'rou' }, true],
    ['another name', { operator, object: 'out' }, false],
    ['the end of its field', { operator, field: 'match[0].gateways' }, true],
    ['another field', { operator, field: 'match[1].gateways' }, false],
    ['the folder of its example', { operator, example: 'ten-lines' }, true],
    ['its program', { operator, example: 'ten-lines/main' }, true],
    ['another program', { operator, example: 'ten-lines/http' }, false],
    ['a folder that begins alike', { operator, example: 'ten' }, false],
  ])('an entry with %s', (_, mutant, found) => {
    const entry = { mutant, reason: 'why' };
    expect(reasonFor('ten-lines/main', MUTANT, [entry])).toBe(found ? 'why' : undefined);
  });

  test.each<[string, boolean]>([
    ['b', true],
    ['a-b', false],
    ['c', false],
  ])('an entry of fields that become %s', (becomes, found) => {
    const moved = { ...MUTANT, id: 'VirtualService a/route: metadata.namespace -> b' };
    expect(reasonFor('a', moved, [{ mutant: { operator, becomes }, reason: 'why' }])).toBe(found ? 'why' : undefined);
  });

  it('accepts the folder alone as the example', () => {
    expect(reasonFor('ten-lines', MUTANT, [{ mutant: { operator, example: 'ten-lines' }, reason: 'why' }])).toBe('why');
  });

  it('finds no field where the whole object goes', () => {
    const deleted = { ...MUTANT, field: undefined };
    expect(reasonFor('a', deleted, [{ mutant: { operator, field: 'x' }, reason: 'why' }])).toBeUndefined();
  });
});

describe('after a run', () => {
  const listed: Survivor = { mutant: { operator, example: 'a' }, reason: 'why' };
  const ran = (example: string, survived: boolean): Outcome => ({ example, mutant: MUTANT, survived });

  it('what survived without a reason is a hole', () => {
    const outcomes = [ran('a', true), ran('b', true), ran('b', false)];
    expect(unexplained(outcomes, [listed])).toEqual([outcomes[1]]);
  });

  test.each<[string, Outcome[], string[]]>([
    ['survived', [ran('a', true)], []],
    ['did not run', [ran('b', false)], []],
    ['was killed', [ran('a', false)], [`a: ${MUTANT.id}`]],
    ['survived once and was killed once', [ran('a', true), ran('a/main', false)], [`a/main: ${MUTANT.id}`]],
  ])('an entry whose mutant %s', (_, outcomes, killed) => {
    expect(stale(outcomes, [listed])).toEqual(killed.length > 0 ? [{ ...listed, killed }] : []);
  });
});

describe('KNOWN_SURVIVORS', () => {
  test.each(KNOWN_SURVIVORS.map((entry) => [JSON.stringify(entry.mutant), entry] as const))(
    '%s speaks of a mutant',
    (_, entry) => {
      const found = [...MUTANTS].flatMap(([name, all]) => all.filter((mutant) => reasonFor(name, mutant, [entry])));
      expect(found).not.toEqual([]);
      expect(entry.reason).not.toBe('');
    },
  );

  it('excuses few', () => {
    const all = [...MUTANTS].flatMap(([name, mutants]) => mutants.map((mutant) => reasonFor(name, mutant)));
    expect(all.filter((reason) => reason !== undefined).length / all.length).toBeLessThan(0.1);
  });
});
