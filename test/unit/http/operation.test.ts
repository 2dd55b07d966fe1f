import { Lazy } from 'cdk8s';
import fc from 'fast-check';
import { parseOperation as parse } from '../../../lib/http/operation';
import { fixIn, messageOf } from '../help';

const parseOperation = (methods?: readonly string[], paths?: readonly string[]) => parse({ methods, paths });

type Strings = string[] | undefined;

describe('parseOperation refuses', () => {
  test('neither methods nor paths: it would say nothing', () => {
    const message = messageOf(() => parseOperation(undefined, undefined));
    expect(message).toMatch(/^operation has neither methods nor paths: got \{\}; allowed: methods, paths, or both/);
    expect(fixIn(message)).toBe('write allow: [{ methods: ["GET"], paths: ["/v1/*"] }], with one of the two or both');
  });

  test.each<[string, unknown, string]>([
    ['no method', [], '[]'],
    ['lower case, which no request has', ['get'], '["get"]'],
    ['mixed case', ['GET', 'Post'], '["GET","Post"]'],
    ['every method in a word', ['*'], '["*"]'],
    ['an empty method', [''], '[""]'],
    ['a blank', ['GET '], '["GET "]'],
    ['a hyphen before', ['-GET'], '["-GET"]'],
    ['two in one', ['GET,POST'], '["GET,POST"]'],
    ['a number', [7], '[7]'],
    ['no list', 'GET', '"GET"'],
    ['null', null, 'null'],
  ])('%s for methods', (_, methods, got) => {
    const message = messageOf(() => parseOperation(methods as Strings, ['/v1/*']));
    expect(message).toContain(`methods is empty or malformed: got ${got}; allowed: names in upper case`);
    expect(fixIn(message)).toBe('write methods: ["GET"]');
  });

  test.each<[string, unknown, string]>([
    ['no path', [], '[]'],
    ['an empty path', [''], '[""]'],
    ['a relative path', ['v1/status'], '["v1/status"]'],
    ['everything in a word', ['*'], '["*"]'],
    ['an end of paths', ['*/status'], '["*/status"]'],
    ['a * in the middle', ['/v1/*/status'], '["/v1/*/status"]'],
    ['two *', ['/v1/**'], '["/v1/**"]'],
    ['a template', ['/v1/{*}'], '["/v1/{*}"]'],
    ['a query, which Envoy does not compare', ['/v1?id=1'], '["/v1?id=1"]'],
    ['a fragment', ['/v1#top'], '["/v1#top"]'],
    ['a url', ['https://a.com/v1'], '["https://a.com/v1"]'],
    ['one of several that is bad', ['/v1/*', 'v2'], '["/v1/*","v2"]'],
    ['a number', [7], '[7]'],
    ['no list', '/v1/*', '"/v1/*"'],
  ])('%s for paths', (_, paths, got) => {
    const message = messageOf(() => parseOperation(['GET'], paths as Strings));
    expect(message).toContain(`paths is empty or malformed: got ${got}; allowed: absolute paths`);
    expect(fixIn(message)).toBe('write paths: ["/v1/*"]');
  });

  test.each<[string, string]>([
    ['/ü', '/%C3%BC'],
    ['/v1/ü/*', '/v1/%C3%BC/*'],
    ['/%20ü', '/%20%C3%BC'],
    ['/日本', '/%E6%97%A5%E6%9C%AC'],
    ['/\u{1f600}', '/%F0%9F%98%80'],
    ['/\ud83d', '/%EF%BF%BD'],
    ['/v 1', '/v%201'],
    ['/v1\u00a0', '/v1%C2%A0'],
    ['/v1\n', '/v1%0A'],
    ['/v1\t*', '/v1%09*'],
    ['/\u0000', '/%00'],
    ['/\u007f', '/%7F'],
  ])('the path %j, which no request has in that form', (path, form) => {
    const message = messageOf(() => parseOperation(['GET'], ['/v1/*', path]));
    expect(message).toContain(`paths is empty or malformed: got ${JSON.stringify(['/v1/*', path])}; allowed: absolute`);
    expect(fixIn(message)).toBe(`write ${JSON.stringify(form)}, as requests have it`);
    expect(parseOperation(undefined, [form]).paths).toEqual([form]);
  });

  test.each([
    '/v1/../v2',
    '/..',
    '/./*',
    '/%2e%2e/',
    '/v1/%2E./v2',
    '/a%2eb/*',
    '/v1%2fv2',
    '/v1%2Fv2*',
    '/v1%5cv2',
    '/v1%5Cv2',
    '/v1\\v2',
    '/ü/%2e%2e/',
  ])('the path %s, which the gateway resolves or refuses before it compares', (path) => {
    const message = messageOf(() => parseOperation(undefined, [path]));
    expect(message).toContain(`paths is empty or malformed: got ${JSON.stringify([path])}; allowed: absolute paths`);
    expect(fixIn(message)).toBe('write the path that is left when dots, slashes and backslashes are resolved');
  });

  test.each<[string, unknown, unknown]>([
    ['methods', Lazy.any({ produce: () => ['GET'] }), undefined],
    ['methods', [Lazy.any({ produce: () => 'GET' })], undefined],
    ['paths', undefined, Lazy.any({ produce: () => ['/'] })],
    ['paths', undefined, ['${Token[TOKEN.1]}']],
  ])('a token for %s', (what, methods, paths) => {
    const message = messageOf(() => parseOperation(methods as Strings, paths as Strings));
    expect(message).toContain(`${what} is a token`);
    expect(fixIn(message)).toMatch(/^resolve the value before/);
  });
});

describe('parseOperation', () => {
  test.each<[string[]]>([[['GET']], [['M-SEARCH']], [['DELETE', 'GET']]])('reads the methods %j alone', (methods) => {
    expect(parseOperation(methods, undefined)).toEqual({ methods, paths: [] });
  });

  test.each([
    '/',
    '/*',
    '/v1',
    '/v1/',
    '/v1/*',
    '/v1*',
    '/a%20b',
    '/%C3%BC',
    '/%c3%bc*',
    '/.well-known/*',
    '/a..b',
    '/a:b@c;d=e/f',
  ])('reads the path %s alone', (path) => {
    expect(parseOperation(undefined, [path])).toEqual({ methods: [], paths: [path] });
  });

  test('sorts both and has each once, since neither order nor repetition means anything', () => {
    const [methods, paths] = [
      ['PUT', 'GET', 'PUT'],
      ['/b', '/a', '/b'],
    ];
    expect(parseOperation(methods, paths)).toEqual({ methods: ['GET', 'PUT'], paths: ['/a', '/b'] });
    expect([methods, paths]).toEqual([
      ['PUT', 'GET', 'PUT'],
      ['/b', '/a', '/b'],
    ]);
  });

  test('reads what it has read as the same, whatever the order', () => {
    const lists = fc.tuple(
      fc.array(fc.constantFrom('GET', 'PUT', 'M-SEARCH'), { minLength: 1 }),
      fc.array(fc.constantFrom('/', '/a', '/a/*', '/b*'), { minLength: 1 }),
    );
    fc.assert(
      fc.property(lists, ([methods, paths]) => {
        const read = parseOperation(methods, paths);
        expect(parseOperation([...read.methods], [...read.paths])).toEqual(read);
        expect(parseOperation([...methods].reverse(), [...paths].reverse())).toEqual(read);
      }),
    );
  });
});
