import { assertVariadic } from '../../../lib/input/variadic';
import { findingOf } from './findings';

test('assertVariadic rejects a list and shows how to spread the list', () => {
  expect(() => assertVariadic('route.allowFrom', [{}, {}], 'source')).not.toThrow();
  expect(findingOf(() => assertVariadic('route.allowFrom', [{}, ['a']], 'source'))).toMatchObject({
    code: 'EGR0109',
    problem: 'route.allowFrom cannot accept a list',
    got: '["a"]',
    fix: 'write route.allowFrom(source), or spread the list: route.allowFrom(...values)',
  });
});
