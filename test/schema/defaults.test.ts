/** Defaults are filled in before an object is judged, as the API server does. */
import { hasDefaults, withDefaults } from '../support/schema/defaults';
import { kinds } from '../support/schema/kinds';
import type { Schema } from '../support/schema/schema';

const schema: Schema = {
  properties: {
    mode: { type: 'string', default: 'AUTO' },
    maybe: { type: 'string', nullable: true, default: 'x' },
    port: { type: 'object', default: {}, properties: { number: { type: 'integer', default: 80 } } },
    list: { type: 'array', items: { properties: { on: { type: 'boolean', default: true } } } },
    map: { type: 'object', additionalProperties: { properties: { n: { type: 'integer', default: 1 } } } },
  },
};

test('defaults fill in missing fields, and the missing fields of these defaults', () => {
  const value = { list: [{}, { on: false }], map: { a: {} } };
  expect(withDefaults(value, schema)).toEqual({
    mode: 'AUTO',
    maybe: 'x',
    port: { number: 80 },
    list: [{ on: true }, { on: false }],
    map: { a: { n: 1 } },
  });
  expect(value).toEqual({ list: [{}, { on: false }], map: { a: {} } });
});

test('a null gives way to a default, except where it is allowed', () => {
  expect(withDefaults({ mode: null, maybe: null, port: { number: 1 } }, schema)).toEqual({
    mode: 'AUTO',
    maybe: null,
    port: { number: 1 },
  });
});

test('a default is found at any depth', () => {
  expect(hasDefaults(schema)).toBe(true);
  expect(hasDefaults({ items: { additionalProperties: { properties: { a: { default: 0 } } } } })).toBe(true);
  expect(hasDefaults({ items: { additionalProperties: true } })).toBe(false);
});

test('the kinds of Istio have no defaults at present', () => {
  expect(kinds.filter(({ custom, schema: own }) => custom && hasDefaults(own))).toEqual([]);
});
