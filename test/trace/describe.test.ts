/**
 * The list of what to ask, and the answers in one line.
 */
import { Manifest } from '../../lib/audit/manifest/manifest';
import { readMesh } from '../../lib/audit/model/mesh';
import { declaredRequests } from '../../lib/audit/way/declared';
import { describeWay } from '../../lib/audit/way/describe';
import { Request } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { MUTUAL, TASK_HTTP, TASK_HTTPS, WILDCARD } from './manifests';
import { from, HTTP, MESH, TLS, yaml } from './support';

const declared = (manifests: readonly Manifest[]): readonly object[] => declaredRequests(readMesh(manifests, {}));

test('each host and port that ServiceEntries declare is asked for once, in order', () => {
  expect(declared([...WILDCARD, ...TASK_HTTPS, ...MUTUAL])).toEqual([
    { host: '*.wikipedia.org', port: 80, protocol: 'http' },
    { host: '*.wikipedia.org', port: 443, protocol: 'tls' },
    { host: 'edition.cnn.com', port: 80, protocol: 'http' },
    { host: 'edition.cnn.com', port: 443, protocol: 'tls' },
    { host: 'www.wikipedia.org', port: 80, protocol: 'http' },
    { host: 'www.wikipedia.org', port: 443, protocol: 'tls' },
  ]);
});

test('HTTPS is TLS of the application, and a TCP port is asked for under each name and address', () => {
  const manifests =
    yaml(`{apiVersion: networking.istio.io/v1beta1, kind: ServiceEntry, metadata: {name: a}, spec: {hosts: [a.com], addresses: [203.0.113.64/30],
    ports: [{number: 5432, name: db, protocol: TCP}, {number: 443, name: h, protocol: https}, {number: 81, name: g, protocol: GRPC}]}}`);
  expect(declared(manifests)).toEqual([
    { host: '203.0.113.64', port: 5432, protocol: 'tcp' },
    { host: 'a.com', port: 81, protocol: 'http' },
    { host: 'a.com', port: 443, protocol: 'tls' },
    { host: 'a.com', port: 5432, protocol: 'tcp' },
  ]);
});

const unheardOf: Request = { ...TLS, host: 'www.example.com' };

test.each([
  [
    'edition.cnn.com:443 (tls)  default -> mTLS -> istio-system/istio-egressgateway:443 -> edition.cnn.com:443',
    MUTUAL,
    TLS,
  ],
  [
    'edition.cnn.com:80 (http)  default -> plain HTTP -> istio-system/istio-egressgateway:80 -> edition.cnn.com:80',
    TASK_HTTP,
    HTTP,
  ],
  [
    'edition.cnn.com:443 (tls)  default -> app TLS -> istio-system/istio-egressgateway:443 -> edition.cnn.com:443',
    TASK_HTTPS,
    TLS,
  ],
  [
    'edition.cnn.com:443 (tls)  default -> edition.cnn.com:443  DIRECT: no rule has a gateway as destination',
    TASK_HTTP,
    TLS,
  ],
  [
    'www.example.com:443 (tls)  default -> the address that the application connects to (PassthroughCluster)  UNKNOWN: no visible object declares the host',
    TASK_HTTP,
    unheardOf,
  ],
  [
    'edition.cnn.com:80 (http)  team -> BROKEN: subset cnn of service istio-egressgateway.istio-system.svc.cluster.local not ' +
      'found: no DestinationRule of the host is in namespace team of the proxy, namespace istio-system of the host or the root ' +
      'namespace istio-system, and exported to the proxy',
    TASK_HTTP,
    from('team', HTTP),
  ],
])('%s', (text, manifests, request) => {
  expect(describeWay(request, way(manifests, MESH, request))).toBe(text);
});
