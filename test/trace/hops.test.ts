/**
 * Hops that do not fit each other: a client that sends what the gateway does not accept.
 */
import { JsonPatch } from 'cdk8s';
import { describeWay } from '../../lib/audit/way/describe';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { MUTUAL, TASK_HTTP, TASK_HTTPS } from './manifests';
import { HTTP, MESH, patched, TLS } from './support';

const { add, remove, replace } = {
  add: (path: string, value: unknown) => JsonPatch.add(`/spec${path}`, value),
  remove: (path: string) => JsonPatch.remove(`/spec${path}`),
  replace: (path: string, value: unknown) => JsonPatch.replace(`/spec${path}`, value),
};

/** Paths to the settings of HTTP and TLS in the DestinationRule of `MUTUAL`. */
const SETTINGS = [0, 1].map((index) => `/subsets/0/trafficPolicy/portLevelSettings/${index}`);
const SUBSET = { host: 'istio-egressgateway.istio-system.svc.cluster.local', subset: 'edition-cnn-com' };
const CNN = 'edition.cnn.com';

const mutualRule = (...patches: JsonPatch[]): Manifest[] => patched(MUTUAL, 'DestinationRule', ...patches);
const mutualRoute = (...patches: JsonPatch[]): Manifest[] => patched(MUTUAL, 'VirtualService', ...patches);
const httpRoute = (...patches: JsonPatch[]): Manifest[] => patched(TASK_HTTP, 'VirtualService', ...patches);
const httpEntry = (...patches: JsonPatch[]): Manifest[] => patched(TASK_HTTP, 'ServiceEntry', ...patches);
const httpSubset = (fields: object): Manifest[] =>
  patched(TASK_HTTP, 'DestinationRule', replace('/subsets/0', { name: 'cnn', ...fields }));

const withoutMtls = mutualRule(...SETTINGS.map((path) => replace(`${path}/tls`, { mode: 'DISABLE' })));
const withoutSni = mutualRule(...SETTINGS.map((path) => remove(`${path}/tls/sni`)));

test.each<[sentence: string, manifests: readonly Manifest[], request: Request, text: string]>([
  [
    'a `tls` route at a server that terminates TLS creates no listener',
    mutualRoute(
      remove('/tcp'),
      add('/tls/-', {
        match: [{ gateways: ['istio-system/egress-gw'], port: 443, sniHosts: [CNN] }],
        route: [{ destination: { host: CNN, port: { number: 443 } } }],
      }),
    ),
    TLS,
    'no listener for server 443/TLS of Gateway istio-system/egress-gw: no VirtualService has a `tcp` block',
  ],
  [
    'a server that passes TLS through has no route without a `tls` route for its Gateway',
    patched(TASK_HTTPS, 'VirtualService', replace('/tls/1/match/0/gateways', ['other'])),
    TLS,
    'no VirtualService has a `tls` rule',
  ],
  [
    'a subset without `sni` does not match a server for one host',
    withoutSni,
    TLS,
    'filter_chain_not_found: SNI outbound_.443_.edition-cnn-com_.istio-egressgateway.istio-system.svc.cluster.local fits none',
  ],
  [
    'a subset without `sni` does not match a server for one host with HTTP either',
    withoutSni,
    HTTP,
    'filter_chain_not_found: SNI outbound_.80_.edition-cnn-com_',
  ],
  [
    'a subset with another `sni` does not match a server for one host',
    mutualRule(...SETTINGS.map((path) => replace(`${path}/tls/sni`, 'addition.cnn.com'))),
    TLS,
    'SNI addition.cnn.com fits none',
  ],
  [
    'a server with mTLS rejects plain HTTP',
    withoutMtls,
    HTTP,
    'filter_chain_not_found: plain HTTP meets server 80/HTTPS',
  ],
  ['a server with mTLS rejects the TLS of an application', withoutMtls, TLS, 'no mesh certificate'],
  [
    'settings of a port without `tls` mean no TLS, whatever the settings of the host are',
    mutualRule(remove(`${SETTINGS[0]}/tls`), add('/trafficPolicy', { tls: { mode: 'ISTIO_MUTUAL' } })),
    HTTP,
    'plain HTTP meets',
  ],
  [
    'a plaintext server rejects mTLS',
    httpSubset({ trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } }),
    HTTP,
    'mesh mTLS meets plaintext server 80/HTTP',
  ],
  [
    'a server that passes TLS through would send mTLS to the host',
    patched(
      TASK_HTTPS,
      'DestinationRule',
      add('/subsets/0/trafficPolicy', { tls: { mode: 'ISTIO_MUTUAL', sni: CNN } }),
    ),
    TLS,
    'mesh mTLS would leave the mesh',
  ],
  [
    'an HTTP server does not read the TLS of an application',
    mutualRoute(replace('/tls/0/route/0/destination/port/number', 80)),
    TLS,
    'TLS of the application meets HTTP',
  ],
  [
    'a port that the Service of the gateway lacks is not a cluster',
    httpRoute(...[0, 1].map((index) => replace(`/http/${index}/route/0/destination/port/number`, 8080))),
    HTTP,
    'has no port 8080',
  ],
  [
    'a server on a port that the Service lacks is not reached',
    patched(TASK_HTTP, 'Gateway', replace('/servers/0/port/number', 8081)),
    HTTP,
    'no listener on port 8080 of the pods of istio-system/istio-egressgateway: server port 8081 of Gateway default/istio-egressgateway is no port of the Service (IST0162)',
  ],
  [
    'a selector that selects no pods creates no listener',
    patched(TASK_HTTP, 'Gateway', replace('/selector/istio', 'other')),
    HTTP,
    'no listener on port 8080',
  ],
  [
    'a subset with labels that no pod has is empty',
    httpSubset({ labels: { version: 'v2' } }),
    HTTP,
    'subset cnn selects no pods',
  ],
  [
    'resolution NONE has no address at the gateway',
    httpEntry(replace('/resolution', 'NONE')),
    HTTP,
    'no healthy upstream',
  ],
  [
    'a ServiceEntry without resolution has no address at the gateway',
    httpEntry(remove('/resolution'), add('/location', 'MESH_EXTERNAL')),
    HTTP,
    'resolution NONE',
  ],
  ['the gateway rejects DYNAMIC_DNS', httpEntry(replace('/resolution', 'DYNAMIC_DNS')), HTTP, 'DYNAMIC_DNS'],
  [
    'a TLS port of the host rejects plain HTTP',
    httpRoute(replace('/http/1/route/0/destination/port/number', 443)),
    HTTP,
    'plain HTTP reaches edition.cnn.com:443',
  ],
  [
    'the port of a match at the gateway is the port of the server, not of the pods',
    httpRoute(replace('/http/1/match/0/port', 8080)),
    HTTP,
    '404',
  ],
  [
    'the hosts of a server exclude VirtualServices of other namespaces',
    patched(MUTUAL, 'Gateway', ...[0, 1].map((index) => replace(`/servers/${index}/hosts`, [`team/${CNN}`]))),
    HTTP,
    '404: no VirtualService has a route',
  ],
  [
    'a request that returns to the gateway is a loop',
    mutualRoute(replace('/http/1/route/0/destination', { ...SUBSET, port: { number: 80 } })),
    HTTP,
    'loop: the request comes back',
  ],
  [
    'a destination with an unknown subset has no cluster',
    httpRoute(replace('/http/1/route/0/destination', { host: CNN, subset: 'none' })),
    HTTP,
    'subset none of service edition.cnn.com not found',
  ],
  [
    'a partial wildcard as SNI makes Envoy reject the listener',
    patched(TASK_HTTPS, 'VirtualService', add('/tls/1/match/0/sniHosts/0', '*n.com')),
    TLS,
    'rejected by Envoy: partial wildcard *n.com',
  ],
])('%s', (_sentence, manifests, request, text) => {
  const line = describeWay(request, way(manifests, MESH, request));
  expect(line).toContain(` -> BROKEN: `);
  expect(line).toContain(text);
});

test('a server that passes TLS through copies the connection to a port that is declared as HTTP', () => {
  const declared = patched(TASK_HTTPS, 'ServiceEntry', add('/ports/0', { number: 80, name: 'http', protocol: 'HTTP' }));
  const manifests = patched(declared, 'VirtualService', replace('/tls/1/route/0/destination/port/number', 80));
  expect(describeWay(TLS, way(manifests, MESH, TLS))).toMatch(/edition\.cnn\.com:80\b/);
  expect(way(manifests, MESH, TLS).kind).toBe('gateway');
});
