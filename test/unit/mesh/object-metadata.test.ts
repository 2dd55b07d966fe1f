import { mergeMetadata, NO_METADATA, ObjectMetadata } from '../../../lib/mesh/object-metadata';

describe('mergeMetadata', () => {
  test('has the labels and annotations of all, and the last value of a key', () => {
    const all: ObjectMetadata[] = [
      { labels: { team: 'net', a: '1' }, annotations: { note: 'x' } },
      { labels: { team: 'pay' }, annotations: { b: '2' } },
    ];
    expect(mergeMetadata(all)).toEqual({ labels: { team: 'pay', a: '1' }, annotations: { note: 'x', b: '2' } });
    expect(all[0]?.labels).toEqual({ team: 'net', a: '1' });
  });

  test('is empty if nothing is given', () => {
    expect(mergeMetadata([])).toEqual(NO_METADATA);
  });
});
