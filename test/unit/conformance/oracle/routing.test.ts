import { RoutedRequest } from '../../../conformance/oracle/reference-routing';
import { DrawnApp } from '../../../property/arbitraries';
import { mistake, Simulated } from '../../../conformance/oracle/routing';

const APP: DrawnApp = { hosts: [{ host: 'a.com', http: 80, direct: 443 }], gateway: {} };
const HTTP: RoutedRequest = { namespace: 'default', protocol: 'http', host: 'a.com', port: 80 };
const DIRECT: RoutedRequest = { ...HTTP, protocol: 'tls', port: 443 };
const UNKNOWN: RoutedRequest = { ...HTTP, host: 'b.com' };

const SUBSET = 'outbound|80|a-com|istio-egressgateway.istio-system.svc.cluster.local';
const THROUGH: Simulated = { client: { cluster: SUBSET }, gateway: { mtls: true, cluster: 'outbound|80||a.com' } };
const BLOCKED: Simulated = { client: { error: 'no cluster: virtual host block_all answers itself' } };

it.each<[string, RoutedRequest, Simulated]>([
  ['through the gateway', HTTP, THROUGH],
  ['by a subset of any name', HTTP, { ...THROUGH, client: { cluster: SUBSET.replace('a-com', 'z') } }],
  ['directly', DIRECT, { client: { cluster: 'outbound|443||a.com' } }],
  ['nowhere, as HTTP', UNKNOWN, BLOCKED],
  ['nowhere, as TCP', UNKNOWN, { client: { cluster: 'BlackHoleCluster' } }],
])('%s is as it must be', (_, request, answer) => {
  expect(mistake(APP, 'REGISTRY_ONLY', request, answer)).toEqual([]);
});

it.each<[string, RoutedRequest, Simulated | undefined, string]>([
  ['no answer', HTTP, undefined, 'no answer'],
  ['around the gateway', HTTP, { client: { cluster: 'outbound|80||a.com' } }, 'directly to outbound|80||a.com'],
  ['around everything', HTTP, { client: { cluster: 'PassthroughCluster' } }, 'directly to PassthroughCluster'],
  ['nowhere', HTTP, BLOCKED, 'nowhere'],
  ['an error of the client', HTTP, { client: { error: 'no route matched' } }, 'the client fails: no route matched'],
  ['such an error where nothing may leave', UNKNOWN, { client: { error: 'no route matched' } }, 'the client fails'],
  [
    'an error of the gateway',
    HTTP,
    { ...THROUGH, gateway: { mtls: true, error: 'no filter chains matched' } },
    'then failure: no filter chains matched',
  ],
  [
    'an error of the gateway where nothing may leave',
    UNKNOWN,
    { ...THROUGH, gateway: { mtls: true, error: 'no virtual host matched' } },
    'then failure: no virtual host matched',
  ],
  [
    'another host',
    HTTP,
    { ...THROUGH, gateway: { mtls: true, cluster: 'outbound|80||b.com' } },
    'then outbound|80||b.com',
  ],
  [
    'another port of the host',
    HTTP,
    { ...THROUGH, gateway: { mtls: true, cluster: 'outbound|443||a.com' } },
    'then outbound|443||a.com',
  ],
  ['clear text', HTTP, { ...THROUGH, gateway: { mtls: false, cluster: 'outbound|80||a.com' } }, 'as it is to'],
  ['another port of the gateway', HTTP, { ...THROUGH, client: { cluster: SUBSET.replace('80', '443') } }, ':443, then'],
  ['the gateway for a direct port', DIRECT, THROUGH, 'in mTLS to istio-egressgateway'],
  ['a way out where there is none', UNKNOWN, { client: { cluster: 'PassthroughCluster' } }, 'directly to Passthrough'],
])('%s is a mistake', (_, request, answer, seen) => {
  const [line] = mistake(APP, 'REGISTRY_ONLY', request, answer);
  const { protocol, host, port } = request;
  expect(line).toContain(`REGISTRY_ONLY default ${protocol}://${host}:${port}: expected `);
  expect(line?.slice(line.indexOf('; '))).toContain(seen);
});
