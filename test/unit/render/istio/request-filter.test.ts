import { needsRequestFilter, requestFilterSpec } from '../../../../lib/render/istio/request-filter';
import { Operation } from '../../../../lib/http/operation';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

const sources = [{ kind: 'namespace', namespace: 'payments' }] as const;
const narrowedTo = (...operations: Operation[]) => ({ ...HTTP_80, access: { sources, operations } });

const READ: Operation = { methods: ['GET'], paths: [] };
const V1: Operation = { methods: [], paths: ['/v1/*'] };

describe('how a host reads requests is of interest', () => {
  test.each([
    ['nothing was said', [HTTP_80], false],
    ['only sources were', [narrowedTo()], false],
    ['methods are asked for', [narrowedTo(READ)], true],
    ['paths are', [narrowedTo(V1)], true],
    ['the gateway sees no request', [TLS_443, DIRECT_443], false],
  ])('where %s: %p', (_, ports, expected) => {
    expect(needsRequestFilter(externalHost(ports))).toBe(expected);
  });
});

describe('the filter of requests', () => {
  const spec = (...operations: Operation[]) =>
    requestFilterSpec(externalHost([narrowedTo(...operations)], { selector: { istio: 'egress', team: 'net' } }));

  test('is for one host at the gateway', () => {
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
      ],
    });
  });

  test.each<[string, Operation[], object]>([
    ['paths', [READ, V1], { path_with_escaped_slashes_action: 'REJECT_REQUEST' }],
    ['methods alone', [READ], {}],
  ])('drops headers that a host may take for others, and with %s says so of paths', (_, operations, more) => {
    const [patch, ...others] = (spec(...operations) as { configPatches: { patch: object }[] }).configPatches;
    expect(others).toEqual([]);
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
});
