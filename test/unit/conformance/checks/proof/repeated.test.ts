import { request, Stage } from '../../../../conformance/cases/case';
import { LoopCount } from '../../../../conformance/checks/probe/loop';
import { repeatedCheck, repeatedIn } from '../../../../conformance/checks/proof/repeated';

type Kind = 'neverDirectly' | 'neverLost' | 'someLost' | 'someDirectly' | 'maybeDirectly';

const group = { because: 'It must.', expect: [request('default/curl', 'http://edition.cnn.com/')] };

/** Whether the check of one repeated request passes. */
function passes(kind: Kind, seen: Partial<LoopCount>): boolean {
  const count = { from: 'x', url: 'y', requests: 9, direct: 0, viaGateway: 9, unseen: 0, lost: 0, ...seen };
  const [repeated] = repeatedIn({ title: 'x', [kind]: group });
  if (repeated === undefined) throw new Error(`nothing of ${kind} is repeated`);
  return repeatedCheck(repeated, count).passed;
}

it.each<[Kind, Partial<LoopCount>, boolean]>([
  ['neverDirectly', {}, true],
  ['neverDirectly', { lost: 1 }, true],
  ['neverDirectly', { direct: 1 }, false],
  ['neverLost', {}, true],
  ['neverLost', { lost: 1 }, false],
  ['neverLost', { direct: 1 }, false],
  ['someLost', {}, false],
  ['someLost', { lost: 1 }, true],
  ['someLost', { lost: 1, direct: 1 }, false],
  ['someDirectly', {}, false],
  ['someDirectly', { direct: 1, lost: 1 }, true],
  ['maybeDirectly', { direct: 1, lost: 1 }, true],
  ['maybeDirectly', { requests: 0 }, false],
  ['neverLost', { requests: 0 }, false],
])('of %s, %j is accepted: %s', (kind, seen, accepted) => {
  expect(passes(kind, seen)).toBe(accepted);
});

it('every group of a stage is repeated, with its reason', () => {
  const stage: Stage = { title: 'x', maybeDirectly: group, someLost: group, neverLost: group, neverDirectly: group };
  expect(repeatedIn(stage).map(({ because }) => because)).toEqual(Array(4).fill('It must.'));
  expect(repeatedIn({ title: 'x' })).toEqual([]);
});
