import { difference } from '../../../conformance/mutation/applied';
import { Manifest } from '../../../../lib/audit/manifest/manifest';

const object = (name: string, spec: object, namespace?: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Thing',
  metadata: { name, namespace },
  spec,
});
const a = object('a', { x: 1, y: 2 });
const b = object('b', {});

it('nothing is done where nothing differs, whatever the order of keys', () => {
  expect(difference([a, b], [b, object('a', { y: 2, x: 1 })])).toEqual({ deleted: [], applied: [] });
});

it('deletes what is not wanted, applies what is new or changed', () => {
  const changed = object('a', { x: 3 });
  const moved = object('b', {}, 'elsewhere');
  expect(difference([a, b], [changed, moved])).toEqual({ deleted: [b], applied: [changed, moved] });
});

it('puts back what another object of its name has overwritten, in either order', () => {
  const moved = object('a', { x: 3 });
  expect(difference([a, b, moved], [a, b])).toEqual({ deleted: [], applied: [a] });
  expect(difference([moved, a, b], [a, b])).toEqual({ deleted: [], applied: [a] });
});
