import { needsRequestFilter, requestFilterSpec } from '../../../../lib/render/istio/request-filter';
import { Operation } from '../../../../lib/http/operation';
import { ClientTls } from '../../../../lib/mesh/client-tls';
import { HttpProtocol } from '../../../../lib/mesh/http-protocol';
import { TlsOriginationModel } from '../../../../lib/mesh/tls-origination-model';
import { TlsVersion } from '../../../../lib/mesh/tls-version';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

const sources = [{ kind: 'namespace', namespace: 'payments' }] as const;
const narrowedTo = (...operations: Operation[]) => ({ ...HTTP_80, access: { sources, operations } });

const READ: Operation = { methods: ['GET'], paths: [] };
const V1: Operation = { methods: [], paths: ['/v1/*'] };

const origination: TlsOriginationModel = {
  mode: 'SIMPLE',
  port: 443,
  minProtocolVersion: TlsVersion.TLS_1_2,
  verify: true,
};
const HTTP2_TLS = { ...HTTP_80, origination, httpProtocol: HttpProtocol.HTTP2 };
const CLIENT_TLS = { ...HTTP_80, origination, useClientProtocol: true };

describe('needsRequestFilter', () => {
  test.each([
    ['without sources', [HTTP_80], false],
    ['with sources only', [narrowedTo()], false],
    ['with allowed methods', [narrowedTo(READ)], true],
    ['with allowed paths', [narrowedTo(V1)], true],
    ['with TLS and direct ports only', [TLS_443, DIRECT_443], false],
    ['with HTTP/2 over TLS', [HTTP2_TLS], true],
    ['with the protocol of the application over TLS', [CLIENT_TLS], true],
    ['with HTTP/1.1 over TLS', [{ ...HTTP_80, origination }], false],
    ['with HTTP/2 without TLS', [{ ...HTTP_80, httpProtocol: HttpProtocol.HTTP2 }], false],
  ])('of a host %s is %p', (_, ports, expected) => {
    expect(needsRequestFilter(externalHost(ports))).toBe(expected);
  });
});

describe('the request filter', () => {
  const spec = (...operations: Operation[]) =>
    requestFilterSpec(externalHost([narrowedTo(...operations)], { selector: { istio: 'egress', team: 'net' } }));

  test('applies to one host on the gateway', () => {
    expect(spec(V1)).toMatchObject({
      workloadSelector: { labels: { istio: 'egress', team: 'net' } },
      configPatches: [
        {
          applyTo: 'NETWORK_FILTER',
          match: {
            context: 'GATEWAY',
            listener: {
              filterChain: {
                sni: 'edition.cnn.com',
                filter: { name: 'envoy.filters.network.http_connection_manager' },
              },
            },
          },
        },
        {},
      ],
    });
  });

  test('with allowed paths also refuses dot segments with parameters or encoded characters', () => {
    const [, patch] = (spec(V1) as { configPatches: object[] }).configPatches;
    expect(patch).toMatchObject({
      applyTo: 'HTTP_FILTER',
      match: {
        listener: {
          filterChain: { sni: 'edition.cnn.com', filter: { name: 'envoy.filters.network.http_connection_manager' } },
        },
      },
      patch: { operation: 'INSERT_FIRST' },
    });
    const [, written] = /"regex":"(.*?)"/.exec(JSON.stringify(patch)) as unknown as [string, string];
    const refused = new RegExp(`^(?:${written})$`);
    expect(
      [
        ...['/v1/..;/v2', '/v1/.;/a', '/v1/..;x=1/v2', '/v1/..;', '/..;/'],
        ...['/v1/..%3b/v2', '/v1/..%3B', '/v1/.%3bx/a', '/v1/..%09/v2', '/v1/.%252e/v2'],
      ].filter((path) => !refused.test(path)),
    ).toEqual([]);
    expect(
      ['/v1/a', '/v1/a;x=1', '/v1/.../a', '/v1/a..;x', '/v1/;/a', '/.well-known/a', '/v1/a%3b'].filter((path) =>
        refused.test(path),
      ),
    ).toEqual([]);
  });

  test.each<[string, Operation[], object]>([
    [
      'allowed paths, and also rejects escaped slashes',
      [READ, V1],
      { path_with_escaped_slashes_action: 'REJECT_REQUEST' },
    ],
    ['allowed methods', [READ], {}],
  ])('drops headers with underscores with %s', (_, operations, more) => {
    const [patch, ...others] = (spec(...operations) as { configPatches: { patch: object }[] }).configPatches;
    expect(others).toHaveLength('path_with_escaped_slashes_action' in more ? 1 : 0);
    expect(patch?.patch).toEqual({
      operation: 'MERGE',
      value: {
        typed_config: {
          '@type':
            'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
          common_http_protocol_options: { headers_with_underscores_action: 'DROP_HEADER' },
          ...more,
        },
      },
    });
  });

  test.each([[HTTP2_TLS], [CLIENT_TLS]])('sends the scheme of the connection in HTTP/2 over TLS', (port) => {
    const [patch, ...others] = (requestFilterSpec(externalHost([port])) as { configPatches: { patch: object }[] })
      .configPatches;
    expect(others).toEqual([]);
    expect(patch?.patch).toEqual({
      operation: 'MERGE',
      value: {
        typed_config: {
          '@type':
            'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
          scheme_header_transformation: { scheme_to_overwrite: 'https' },
        },
      },
    });
  });

  test('is not needed without mesh mTLS, where all hosts have one filter chain', () => {
    expect(needsRequestFilter(externalHost([HTTP2_TLS], { clientTls: ClientTls.DISABLE }))).toBe(false);
  });
});
