import {
  credentialFilterSpec,
  needsCredentialFilter,
  servingPods,
} from '../../../../lib/render/istio/credential-filter';
import { gatewaySpec } from '../../../../lib/render/istio/gateway';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

const token = { header: 'authorization', secretName: 'api-token', key: 'authorization' };
const other = { header: 'x-api-key', secretName: 'keys', key: 'news' };
const WITH = { ...HTTP_80, credential: token };
const FURTHER = { ...HTTP_80, number: 8080, credential: other };

test('only a host with a credential needs the filter', () => {
  expect(needsCredentialFilter(externalHost([HTTP_80, TLS_443, DIRECT_443]))).toBe(false);
  expect(needsCredentialFilter(externalHost([WITH, TLS_443]))).toBe(true);
});

test('pods without the file of the credential have neither the filter nor a server for the host', () => {
  const external = externalHost([WITH, TLS_443]);
  const labels = { istio: 'egressgateway', 'egress-credential-authorization_api-token': 'mounted' };
  expect(servingPods(external)).toEqual(labels);
  expect(credentialFilterSpec(external)).toMatchObject({ workloadSelector: { labels } });
  expect(gatewaySpec(external).selector).toEqual(labels);
});

test('the servers of a host without credentials are on all pods of the gateway', () => {
  expect(gatewaySpec(externalHost([HTTP_80])).selector).toEqual({ istio: 'egressgateway' });
});

test('the filter replaces the header of the caller, and lets no request pass without the credential', () => {
  expect(credentialFilterSpec(externalHost([WITH]))).toMatchObject({
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        match: {
          context: 'GATEWAY',
          listener: {
            portNumber: 8080,
            filterChain: {
              sni: 'edition.cnn.com',
              filter: {
                name: 'envoy.filters.network.http_connection_manager',
                subFilter: { name: 'envoy.filters.http.router' },
              },
            },
          },
        },
        patch: {
          operation: 'INSERT_BEFORE',
          value: {
            typed_config: {
              overwrite: true,
              allow_request_without_credential: false,
              credential: { typed_config: { header: 'authorization' } },
            },
          },
        },
      },
    ],
  });
});

test('each port of a host has its own credential, in the filter chain of its server', () => {
  const external = externalHost([WITH, FURTHER]);
  const { configPatches } = credentialFilterSpec(external) as { configPatches: readonly object[] };
  expect(configPatches).toMatchObject([
    {
      match: { listener: { filterChain: { sni: 'edition.cnn.com' } } },
      patch: { value: { typed_config: { credential: { typed_config: { header: 'authorization' } } } } },
    },
    {
      match: { listener: { filterChain: { sni: '8080.edition.cnn.com.ports.invalid' } } },
      patch: { value: { typed_config: { credential: { typed_config: { header: 'x-api-key' } } } } },
    },
  ]);
  expect(Object.keys(servingPods(external))).toEqual([
    'istio',
    'egress-credential-authorization_api-token',
    'egress-credential-news_keys',
  ]);
});
