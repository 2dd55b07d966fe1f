import { parseProviderName } from '../../../lib/input/provider-name';
import { findingOf } from './findings';

test('parseProviderName accepts a name and rejects text with blanks', () => {
  expect(parseProviderName('otel-access.log_1')).toBe('otel-access.log_1');
  for (const value of ['', 'my provider', 'otel\n', undefined]) {
    expect(findingOf(() => parseProviderName(value as string)).code).toBe('EGR0116');
  }
});
