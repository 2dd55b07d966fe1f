import { OVERRIDE_HEADERS } from '../../../lib/http/override-headers';
import { STRIPPED_HEADERS, parseKeptHeaders, headersToStrip } from '../../../lib/http/stripped-headers';
import { findingOf, findingsOf } from '../input/findings';

test('STRIPPED_HEADERS has each name once, sorted, in lower case as Envoy writes names', () => {
  expect(STRIPPED_HEADERS).toEqual([...new Set(STRIPPED_HEADERS.map((name) => name.toLowerCase()))].sort());
});

test('STRIPPED_HEADERS has no header of the request itself', () => {
  for (const name of ['host', 'authorization', 'cookie', 'user-agent', 'accept', 'content-type', 'content-length']) {
    expect(STRIPPED_HEADERS).not.toContain(name);
  }
});

test('headersToStrip returns every header except the kept ones', () => {
  expect(headersToStrip([], false)).toEqual(STRIPPED_HEADERS);
  expect(headersToStrip(['b3'], false)).toEqual(STRIPPED_HEADERS.filter((name) => name !== 'b3'));
});

test('headersToStrip adds the headers that replace the method, path, host or scheme if methods or paths are restricted', () => {
  const removed = headersToStrip(['b3'], true);
  expect(removed).toEqual([...removed].sort());
  expect(removed.filter((name) => !STRIPPED_HEADERS.includes(name))).toEqual(OVERRIDE_HEADERS);
  expect(removed).not.toContain('b3');
});

test('OVERRIDE_HEADERS has each name once, sorted, in lower case, and no name that every route removes', () => {
  expect(OVERRIDE_HEADERS).toEqual([...new Set(OVERRIDE_HEADERS.map((name) => name.toLowerCase()))].sort());
  expect(OVERRIDE_HEADERS.filter((name) => STRIPPED_HEADERS.includes(name))).toEqual([]);
});

test.each([
  ['method', ['x-http-method', 'x-http-method-override', 'x-method-override']],
  ['path', ['destination', 'x-forwarded-prefix', 'x-middleware-subrequest', 'x-original-url', 'x-rewrite-url']],
  ['host', ['$wssn', 'forwarded', 'x-forwarded-server', 'x-http-host-override', 'x-original-host']],
  ['scheme', ['front-end-https', 'x-forwarded-scheme', 'x-forwarded-ssl', 'x-url-scheme']],
  ['file', ['x-accel-mapping', 'x-sendfile-type']],
])('OVERRIDE_HEADERS has the headers that servers read as another %s', (_, names) => {
  expect(OVERRIDE_HEADERS).toEqual(expect.arrayContaining(names));
});

test('OVERRIDE_HEADERS has no header that APIs define for other purposes', () => {
  for (const name of [
    'origin',
    'referer',
    'x-api-key',
    'idempotency-key',
    'x-amz-target',
    'soapaction',
    'x-csrf-token',
  ]) {
    expect(OVERRIDE_HEADERS).not.toContain(name);
  }
});

test('parseKeptHeaders accepts names in any case and an empty list, and returns the names sorted', () => {
  expect(parseKeptHeaders(['X-Request-Id', 'b3'])).toEqual(['b3', 'x-request-id']);
  expect(parseKeptHeaders([])).toEqual([]);
});

test('parseKeptHeaders names every header that the gateway does not remove', () => {
  const findings = findingsOf(() => parseKeptHeaders(['Authorization', 'b3', 'X-RequestId', 7 as unknown as string]));
  expect(findings.map(({ code, problem, fix }) => `${code} ${problem.split(' ')[0]}: ${fix}`)).toEqual([
    'EGR0209 keepHeaders[0]: remove keepHeaders[0]; the gateway forwards other headers',
    'EGR0209 keepHeaders[2]: write "x-request-id"',
    'EGR0209 keepHeaders[3]: remove keepHeaders[3]; the gateway forwards other headers',
  ]);
});

test.each([
  ['a repeated header', ['b3', 'B3'], 'EGR0106', 'keepHeaders must not repeat b3'],
  ['a text in place of a list', 'b3', 'EGR0105', 'keepHeaders must be a list'],
  ['a token', [{ produce: () => 'b3' }], 'EGR0108', 'keepHeaders[0] must be a literal'],
])('parseKeptHeaders rejects %s', (_, value, code, problem) => {
  expect(findingOf(() => parseKeptHeaders(value as string[]))).toMatchObject({ code, problem });
});
