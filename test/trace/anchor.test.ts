/**
 * Hosts that clients know by a rule and not by a ServiceEntry, and a gateway that hands TLS to itself: both were seen to
 * work on a running mesh, and both fail in ways of their own.
 */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request, Way } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { from, HTTP, MESH, patched, textOf, TLS, yaml } from './support';

const ANCHORED = yaml(`
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: egress, namespace: istio-system}
spec:
  selector: {istio: egressgateway}
  servers:
  - {port: {number: 80, name: http, protocol: HTTP}, hosts: [istio-system/*]}
  - {port: {number: 443, name: tls, protocol: TLS}, hosts: [istio-system/*], tls: {mode: PASSTHROUGH}}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ext, namespace: istio-system}
spec:
  hosts: [edition.cnn.com, www.example.com]
  ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: tls, protocol: TLS}]
  resolution: DNS
  exportTo: [.]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: anchor, namespace: istio-system}
spec:
  hosts: [anchor.egress.invalid]
  ports: [{number: 80, name: http, protocol: HTTP}, {number: 443, name: tls, protocol: TLS}]
  resolution: STATIC
  exportTo: [default]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: clients, namespace: istio-system}
spec:
  hosts: [anchor.egress.invalid, edition.cnn.com, www.example.com]
  gateways: [mesh]
  exportTo: [default]
  http:
  - match: [{gateways: [mesh], port: 80}]
    route: [{destination: {host: istio-egressgateway, port: {number: 80}}}]
  tls:
  - match: [{gateways: [mesh], port: 443, sniHosts: [edition.cnn.com, www.example.com]}]
    route: [{destination: {host: istio-egressgateway, port: {number: 443}}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: gateway, namespace: istio-system}
spec:
  hosts: [edition.cnn.com]
  gateways: [egress]
  exportTo: [.]
  http: [{route: [{destination: {host: edition.cnn.com, port: {number: 80}}}]}]
  tls:
  - match: [{port: 443, sniHosts: [edition.cnn.com]}]
    route: [{destination: {host: edition.cnn.com, port: {number: 443}}}]
`);

const without = (name: string): Manifest[] => ANCHORED.filter(({ metadata }) => metadata.name !== name);
const rival = (fields: string): Manifest[] =>
  yaml(`{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: mine}, spec: {hosts: [edition.cnn.com],
    resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}}
---
{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: mine}, spec: {hosts: [edition.cnn.com], ${fields}}}`);
const DIRECT_TLS =
  'tls: [{match: [{port: 443, sniHosts: [edition.cnn.com]}], route: [{destination: {host: edition.cnn.com}}]}]';

test.each<[sentence: string, manifests: readonly Manifest[], request: Request, kind: Way['kind']]>([
  ['anchored HTTP goes through the gateway', ANCHORED, HTTP, 'gateway'],
  ['anchored TLS goes through the gateway', ANCHORED, TLS, 'gateway'],
  ['a namespace without the anchor does not know the host', ANCHORED, from('team', TLS), 'unknown'],
  ['a port without the anchor is unknown', ANCHORED, { ...HTTP, port: 8080 }, 'unknown'],
  [
    'another port of the anchor carries its hosts',
    patched(
      patched(ANCHORED, 'ServiceEntry anchor', JsonPatch.replace('/spec/ports/0/number', 8080)),
      'VirtualService clients',
      JsonPatch.replace('/spec/http/0/match/0/port', 8080),
    ),
    { ...HTTP, port: 8080 },
    'gateway',
  ],
  ['without the anchor HTTP of port 80 still goes through the gateway', without('anchor'), HTTP, 'gateway'],
  ['without the anchor TLS is unknown', without('anchor'), TLS, 'unknown'],
  ['without the rule for clients both are unknown: HTTP', without('clients'), HTTP, 'unknown'],
  ['without the rule for clients both are unknown: TLS', without('clients'), TLS, 'unknown'],
  ['without the rule at the gateway HTTP fails', without('gateway'), HTTP, 'broken'],
  ['without the rule at the gateway TLS fails', without('gateway'), TLS, 'broken'],
  ['the anchor itself is no destination', without('clients'), { ...TLS, host: 'anchor.egress.invalid' }, 'broken'],
  [
    'a ServiceEntry of the client alone changes nothing',
    [...ANCHORED, ...rival('http: []').slice(0, 1)],
    TLS,
    'gateway',
  ],
])('%s', (_sentence, manifests, request, kind) => {
  expect(way(manifests, MESH, request).kind).toBe(kind);
});

test('a client that routes an anchored host by itself breaks the listener for all hosts', () => {
  const broken = way([...ANCHORED, ...rival(DIRECT_TLS)], MESH, { ...TLS, host: 'www.example.com' });
  expect(broken).toMatchObject({ kind: 'broken', reason: expect.stringContaining('rejected by Envoy') as unknown });
  const http = way([...ANCHORED, ...rival(DIRECT_TLS)], MESH, { ...TLS, protocol: 'http' });
  expect(http).toMatchObject({ kind: 'broken', reason: expect.stringContaining('rejected by Envoy') as unknown });
});

const LOOPBACK = yaml(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: ext, namespace: istio-system}
spec: {hosts: [edition.cnn.com], resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: loop, namespace: istio-system}
spec:
  hosts: [loop.egress.invalid]
  resolution: STATIC
  ports: [{number: 9443, name: tcp, protocol: TCP}]
  endpoints: [{address: 127.0.0.1}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: egress, namespace: istio-system}
spec:
  selector: {istio: egressgateway}
  servers:
  - {port: {number: 443, name: outer, protocol: TLS}, hosts: [./outer.egress.invalid], tls: {mode: ISTIO_MUTUAL}}
  - port: {number: 9443, name: inner, protocol: TLS}
    bind: 127.0.0.1
    hosts: [./*]
    tls: {mode: PASSTHROUGH}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: egress, namespace: istio-system}
spec:
  host: istio-egressgateway
  trafficPolicy: {tls: {mode: ISTIO_MUTUAL, sni: outer.egress.invalid}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cnn, namespace: istio-system}
spec:
  hosts: [edition.cnn.com]
  gateways: [mesh, egress]
  tls:
  - match: [{gateways: [mesh], port: 443, sniHosts: [edition.cnn.com]}]
    route: [{destination: {host: istio-egressgateway, port: {number: 443}}}]
  - match: [{gateways: [egress], port: 9443, sniHosts: [edition.cnn.com]}]
    route: [{destination: {host: edition.cnn.com, port: {number: 443}}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: outer, namespace: istio-system}
spec:
  hosts: [outer.egress.invalid]
  gateways: [egress]
  tcp: [{match: [{port: 443}], route: [{destination: {host: loop.egress.invalid, port: {number: 9443}}}]}]
`);

test('a gateway may hand the TLS inside the mTLS to a server of its own', () => {
  const found = way(LOOPBACK, MESH, TLS);
  expect(found).toMatchObject({ kind: 'gateway', serverPort: 443, clientTls: 'ISTIO_MUTUAL' });
  expect(textOf(found)).toBe(
    'default -> mTLS -> istio-system/istio-egressgateway:443 -> 127.0.0.1:9443 -> edition.cnn.com:443',
  );
});

test('a gateway with an endpoint outside beside a server of its own connects to each', () => {
  const both = patched(LOOPBACK, 'ServiceEntry loop', JsonPatch.add('/spec/endpoints/-', { address: '203.0.113.9' }));
  expect(way(both, MESH, TLS)).toMatchObject({
    kind: 'gateway',
    destination: { host: '203.0.113.9', port: 9443 },
    assumptions: ['the gateway connects to 203.0.113.9:9443, an endpoint of loop.egress.invalid'],
  });
});

test('a patch for the listener of an address does not change the listener for every address', () => {
  const filter = (name: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1alpha3, kind: EnvoyFilter, metadata: {name: f, namespace: istio-system}, spec: {configPatches: [
      {applyTo: NETWORK_FILTER, match: {context: GATEWAY, listener: {name: ${name}}},
      patch: {operation: MERGE, value: {typed_config: {cluster: 'outbound|80||edition.cnn.com'}}}}]}}`);
  const everyAddress = patched(LOOPBACK, 'Gateway', JsonPatch.remove('/spec/servers/1/bind'));
  expect(way([...everyAddress, ...filter('127.0.0.1_9443')], MESH, TLS).kind).toBe('gateway');
  expect(way([...everyAddress, ...filter('0.0.0.0_9443')], MESH, TLS)).toMatchObject({
    cause: { kind: 'missing-port' },
  });
});

test('but not back to the same', () => {
  const destination = { host: 'loop.egress.invalid', port: { number: 9443 } };
  const toItself = JsonPatch.replace('/spec/tls/1/route/0/destination', destination);
  const circle = patched(LOOPBACK, 'VirtualService cnn', toItself);
  expect(way(circle, MESH, TLS)).toMatchObject({ kind: 'broken', reason: expect.stringContaining('loop') as unknown });
});
