import { escapedSlashesSpec, needsPlainPaths } from '../../../lib/dialect/istio/escaped-slashes-filter';
import { Operation } from '../../../lib/model/operation';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../help';

const sources = [{ kind: 'namespace', namespace: 'payments' }] as const;
const narrowedTo = (...operations: Operation[]) => ({ ...HTTP_80, access: { sources, operations } });

const READ: Operation = { methods: ['GET'], paths: [] };
const V1: Operation = { methods: [], paths: ['/v1/*'] };

describe('escaped slashes are of interest', () => {
  test.each([
    ['nothing was said', [HTTP_80], false],
    ['methods are asked for', [narrowedTo(READ)], false],
    ['paths are', [narrowedTo(V1)], true],
    ['paths are among others', [TLS_443, narrowedTo(READ, V1)], true],
    ['the gateway sees no path', [TLS_443, DIRECT_443], false],
  ])('where %s: %p', (_, ports, expected) => {
    expect(needsPlainPaths(externalHost(ports))).toBe(expected);
  });
});

test('the filter is for one host at the gateway, and rejects instead of guessing', () => {
  const spec = escapedSlashesSpec(externalHost([narrowedTo(V1)], { selector: { istio: 'egress', team: 'net' } }));
  expect(spec).toEqual({
    workloadSelector: { labels: { istio: 'egress', team: 'net' } },
    configPatches: [
      {
        applyTo: 'NETWORK_FILTER',
        match: {
          context: 'GATEWAY',
          listener: {
            filterChain: { sni: 'edition.cnn.com', filter: { name: 'envoy.filters.network.http_connection_manager' } },
          },
        },
        patch: {
          operation: 'MERGE',
          value: {
            typed_config: {
              '@type':
                'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
              path_with_escaped_slashes_action: 'REJECT_REQUEST',
            },
          },
        },
      },
    ],
  });
});
