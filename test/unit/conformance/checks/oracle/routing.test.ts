import { RoutedRequest } from '../../../../conformance/checks/oracle/reference-routing';
import { mistake } from '../../../../conformance/checks/oracle/routing';
import { Simulated } from '../../../../conformance/checks/oracle/routing-words';
import { DrawnApp } from '../../../../property/arbitraries';

const APP: DrawnApp = {
  hosts: [
    { host: 'a.com', http: 80, direct: 443 },
    { host: 'c.com', http: 80, originates: 443 },
  ],
  gateway: {},
};
const HTTP: RoutedRequest = { namespace: 'default', protocol: 'http', host: 'a.com', port: 80 };
const ORIGINATED: RoutedRequest = { ...HTTP, host: 'c.com' };
const DIRECT: RoutedRequest = { ...HTTP, protocol: 'tls', port: 443 };
const UNKNOWN: RoutedRequest = { ...HTTP, host: 'b.com' };

const SUBSET = 'outbound|80|a-com|istio-egressgateway.istio-system.svc.cluster.local';
const POD = { address: '10.244.7.1', port: 8080, tls: 'ISTIO_MUTUAL', sni: 'a.com' } as const;
const HOST = { address: 'a.com.', port: 80, tls: 'DISABLE' } as const;
const CLIENT = { cluster: SUBSET, upstream: POD };
const EXIT = { cluster: 'outbound|80||a.com', upstream: HOST };
const THROUGH: Simulated = { client: CLIENT, gateway: EXIT };
const TLS = { address: 'c.com.', port: 443, tls: 'SIMPLE', sni: 'c.com' } as const;
const THROUGH_TLS: Simulated = { client: CLIENT, gateway: { cluster: 'outbound|80||c.com', upstream: TLS } };
const AROUND: Simulated = { client: { cluster: 'outbound|443||a.com', upstream: { ...HOST, port: 443 } } };
const BLOCKED: Simulated = { client: { error: 'no cluster: virtual host block_all answers itself' } };
const PASSED: Simulated = { client: { cluster: 'PassthroughCluster' } };

function failing(error: string): Simulated {
  return { client: CLIENT, gateway: { error } };
}

it.each<[string, RoutedRequest, Simulated]>([
  ['through the gateway', HTTP, THROUGH],
  ['by a subset of any name', HTTP, { ...THROUGH, client: { ...CLIENT, cluster: SUBSET.replace('a-com', 'z') } }],
  ['through the gateway, which starts TLS', ORIGINATED, THROUGH_TLS],
  ['directly', DIRECT, AROUND],
  ['nowhere, as HTTP', UNKNOWN, BLOCKED],
  ['nowhere, as TCP', UNKNOWN, { client: { cluster: 'BlackHoleCluster' } }],
])('%s is as it must be', (_, request, answer) => {
  expect(mistake(APP, 'REGISTRY_ONLY', request, answer)).toEqual([]);
});

it.each<[string, RoutedRequest, Simulated | undefined, string]>([
  ['no answer', HTTP, undefined, 'no answer'],
  ['around the gateway', HTTP, { client: EXIT }, 'directly to outbound|80||a.com'],
  ['around everything', HTTP, PASSED, 'directly to PassthroughCluster'],
  ['nowhere', HTTP, BLOCKED, 'nowhere'],
  ['an error of the client', HTTP, { client: { error: 'no route matched' } }, 'the client fails: no route matched'],
  ['such an error where nothing may leave', UNKNOWN, { client: { error: 'no route matched' } }, 'the client fails'],
  ['an error of the gateway', HTTP, failing('no filter chains matched'), 'then failure: no filter chains matched'],
  ['such an error where nothing may leave', UNKNOWN, failing('no virtual host matched'), 'failure: no virtual host'],
  [
    'another host',
    HTTP,
    { ...THROUGH, gateway: { ...EXIT, cluster: 'outbound|80||b.com' } },
    'then outbound|80||b.com',
  ],
  [
    'a name that a search domain may have',
    HTTP,
    { ...THROUGH, gateway: { ...EXIT, upstream: { ...HOST, address: 'a.com' } } },
    'at a.com:80',
  ],
  ['another place', HTTP, { ...THROUGH, gateway: { ...EXIT, upstream: { ...HOST, address: 'b.com' } } }, 'at b.com:80'],
  ['another port', HTTP, { ...THROUGH, gateway: { ...EXIT, upstream: { ...HOST, port: 443 } } }, 'at a.com.:443'],
  ['clear text in the mesh', HTTP, { ...THROUGH, client: { ...CLIENT, upstream: HOST } }, 'local:80 with TLS DISABLE'],
  ['another TLS in the mesh', HTTP, { ...THROUGH, client: { ...CLIENT, upstream: TLS } }, 'local:80 with TLS SIMPLE'],
  [
    'another port of the gateway',
    HTTP,
    { ...THROUGH, client: { ...CLIENT, cluster: SUBSET.replace('80', '81') } },
    ':81',
  ],
  ['TLS that nobody asked for', HTTP, { ...THROUGH, gateway: { ...EXIT, upstream: TLS } }, 'with TLS SIMPLE for c.com'],
  ['no TLS with the host', ORIGINATED, { ...THROUGH_TLS, gateway: EXIT }, 'at a.com.:80 with TLS DISABLE'],
  [
    'TLS for another name',
    ORIGINATED,
    { ...THROUGH_TLS, gateway: { cluster: 'outbound|80||c.com', upstream: { ...TLS, sni: 'a.com' } } },
    'with TLS SIMPLE for a.com',
  ],
  ['the gateway for a direct port', DIRECT, THROUGH, 'to istio-egressgateway'],
  ['TLS of the sidecar', DIRECT, { client: { ...AROUND.client, upstream: TLS } }, 'with TLS SIMPLE for c.com'],
  ['a way out where there is none', UNKNOWN, PASSED, 'directly to Passthrough'],
])('%s is a mistake', (_, request, answer, seen) => {
  const [line] = mistake(APP, 'REGISTRY_ONLY', request, answer);
  const { protocol, host, port } = request;
  expect(line).toContain(`REGISTRY_ONLY default ${protocol}://${host}:${port}: expected `);
  expect(line?.slice(line.indexOf('; '))).toContain(seen);
});
