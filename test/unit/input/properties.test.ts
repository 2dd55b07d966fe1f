import { EgressError } from '../../../lib/input/egress-error';
import { assertKnownProperties, readProperties } from '../../../lib/input/properties';
import { findingOf, findingsOf } from './findings';

const KNOWN = { hosts: true, allowFrom: true, port: true, sni: true } as const;
const assertRoute = (given: unknown) => () => assertKnownProperties('Route', given as object, KNOWN);

test.each<[string, object]>([
  ['all known properties', { hosts: [], allowFrom: [] }],
  ['some known properties', { hosts: [] }],
  ['an empty object', {}],
  ['an unknown property without a value', { hosts: [], allowedFrom: undefined }],
  ['an object without a prototype', Object.assign(Object.create(null) as object, { hosts: [] })],
])('assertKnownProperties accepts %s', (_, given) => {
  expect(assertRoute(given)).not.toThrow();
});

test.each<[string, object, string, string]>([
  ['a misspelt property', { hosts: [], allowedFrom: ['a'] }, 'allowedFrom', '["a"]'],
  ['the name of a property of every object', { toString: 1 }, 'toString', '1'],
  ['an unknown property with the value null', { other: null }, 'other', 'null'],
])('assertKnownProperties rejects %s', (_, given, name, got) => {
  expect(findingOf(assertRoute(given))).toMatchObject({
    code: 'EGR0101',
    problem: `Route cannot have the property ${name}`,
    got,
    allowed: 'hosts, allowFrom, port, sni',
  });
});

test('assertKnownProperties names every unknown property in one error', () => {
  const fixes = findingsOf(assertRoute({ alowFrom: [], hosts: [], prot: 1, toString: 1 })).map(({ fix }) => fix);
  expect(fixes).toEqual(['rename alowFrom to allowFrom', 'rename prot to port', 'remove toString']);
});

test.each<[string, string]>([
  ['allowedFrom', 'rename allowedFrom to allowFrom'],
  ['allowfrom', 'rename allowfrom to allowFrom'],
  ['AllowForm', 'rename AllowForm to allowFrom'],
  ['host', 'rename host to hosts'],
  ['prot', 'rename prot to port'],
  ['pot', 'rename pot to port'],
  ['past', 'remove past'],
  ['SNI', 'rename SNI to sni'],
  ['allow', 'remove allow'],
  ['dns', 'remove dns'],
  ['from', 'remove from'],
  ['toString', 'remove toString'],
  ['', 'remove '],
])('assertKnownProperties suggests for the unknown property %p: %s', (written, fix) => {
  expect(findingOf(assertRoute({ [written]: 1 })).fix).toBe(fix);
});

test('assertKnownProperties does not suggest a name that the object already has', () => {
  expect(findingOf(assertRoute({ allowFrom: [], alowFrom: [] })).fix).toBe('remove alowFrom');
  expect(findingOf(assertRoute({ hosts: [], host: 'a.com' })).fix).toBe('remove host');
});

test('assertKnownProperties prefers the hint for a property to the nearest name', () => {
  const hints = { ports: 'use a route per port', timeout: 'patch the VirtualServices' };
  const given: object = { ports: 1, timeout: 1, hasOwnProperty: 1 };
  const findings = findingsOf(() => assertKnownProperties('Route', given, KNOWN, hints));
  expect(findings.map(({ fix }) => fix)).toEqual([
    'use a route per port',
    'patch the VirtualServices',
    'remove hasOwnProperty',
  ]);
});

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  [null, 'null'],
  ['hosts', '"hosts"'],
  [['a'], '["a"]'],
])('assertKnownProperties rejects %j in place of an object', (given, got) => {
  expect(findingOf(assertRoute(given))).toMatchObject({
    code: 'EGR0102',
    problem: 'properties of Route must be an object',
    got,
    fix: 'write an object with the property hosts',
  });
});

describe('readProperties', () => {
  const fail = (): never => {
    throw EgressError.of({ code: 'EGR0103', problem: 'port must be 1', got: 2, allowed: '1', fix: 'write port: 1' });
  };

  test('returns the values of the reads', () => {
    const { port } = readProperties('Route', { port: 7 } as object as typeof KNOWN, KNOWN, (given) => ({
      port: () => given.port,
    }));
    expect(port).toBe(7);
  });

  test('names unknown properties and all reads that failed, unknown properties first', () => {
    const given = { other: 1 } as object as typeof KNOWN;
    const findings = findingsOf(() => readProperties('Route', given, KNOWN, () => ({ a: fail, b: () => 1, c: fail })));
    expect(findings.map(({ code }) => code)).toEqual(['EGR0101', 'EGR0103', 'EGR0103']);
  });

  test('prefers the hint for an unknown property', () => {
    const given = { dns: 1 } as object as typeof KNOWN;
    const hints = { dns: 'use a lockdown' };
    expect(findingOf(() => readProperties('Route', given, KNOWN, () => ({}), hints)).fix).toBe('use a lockdown');
  });

  test.each([[undefined], [null], ['x'], [[]]])('reports only one mistake for %j in place of an object', (given) => {
    const read = () => readProperties('Route', given as unknown as typeof KNOWN, KNOWN, () => ({ a: fail }));
    expect(findingsOf(read).map(({ code }) => code)).toEqual(['EGR0102']);
  });
});
