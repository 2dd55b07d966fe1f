import { refuseUnknown } from '../../../lib/input/properties';
import { fixIn, messageOf } from '../help';

const KNOWN = { hosts: true, allowFrom: true, port: true, sni: true } as const;
const refuse = (given: unknown) => () => refuseUnknown('Route', given as object, KNOWN);

describe('properties', () => {
  test.each<[string, object]>([
    ['all', { hosts: [], allowFrom: [] }],
    ['some', { hosts: [] }],
    ['none', {}],
    ['one more without a value', { hosts: [], allowedFrom: undefined }],
    ['of no prototype', Object.assign(Object.create(null) as object, { hosts: [] })],
  ])('that are known pass: %s', (_, given) => {
    expect(refuse(given)).not.toThrow();
  });

  test.each<[string, object, string]>([
    [
      'a misspelt one',
      { hosts: [], allowedFrom: ['a'] },
      'Route has no property allowedFrom: got ["a"]; allowed: hosts, allowFrom, port, sni',
    ],
    ['one that objects have', { toString: 1 }, 'Route has no property toString: got 1; allowed: hosts, '],
    ['one of null', { other: null }, 'Route has no property other: got null; allowed: hosts, '],
  ])('that are not are named: %s', (_, given, message) => {
    expect(messageOf(refuse(given))).toContain(message);
    expect(fixIn(messageOf(refuse(given)))).toMatch(
      /^(did you mean allowFrom\? )?remove \w+, or write the name as it is here$/,
    );
  });

  test.each<[string, string | undefined]>([
    ['allowedFrom', 'allowFrom'],
    ['allowfrom', 'allowFrom'],
    ['AllowForm', 'allowFrom'],
    ['host', 'hosts'],
    ['prot', 'port'],
    ['SNI', 'sni'],
    ['allow', undefined],
    ['dns', undefined],
    ['from', undefined],
    ['toString', undefined],
    ['', undefined],
  ])('that are misspelt are taken for the nearest: %p for %p', (written, meant) => {
    const fix = fixIn(messageOf(refuse({ [written]: 1 })));
    expect(fix).toBe(`${meant ? `did you mean ${meant}? ` : ''}remove ${written}, or write the name as it is here`);
  });

  test.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    ['hosts', '"hosts"'],
    [['a'], '["a"]'],
  ])('must be an object: %j is none', (given, shown) => {
    expect(messageOf(refuse(given))).toContain(`properties of Route are missing or no object: got ${shown}; `);
  });
});
