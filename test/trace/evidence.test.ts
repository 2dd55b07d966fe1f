/**
 * The objects, and the values in the objects, that decide a way.
 */
import { JsonPatch } from 'cdk8s';
import { nameOf } from '../../lib/audit/manifest/manifest';
import { Evidence } from '../../lib/audit/manifest/evidence';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request, Way } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { MUTUAL, TASK_HTTP, TASK_HTTPS } from './manifests';
import { from, HTTP, MESH, patched, TLS, withKind, withSpec, yaml } from './support';

/** Returns `Kind namespace/name path.in.the.object`. */
function placeOf({ manifest, path = [] }: Evidence): string {
  return `${nameOf(manifest)} ${path.join('.')}`;
}

/** Returns a line for each station that something decides. */
function decisions(found: Way): string[] {
  return found.hops.flatMap(({ text, decidedBy = [] }) => decidedBy.map((evidence) => `${text}: ${placeOf(evidence)}`));
}

const VIRTUAL_SERVICE = 'VirtualService default/egress-edition-cnn-com';

test('each station through a gateway names the rule with this destination, and the server that accepts the request', () => {
  expect(decisions(way(MUTUAL, MESH, TLS))).toEqual([
    'mTLS: DestinationRule istio-system/egress-dr spec.subsets.0.trafficPolicy.portLevelSettings.1',
    `istio-system/istio-egressgateway:443: ${VIRTUAL_SERVICE} spec.tls.0.match.0`,
    'istio-system/istio-egressgateway:443: Gateway istio-system/egress-gw spec.servers.1',
    `edition.cnn.com:443: ${VIRTUAL_SERVICE} spec.tcp.0.match.0`,
    'edition.cnn.com:443: ServiceEntry default/ext-edition-cnn-com spec.ports.1',
  ]);
});

test('TLS of the gateway names the DestinationRule that starts TLS', () => {
  const rule = yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: tls}, spec: {
    host: edition.cnn.com, trafficPolicy: {tls: {mode: SIMPLE}}}}`);
  expect(decisions(way([...TASK_HTTP, ...rule], MESH, HTTP))).toContain(
    'TLS: DestinationRule default/tls spec.trafficPolicy.tls',
  );
});

test('a direct way names the port of the ServiceEntry', () => {
  expect(decisions(way(TASK_HTTP, MESH, TLS))).toEqual(['edition.cnn.com:443: ServiceEntry default/cnn spec.ports.1']);
});

const sidecar = yaml(`{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: s}, spec: {
  outboundTrafficPolicy: {mode: REGISTRY_ONLY}}}`);

test('an unknown host names the Sidecar that decides, and nothing where the mesh decides', () => {
  const unknown: Request = { ...TLS, host: 'www.example.com' };
  expect(decisions(way([...TASK_HTTP, ...sidecar], MESH, unknown))).toEqual([
    'none: the sidecar refuses the request (BlackHoleCluster): Sidecar default/s spec.outboundTrafficPolicy.mode',
  ]);
  expect(decisions(way(TASK_HTTP, MESH, unknown))).toEqual([]);
});

test.each<[sentence: string, manifests: readonly Manifest[], request: Request, places: readonly string[]]>([
  [
    'a missing subset names the rule that asks for the subset, and the DestinationRule that lacks the subset',
    patched(TASK_HTTP, 'DestinationRule', JsonPatch.replace('/spec/subsets/0/name', 'other')),
    HTTP,
    [
      'VirtualService default/direct-cnn-through-egress-gateway spec.http.0.route.0',
      'DestinationRule default/egressgateway-for-cnn spec.subsets',
    ],
  ],
  [
    'a DestinationRule that is not visible leaves the rule that asks for the subset',
    TASK_HTTP,
    from('team', HTTP),
    ['VirtualService default/direct-cnn-through-egress-gateway spec.http.0.route.0'],
  ],
  [
    'a ServiceEntry that is not visible at the gateway names its exportTo',
    withKind(TASK_HTTP, 'ServiceEntry', withSpec({ exportTo: ['.'] })),
    HTTP,
    [
      'VirtualService default/direct-cnn-through-egress-gateway spec.http.1.route.0',
      'ServiceEntry default/cnn spec.exportTo',
    ],
  ],
  [
    'a server without a route names the server',
    patched(TASK_HTTPS, 'VirtualService', JsonPatch.replace('/spec/tls/1/match/0/gateways', ['other'])),
    TLS,
    ['Gateway default/istio-egressgateway spec.servers.0'],
  ],
  [
    'a field that is not evaluated names the field',
    patched(TASK_HTTP, 'VirtualService', JsonPatch.add('/spec/http/0/future', { field: 1 })),
    HTTP,
    ['VirtualService default/direct-cnn-through-egress-gateway spec.http.0.future'],
  ],
])('%s', (_sentence, manifests, request, places) => {
  const found = way(manifests, MESH, request);
  const { decidedBy = [] } = found.kind === 'broken' ? found : (found.doubts[0] ?? {});
  expect(decidedBy.map(placeOf)).toEqual(places);
});
