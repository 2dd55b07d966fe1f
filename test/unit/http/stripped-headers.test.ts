import { EDGE_HEADERS, parseKeptHeaders, removedHeaders } from '../../../lib/http/stripped-headers';

describe('headers that tell of the mesh', () => {
  test('have each name once, sorted, in lower case as Envoy writes them', () => {
    expect(EDGE_HEADERS).toEqual([...new Set(EDGE_HEADERS.map((name) => name.toLowerCase()))].sort());
  });

  test('never are those of the request itself', () => {
    for (const name of ['host', 'authorization', 'cookie', 'user-agent', 'accept', 'content-type', 'content-length']) {
      expect(EDGE_HEADERS).not.toContain(name);
    }
  });

  test('are all taken away but those that are kept', () => {
    expect(removedHeaders([], false)).toEqual(EDGE_HEADERS);
    expect(removedHeaders(['b3'], false)).toEqual(EDGE_HEADERS.filter((name) => name !== 'b3'));
  });

  test('are joined, sorted, by those that speak of another method or path, where these are looked at', () => {
    const removed = removedHeaders(['b3'], true);
    expect(removed).toEqual([...removed].sort());
    const more = removed.filter((name) => !EDGE_HEADERS.includes(name));
    expect(more).toEqual(
      expect.arrayContaining(['forwarded', 'x-http-method-override', 'x-original-url', 'x-rewrite-url']),
    );
    expect(more.filter((name) => !/method|url|uri|path|prefix|host|forwarded/.test(name))).toEqual([]);
    expect(removed).not.toContain('b3');
  });
});

describe('headers to keep', () => {
  test('are read in any case, and sorted', () => {
    expect(parseKeptHeaders(['X-Request-Id', 'b3'])).toEqual(['b3', 'x-request-id']);
  });

  test.each<[string, unknown, RegExp]>([
    [
      'one that nothing takes away',
      ['authorization'],
      /header "authorization" is not taken away.*other headers.*pass anyway/,
    ],
    ['one twice', ['b3', 'B3'], /header b3 stands in keepHeaders twice/],
    ['no list', 'b3', /keepHeaders is not a list/],
    ['a token', [{ produce: () => 'b3' }], /header is a token/],
  ])('refuse %s', (_, value, message) => {
    expect(() => parseKeptHeaders(value as string[])).toThrow(message);
  });
});
