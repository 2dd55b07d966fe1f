import { countOf } from '../../../../conformance/checks/probe/loop';

it.each([
  ['0\n0\n0\n', { requests: 3, lost: 0 }],
  // Curl ends after the first request that fails: 22 is a status of 400 or more.
  ['0\n22\n', { requests: 2, lost: 1 }],
  ['35\n', { requests: 1, lost: 1 }],
  // A curl that was killed has written nothing of its last request.
  ['', { requests: 1, lost: 1 }],
])('%j is %j', (output, count) => {
  expect(countOf(output)).toEqual(count);
});
