import { markedWith } from '../../../../conformance/checks/probe/probe';

it.each([
  ['http://edition.cnn.com/', 'http://edition.cnn.com/?probe=1-'],
  ['http://edition.cnn.com/?next=a', 'http://edition.cnn.com/?next=a&probe=1-'],
  ['tftp://203.0.113.10:443/', 'tftp://203.0.113.10:443/probe=1-'],
])('%s is marked as %s', (url, marked) => {
  expect(markedWith('probe=1-', url)).toBe(marked);
});
