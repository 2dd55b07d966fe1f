import { k8s } from 'cdk8s-plus-28';
import { Lazy } from 'cdk8s';
import { assertQuantity } from '../../../lib/input/quantity';
import { fixIn, messageOf } from '../help';

const GOOD = [
  '0',
  '1',
  '+1',
  '0.5',
  '.5',
  '5.',
  '500m',
  '2',
  '128Mi',
  '1Gi',
  '1.5Gi',
  '100k',
  '1M',
  '1e3',
  '1E-3',
  '1E',
  '7n',
  '7u',
];

describe('a resource quantity', () => {
  test.each(GOOD)('%s is accepted', (quantity) => {
    expect(() => assertQuantity('cpu', quantity)).not.toThrow();
  });

  test('is accepted as a token', () => {
    expect(() => assertQuantity('cpu', Lazy.any({ produce: () => 1 }))).not.toThrow();
  });

  test.each<[string, unknown, string]>([
    ['without a number', 'm', '500m'],
    ['with an unknown suffix', '1x', '500m'],
    ['with two points', '1.2.3', '500m'],
    ['below zero', '-1', '500m'],
    ['that is empty', '', '500m'],
    ['with a suffix in lower case', '1gi', '1Gi'],
    ['with a suffix of bytes', '128 MiB', '128Mi'],
    ['with K for k', '100K', '100k'],
    ['as a number', 2, '2'],
    ['as a Quantity of text of cdk8s-plus', k8s.Quantity.fromString('250m'), '250m'],
    ['as a Quantity of a number of cdk8s-plus', k8s.Quantity.fromNumber(2), '2'],
    ['as null', null, '500m'],
  ])('%s is rejected, with a fix that can be typed', (_, value, fix) => {
    const message = messageOf(() => assertQuantity('resources.requests.cpu', value));
    expect(message).toMatch(/resources\.requests\.cpu must be a quantity/);
    expect(fixIn(message)).toBe(`write resources: { requests: { cpu: "${fix}" } }`);
  });
});
