/**
 * Hops that do not fit: what the client writes and what the gateway reads.
 */
import { describeWay, Manifest, Request, way } from '../support/trace';
import { MUTUAL, TASK_HTTP, TASK_HTTPS } from './manifests';
import { changed, HTTP, MESH, TLS } from './support';

const line = (manifests: readonly Manifest[], request: Request): string =>
  describeWay(request, way(manifests, MESH, request));

const MTLS = '"tls":{"mode":"ISTIO_MUTUAL","sni":"edition.cnn.com"}';

test.each<[sentence: string, manifests: readonly Manifest[], request: Request, text: string]>([
  [
    'a `tls` block at a server that ends TLS leaves it without listener',
    changed(
      MUTUAL,
      '"tcp":[{"match":[{"gateways":["istio-system/egress-gw"],"port":443}]',
      '"tls":[{"match":[{"gateways":["mesh"],"port":443,"sniHosts":["edition.cnn.com"]}],"route":[{"destination":{"host":"istio-egressgateway.istio-system.svc.cluster.local","subset":"edition-cnn-com","port":{"number":443}}}]},{"match":[{"gateways":["istio-system/egress-gw"],"port":443,"sniHosts":["edition.cnn.com"]}]',
    ),
    TLS,
    'no listener for server 443/TLS of Gateway istio-system/egress-gw: no VirtualService has a `tcp` block',
  ],
  [
    'a `tcp` block does not count at a server that passes TLS on',
    changed(TASK_HTTPS, '"gateways":["istio-egressgateway"],"port":443', '"gateways":["other"],"port":443'),
    TLS,
    'no VirtualService has a `tls` rule',
  ],
  [
    'a subset without `sni` misses a server for one host',
    changed(MUTUAL, MTLS, '"tls":{"mode":"ISTIO_MUTUAL"}'),
    TLS,
    'filter_chain_not_found: SNI outbound_.443_.edition-cnn-com_.istio-egressgateway.istio-system.svc.cluster.local fits none',
  ],
  [
    'a subset without `sni` misses a server for one host with HTTP too',
    changed(MUTUAL, MTLS, '"tls":{"mode":"ISTIO_MUTUAL"}'),
    HTTP,
    'filter_chain_not_found: SNI outbound_.80_.edition-cnn-com_',
  ],
  [
    'a subset with another `sni` misses a server for one host',
    changed(MUTUAL, '"sni":"edition', '"sni":"addition'),
    TLS,
    'SNI addition.cnn.com fits none',
  ],
  [
    'plain HTTP does not get into a server with mTLS',
    changed(MUTUAL, MTLS, '"tls":{"mode":"DISABLE"}'),
    HTTP,
    'filter_chain_not_found: plain HTTP meets server 80/HTTPS',
  ],
  [
    "the application's TLS does not get into a server with mTLS",
    changed(MUTUAL, MTLS, '"tls":{"mode":"DISABLE"}'),
    TLS,
    'no mesh certificate',
  ],
  [
    'an entry for the port without `tls` means no TLS, whatever the host has',
    changed(
      changed(MUTUAL, `{"port":{"number":80},${MTLS}}`, '{"port":{"number":80}}'),
      '"subsets":',
      '"trafficPolicy":{"tls":{"mode":"ISTIO_MUTUAL"}},"subsets":',
    ),
    HTTP,
    'plain HTTP meets',
  ],
  [
    'mTLS does not get into a plaintext server',
    changed(TASK_HTTP, '{"name":"cnn"}]', '{"name":"cnn","trafficPolicy":{"tls":{"mode":"ISTIO_MUTUAL"}}}]'),
    HTTP,
    'mesh mTLS meets plaintext server 80/HTTP',
  ],
  [
    'mTLS is not passed on to the outside',
    changed(
      TASK_HTTPS,
      '{"name":"cnn"}]',
      '{"name":"cnn","trafficPolicy":{"tls":{"mode":"ISTIO_MUTUAL","sni":"edition.cnn.com"}}}]',
    ),
    TLS,
    'mesh mTLS would leave the mesh',
  ],
  [
    'TLS of the application is not read as HTTP',
    changed(
      MUTUAL,
      '"subset":"edition-cnn-com","port":{"number":443}',
      '"subset":"edition-cnn-com","port":{"number":80}',
    ),
    TLS,
    'TLS of the application meets HTTP',
  ],
  [
    'a port that the gateway Service lacks is no cluster',
    changed(TASK_HTTP, '"port":{"number":80}}', '"port":{"number":8080}}'),
    HTTP,
    'has no port 8080',
  ],
  [
    'a server on a port that the Service lacks is not reached',
    changed(TASK_HTTP, '"port":{"number":80,"name":"http"', '"port":{"number":8081,"name":"http"'),
    HTTP,
    'no listener on port 8080 of the pods of istio-system/istio-egressgateway: server port 8081 of Gateway default/istio-egressgateway is no port of the Service (IST0162)',
  ],
  [
    'a selector that fits no pods leaves no listener',
    changed(TASK_HTTP, '"istio":"egressgateway"', '"istio":"other"'),
    HTTP,
    'no listener on port 8080',
  ],
  [
    'a subset with labels that no pod has is empty',
    changed(TASK_HTTP, '{"name":"cnn"}]', '{"name":"cnn","labels":{"version":"v2"}}]'),
    HTTP,
    'subset cnn selects no pods',
  ],
  [
    'resolution NONE has no address at the gateway',
    changed(TASK_HTTP, '"resolution":"DNS"', '"resolution":"NONE"'),
    HTTP,
    'no healthy upstream',
  ],
  [
    'a ServiceEntry without resolution has no address at the gateway',
    changed(TASK_HTTP, '"resolution":"DNS"', '"location":"MESH_EXTERNAL"'),
    HTTP,
    'resolution NONE',
  ],
  [
    'DYNAMIC_DNS is refused at the gateway',
    changed(TASK_HTTP, '"resolution":"DNS"', '"resolution":"DYNAMIC_DNS"'),
    HTTP,
    'DYNAMIC_DNS',
  ],
  [
    'plain HTTP to a TLS port is refused',
    changed(
      TASK_HTTP,
      '{"host":"edition.cnn.com","port":{"number":80}}',
      '{"host":"edition.cnn.com","port":{"number":443}}',
    ),
    HTTP,
    'plain HTTP reaches edition.cnn.com:443',
  ],
  [
    'the port of a match at the gateway is that of the server',
    changed(TASK_HTTP, '["istio-egressgateway"],"port":80', '["istio-egressgateway"],"port":8080'),
    HTTP,
    '404',
  ],
  [
    'hosts of a server shut out VirtualServices of other namespaces',
    changed(MUTUAL, 'default/edition', 'team/edition'),
    HTTP,
    '404: no VirtualService has a route',
  ],
  [
    'a request that comes back is a loop',
    changed(
      MUTUAL,
      '{"host":"edition.cnn.com","port":{"number":80}}',
      '{"host":"istio-egressgateway.istio-system.svc.cluster.local","subset":"edition-cnn-com","port":{"number":80}}',
    ),
    HTTP,
    'loop: the request comes back',
  ],
  [
    "the application's TLS does not go to a port declared as HTTP",
    changed(
      changed(TASK_HTTPS, '"ports":[', '"ports":[{"number":80,"name":"http","protocol":"HTTP"},'),
      '{"host":"edition.cnn.com","port":{"number":443}}',
      '{"host":"edition.cnn.com","port":{"number":80}}',
    ),
    TLS,
    'TLS of the application reaches edition.cnn.com:80',
  ],
  [
    'a destination without port is the port dialled where there are several',
    changed(TASK_HTTP, '{"host":"edition.cnn.com","port":{"number":80}}', '{"host":"edition.cnn.com","subset":"none"}'),
    HTTP,
    'subset none of service edition.cnn.com not found',
  ],
  [
    'a partial wildcard as SNI makes Envoy reject the listener',
    changed(
      TASK_HTTPS,
      '["istio-egressgateway"],"port":443,"sniHosts":["',
      '["istio-egressgateway"],"port":443,"sniHosts":["*n.com","',
    ),
    TLS,
    'rejected by Envoy: partial wildcard *n.com',
  ],
])('%s', (_sentence, manifests, request, text) => {
  expect(line(manifests, request)).toContain(` -> BROKEN: `);
  expect(line(manifests, request)).toContain(text);
});
