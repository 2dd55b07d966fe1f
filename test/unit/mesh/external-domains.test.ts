import { parseExternalDomains } from '../../../lib/mesh/external-domains';
import { findingOf } from '../input/findings';

test('parseExternalDomains returns the domains sorted and in lower case', () => {
  expect(parseExternalDomains(['corp.local', 'Corp.Internal.'])).toEqual(['corp.internal', 'corp.local']);
  expect(parseExternalDomains([])).toEqual([]);
});

test.each([
  ['a text in place of a list', 'corp.internal', 'EGR0105'],
  ['a top-level domain, which would accept every name below', ['internal'], 'EGR0201'],
  ['a wildcard', ['*.corp.internal'], 'EGR0202'],
  ['a repeated domain', ['corp.local', 'CORP.local'], 'EGR0106'],
])('parseExternalDomains rejects %s', (_, domains, code) => {
  expect(findingOf(() => parseExternalDomains(domains as string[])).code).toBe(code);
});
