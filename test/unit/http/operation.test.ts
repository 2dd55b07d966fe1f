import { Lazy } from 'cdk8s';
import fc from 'fast-check';
import { distinctOperations, parseOperation as parse } from '../../../lib/http/operation';
import { findingOf, findingsOf, writtenBy } from '../input/findings';

const parseOperation = (methods?: unknown, paths?: unknown) =>
  parse({ methods, paths } as Parameters<typeof parse>[0], 'allowedOperations[1]');

test('parseOperation rejects an operation without methods and paths', () => {
  expect(findingOf(() => parseOperation())).toMatchObject({
    code: 'EGR0208',
    problem: 'allowedOperations[1] must have methods or paths',
    got: '{}',
    fix: 'write { methods: ["GET"], paths: ["/v1/*"] }, with one of the two or both',
  });
});

test('parseOperation rejects unknown properties and a value that is not an object', () => {
  expect(findingOf(() => parse({ methods: ['GET'], path: ['/'] } as object)).fix).toBe('rename path to paths');
  expect(findingOf(() => parse('GET' as unknown as object)).problem).toBe('properties of operation must be an object');
});

test.each([
  ['lower case', 'get', 'write "GET"'],
  ['mixed case', 'Post', 'write "POST"'],
  ['a trailing blank', 'GET ', 'write "GET"'],
  ['two methods in one text', 'GET,POST', 'write "GET", "POST"'],
  ['a wildcard', '*', 'remove methods to allow every method'],
  ['an empty text', '', 'write methods: ["GET"]'],
  ['a leading hyphen', '-GET', 'write methods: ["GET"]'],
  ['a number', 7, 'write methods: ["GET"]'],
])('parseOperation rejects a method with %s', (_, method, fix) => {
  expect(findingOf(() => parseOperation(['GET', method], ['/v1/*']))).toMatchObject({
    code: 'EGR0208',
    problem: 'allowedOperations[1].methods[1] must be an HTTP method',
    got: JSON.stringify(method),
    fix,
  });
});

test.each([
  ['an empty path', '', 'write paths: ["/v1/*"]'],
  ['a relative path', 'v1/status', 'write "/v1/status"'],
  ['a wildcard', '*', 'remove paths to allow every path'],
  ['a wildcard at the start', '*/status', 'write paths: ["/v1/*"]'],
  [
    'a wildcard in the middle',
    '/v1/*/status',
    'write "/v1/1/status", and so on: a path for each value in place of the wildcard',
  ],
  ['two wildcards', '/v1/**', 'write "/v1/*"'],
  [
    'two parts with wildcards',
    '/v1/*/items/*',
    'write "/v1/1/items/*", and so on: a path for each value in place of the wildcard',
  ],
  ['a template', '/v1/{*}/a', 'write "/v1/1/a", and so on: a path for each value in place of the wildcard'],
  ['a query, which Envoy does not compare', '/v1?id=1', 'write "/v1"'],
  ['a fragment', '/v1#top', 'write "/v1"'],
  ['a regular expression, whose literal prefix would be allowed', '/v1/.*', 'write "/v1/*"'],
  ['a URL', 'https://a.com/v1', 'write "/v1"'],
  ['a number', 7, 'write paths: ["/v1/*"]'],
])('parseOperation rejects %s in paths', (_, path, fix) => {
  expect(findingOf(() => parseOperation(['GET'], ['/v1/*', path]))).toMatchObject({
    code: 'EGR0208',
    problem: 'allowedOperations[1].paths[1] must be a normalized absolute path',
    got: JSON.stringify(path),
    fix,
  });
});

test.each([
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
  ['/v1/../v2', '/v2'],
  ['/..', '/'],
  ['/./*', '/*'],
  ['/%2e%2e/', '/'],
  ['/v1/%2E./v2', '/v2'],
  ['/a%2eb/*', '/a.b/*'],
  ['/v1\\v2', '/v1/v2'],
  ['/ü/%2e%2e/', '/'],
])('parseOperation rejects the path %j and names the form that the gateway compares: %j', (path, written) => {
  expect(findingOf(() => parseOperation(undefined, [path])).fix).toBe(`write "${written}"`);
  expect(parseOperation(undefined, [written]).paths).toEqual([written]);
});

test.each(['/v1%2fv2', '/v1%2Fv2*', '/v1%5cv2', '/v1%5Cv2'])(
  'parseOperation rejects the path %s, because the gateway answers an escaped slash or backslash with 400',
  (path) => {
    expect(findingOf(() => parseOperation(undefined, [path])).fix).toMatch(/^write a path without an escaped slash/);
  },
);

test('parseOperation accepts every path that it names in a fix', () => {
  const part = fc.constantFrom('a', '.', '..', '%2e', '%2f', '\\', '/', '//', '*', '?', 'ü', ' ', ':', '{', '%', '@');
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }).map((parts) => `/${parts.join('')}`),
      (path) => {
        try {
          expect(parseOperation(undefined, [path]).paths).toEqual([path]);
        } catch {
          const { fix } = findingOf(() => parseOperation(undefined, [path]));
          if (!fix.startsWith('write "')) return;
          expect(parseOperation(undefined, [writtenBy(fix)]).paths).toEqual([writtenBy(fix)]);
        }
      },
    ),
  );
});

test('parseOperation names every malformed method and path in one error', () => {
  const findings = findingsOf(() => parseOperation(['get', 'PUT', 'post'], ['v1', '/v2']));
  expect(findings.map(({ problem }) => problem.split(' ')[0])).toEqual([
    'allowedOperations[1].methods[0]',
    'allowedOperations[1].methods[2]',
    'allowedOperations[1].paths[0]',
  ]);
});

test.each([
  ['an empty list', [], 'must not be empty'],
  ['a text', 'GET', 'must be a list'],
  ['null', null, 'cannot be null'],
  ['a token', Lazy.any({ produce: () => ['GET'] }) as unknown, 'must be a literal'],
])('parseOperation rejects %s for methods and for paths', (_, values, predicate) => {
  expect(findingsOf(() => parseOperation(values, values)).map(({ problem }) => problem)).toEqual([
    `allowedOperations[1].methods ${predicate}`,
    `allowedOperations[1].paths ${predicate}`,
  ]);
});

test('parseOperation shows the list in the fix for an empty list', () => {
  expect(findingOf(() => parseOperation([], ['/'])).fix).toBe('write allowedOperations: [{ methods: ["GET"] }]');
});

test('parseOperation rejects tokens in a list', () => {
  const values = [Lazy.any({ produce: () => 'GET' }), '${Token[TOKEN.1]}'];
  const findings = findingsOf(() => parseOperation(values, values));
  expect(findings.map(({ code }) => code)).toEqual(['EGR0108', 'EGR0108', 'EGR0108', 'EGR0108']);
});

test.each([[['GET']], [['M-SEARCH']], [['DELETE', 'GET']]])(
  'parseOperation accepts the methods %j alone',
  (methods) => {
    expect(parseOperation(methods)).toEqual({ methods, paths: [] });
  },
);

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
])('parseOperation accepts the path %s alone', (path) => {
  expect(parseOperation(undefined, [path])).toEqual({ methods: [], paths: [path] });
});

const lists = fc.tuple(
  fc.array(fc.constantFrom('GET', 'PUT', 'M-SEARCH'), { minLength: 1 }),
  fc.array(fc.constantFrom('/', '/a', '/a/*', '/b*'), { minLength: 1 }),
);

test('parseOperation returns both lists sorted, each item once, for every order and repetition', () => {
  fc.assert(
    fc.property(lists, ([methods, paths]) => {
      const operation = parseOperation(Object.freeze(methods), Object.freeze(paths));
      expect(operation).toEqual({ methods: [...new Set(methods)].sort(), paths: [...new Set(paths)].sort() });
      expect(parseOperation([...methods].reverse(), [...paths].reverse())).toEqual(operation);
      expect(parseOperation(operation.methods, operation.paths)).toEqual(operation);
    }),
  );
});

test('distinctOperations returns every operation once, for every order', () => {
  fc.assert(
    fc.property(fc.array(lists), (pairs) => {
      const operations = pairs.map(([methods, paths]) => parseOperation(methods, paths));
      const distinct = distinctOperations(operations);
      expect(new Set(distinct.map((each) => JSON.stringify(each))).size).toBe(distinct.length);
      expect(distinctOperations([...operations, ...operations].reverse())).toEqual(distinct);
      for (const operation of operations) expect(distinct).toContainEqual(operation);
    }),
  );
});
