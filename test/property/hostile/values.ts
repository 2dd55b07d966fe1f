/** Values that no property has, and texts that readers of YAML, Kubernetes or Envoy take for something else. */
import { Lazy } from 'cdk8s';
import { isStruct } from './places';

/** A value, with a text that names the value in a failure. */
export interface Hostile {
  readonly text: string;
  readonly value: unknown;
}

/** Texts that YAML 1.1, YAML 1.2 or Go's reader take for numbers, booleans, dates, null or keys of merges. */
export const SCALARS: readonly string[] = [
  ...[
    '0o7',
    '0O17',
    '-0o7',
    '0x1F',
    '0X1F',
    '0b11',
    '0B11',
    '0_o7',
    '1_000',
    '1e3',
    '1E3',
    '12e03',
    '1e_3',
    '1_e3',
    '.5e3',
  ],
  ...['+.5e3', '.5', '5.', '+5', '-0', '007', '089', '1:30', '1:30:00', '190:20:30.15', '0.0', '1.5', '6.8523015e+5'],
  ...['.inf', '-.INF', '+.inf', '.nan', '.NaN', 'NaN', 'Infinity', 'yes', 'No', 'ON', 'off', 'y', 'N', 'true', 'FALSE'],
  ...['~', 'null', 'Null', 'NULL', '', '=', '<<', '2001-01-01', '2001-1-1', '2001-12-14t21:59:43.10-05:00', '0x1p-2'],
  ...['0x_1F', '0_x1F', '1__0', '0o_7', '1.e+3', '1e+3', '9223372036854775808', '18446744073709551616'],
];

const ODD_TEXTS: readonly string[] = [
  ...[
    ' ',
    'a b',
    ' a',
    'a ',
    '\t',
    'a\nb',
    'a\r\nb',
    '\n',
    'a\u0000',
    '\u001b[31m',
    'a\u007f',
    'a\u0085b',
    'a\u2028b',
    'a\u2029b',
  ],
  ...['\ufeffa', 'a\ufffe', 'a\uffff', 'a\ud800', '\udc00a', '\ud83d\ude00', 'é', '\u202ea', 'a\u0300', '\u200b'],
  ...[
    '${TfToken[TOKEN.1]}',
    '${Token[TOKEN.1]}',
    '{{ .Values.x }}',
    '$(NAME)',
    '%REQ(:path)%',
    '../x',
    '/',
    '//',
    '*',
    '-',
    '.',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '# a',
    'a: b',
    'a #b',
    '- a',
    '---',
    '...',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
  ],
  ...[
    '{}',
    '[]',
    '{a: b}',
    '"a"',
    "'a'",
    '@a',
    '`a`',
    '%a',
    '? a',
    ',',
    'a'.repeat(64),
    'a'.repeat(300),
    '0.0.0.0/0',
    '::/0',
  ],
  ...[
    '10.0.0.1/8',
    '169.254.169.254',
    'metadata.google.internal',
    '*.com',
    'a..b',
    'a_b.com',
    'A.COM',
    'a.com.',
    'http://a.com',
  ],
];

class Foreign {
  public readonly key = 'a';
}

const cycle: Record<string, unknown> = { a: 'a' };
cycle['b'] = cycle;

const OTHERS: readonly Hostile[] = [
  ...[undefined, null, true, false, 0, -0, -1, 1.5, NaN, Infinity, 65536, 2 ** 53, 1e21, 10n].map((value) => ({
    text: typeof value === 'bigint' ? '10n' : Object.is(value, -0) ? '-0' : String(value),
    value,
  })),
  { text: 'a symbol', value: Symbol('a') },
  { text: 'a function', value: () => 'a' },
  { text: 'a class', value: Foreign },
  { text: 'a foreign instance', value: new Foreign() },
  { text: 'a date', value: new Date(0) },
  { text: 'a regular expression', value: /a/ },
  { text: 'a map', value: new Map([['a', 'b']]) },
  { text: 'a set', value: new Set(['a']) },
  { text: 'a boxed text', value: new String('a') },
  { text: 'a boxed number', value: new Number(7) },
  { text: 'bytes', value: Buffer.from('a') },
  { text: 'a promise', value: Promise.resolve('a') },
  { text: 'an object without a prototype', value: Object.assign(Object.create(null), { a: 'b' }) },
  { text: 'an object with its own __proto__', value: JSON.parse('{"__proto__": "a"}') },
  { text: 'a cycle', value: cycle },
  { text: '{}', value: {} },
  { text: '{ 0: a }', value: { 0: 'a' } },
  { text: '{ a: undefined }', value: { a: undefined } },
  { text: '{ a: null }', value: { a: null } },
  { text: '{ a: {} }', value: { a: {} } },
  { text: '[]', value: [] },
  { text: 'a sparse list', value: new Array(2) },
  { text: '[a, , b]', value: Object.assign(new Array(3), { 0: 'a', 2: 'b' }) },
  { text: '[undefined]', value: [undefined] },
  { text: '[null]', value: [null] },
  { text: '[[a]]', value: [['a']] },
  { text: '[7]', value: [7] },
];

/** A token that resolves to a value. */
const token = (text: string, value: unknown): Hostile => ({
  text: `a token of ${text}`,
  value: Lazy.any({ produce: () => value }),
});

const TEXTS: readonly Hostile[] = [...SCALARS, ...ODD_TEXTS].map((value) => ({ text: JSON.stringify(value), value }));

/** The hostile values, and tokens that resolve to some of them. */
export const VALUES: readonly Hostile[] = [
  ...[...TEXTS, ...OTHERS],
  ...[...TEXTS, ...OTHERS].filter((_, index) => index % 3 === 0).map(({ text, value }) => token(text, value)),
];

/** Keys that are no keys, or that readers of YAML and of JavaScript take for something else. */
export const KEYS: readonly string[] = [...SCALARS, ...ODD_TEXTS, 'prototype', 'a'.repeat(64), '0', 'resolve', 'value'];

const of = (values: readonly unknown[]): readonly Hostile[] =>
  values.map((value) => ({ text: `${typeof value} ${JSON.stringify(String(value))}`, value }));

/** Returns hostile values that resemble an accepted value: a text with a hostile character, a list with a hole. */
export function variantsOf(accepted: unknown): readonly Hostile[] {
  if (typeof accepted === 'string') return variantsOfText(accepted);
  if (typeof accepted === 'number') {
    return of([String(accepted), accepted + 0.5, -accepted, BigInt(accepted), new Number(accepted)]);
  }
  if (typeof accepted === 'boolean') return of([String(accepted), 0, 1, new Boolean(accepted)]);
  if (Array.isArray(accepted)) return variantsOfList(accepted);
  return [
    { text: 'in a list', value: [accepted] },
    { text: 'a copy without a prototype', value: Object.assign(Object.create(null), accepted) as unknown },
    { text: 'a copy', value: { ...(accepted as object) } },
    ...(isStruct(accepted) ? [] : [{ text: 'its prototype', value: Object.getPrototypeOf(accepted) as unknown }]),
  ];
}

const ODD_CHARACTERS = ['\u0000', '\ud800', '\u2028', '\u0085', '\ufeff', ' ', '\n', '\r', '${Token[TOKEN.1]}'];

function variantsOfText(accepted: string): readonly Hostile[] {
  const texts = ODD_CHARACTERS.flatMap((odd) => [
    `${accepted}${odd}`,
    `${odd}${accepted}`,
    `${accepted.slice(0, 2)}${odd}${accepted.slice(2)}`,
  ]);
  return [...of(texts), ...of([new String(accepted)]), { text: 'in a list', value: [accepted] }];
}

function variantsOfList(items: readonly unknown[]): readonly Hostile[] {
  return [
    { text: 'with a hole', value: Object.assign([...items], { [items.length + 1]: items[0] }) },
    { text: 'with undefined', value: [...items, undefined] },
    { text: 'with null', value: [...items, null] },
    { text: 'twice', value: [...items, ...items] },
    { text: 'as a set', value: new Set(items) },
    { text: 'as an object', value: { ...items } },
    { text: 'in a list', value: [items] },
    { text: 'its first item', value: items[0] },
  ];
}
