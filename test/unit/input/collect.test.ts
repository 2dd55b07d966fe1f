import fc from 'fast-check';
import { readAll, readEach } from '../../../lib/input/collect';
import { parsePort } from '../../../lib/input/port';
import { findingsOf } from './findings';

test('readAll returns the values of its reads by name', () => {
  expect(readAll({ port: () => 443, host: () => 'a.b' })).toEqual({ port: 443, host: 'a.b' });
});

test('readAll throws one error with the findings of all reads that failed', () => {
  const findings = findingsOf(() =>
    readAll({ port: () => parsePort('port', 0), name: () => 'x', target: () => parsePort('targetPort', -1) }),
  );
  expect(findings.map(({ problem }) => problem)).toEqual([
    'port must be a port number',
    'targetPort must be a port number',
  ]);
});

test('readAll rethrows an error that is not about input', () => {
  const failing = () => {
    throw new TypeError('bug');
  };
  expect(() => readAll({ a: failing, b: () => parsePort('port', 0) })).toThrow(new TypeError('bug'));
});

test('readEach returns the results in the order of the items', () => {
  expect(readEach(['b', 'a'], (item, index) => `${index}${item}`)).toEqual(['0b', '1a']);
});

test('readEach returns lists as results without flattening them', () => {
  expect(readEach([1, 2], (item) => [item])).toEqual([[1], [2]]);
});

test('readEach reports one finding for every bad item, in order, and none for a good item', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 })), (ports) => {
      const bad = ports.flatMap((port, index) => (port < 1 ? [`ports[${index}] must be a port number`] : []));
      const read = () => readEach(ports, (port, index) => parsePort(`ports[${index}]`, port));
      if (bad.length === 0) expect(read()).toEqual(ports);
      else expect(findingsOf(read).map(({ problem }) => problem)).toEqual(bad);
    }),
  );
});
