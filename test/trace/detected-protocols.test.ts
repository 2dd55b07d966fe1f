/**
 * Ports of ServiceEntries without a protocol: proxies detect HTTP, and carry other bytes as TCP.
 */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { Request } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { TASK_HTTP } from './manifests';
import { HTTP, MESH, patched, yaml } from './support';

/** A ServiceEntry of one port 8080. */
const entry = (host: string, port: string, spec = 'resolution: DNS', created?: number): Manifest[] =>
  yaml(
    `{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: ${host.split('.')[0]}${
      created === undefined ? '' : `, creationTimestamp: '${created}-01-01T00:00:00Z'`
    }}, spec: {hosts: [${host}], ports: [{number: 8080, name: main${port}}], ${spec}}}`,
  );
const DETECTED = '';
const asked = (protocol: Request['protocol'], host = 'api.example.com'): Request => ({
  clientNamespace: 'default',
  host,
  port: 8080,
  protocol,
});
const told = (manifests: readonly Manifest[], request: Request): string => {
  const found = way(manifests, { ...MESH, outboundTrafficPolicy: 'REGISTRY_ONLY' }, request);
  return [found.kind, ...found.assumptions].join('; ');
};

test('`http` rules hold for a port without a protocol', () => {
  const detected = patched(TASK_HTTP, 'ServiceEntry', JsonPatch.remove('/spec/ports/0/protocol'));
  expect(way(detected, MESH, HTTP).kind).toBe('gateway');
  expect(told(detected, { ...HTTP, protocol: 'tcp' })).toBe(
    'direct; ServiceEntry default/cnn was created before every service with HTTP on port 80: after such a service, the port would carry HTTP alone',
  );
});

test.each(['http', 'tls', 'tcp'] as const)('a port without a protocol carries %s', (protocol) => {
  expect(told(entry('api.example.com', DETECTED), asked(protocol))).toBe('direct');
});

test.each([
  ['older', 2021, 'unknown'],
  ['younger', 2023, 'direct'],
  [
    'as old or as young',
    undefined,
    'direct; ServiceEntry default/api was created before every service with HTTP on port 8080: after such a service, the port would carry HTTP alone',
  ],
])('TCP on a port without a protocol, where a service with HTTP is %s', (_, created, expected) => {
  const http = entry('www.example.com', ', protocol: HTTP', 'resolution: DNS', created);
  const manifests = [...entry('api.example.com', DETECTED, 'resolution: DNS', 2022), ...http];
  expect(told(manifests, asked('tcp'))).toBe(expected);
  expect(told(manifests, asked('http'))).toBe('direct');
});

test('an older service with HTTP for every namespace comes after a port without a protocol for one namespace', () => {
  const http = entry('www.example.com', ', protocol: HTTP', 'resolution: DNS', 2021);
  const own = entry('api.example.com', DETECTED, "resolution: DNS, exportTo: ['.']", 2022);
  expect(told([...own, ...http], asked('tcp'))).toBe('direct');
});

describe('a port without a protocol at an address', () => {
  const AT = 'resolution: DNS, addresses: [198.18.0.1]';
  test.each(['http', 'tcp'] as const)('carries %s to the address alone', (protocol) => {
    const manifests = entry('api.example.com', DETECTED, AT);
    expect(told(manifests, asked(protocol, '198.18.0.1'))).toBe('direct');
    expect(told(manifests, asked(protocol, '198.18.0.2'))).toBe('unknown');
    expect(told(manifests, asked(protocol))).toBe(
      'direct; the caller resolves api.example.com to 198.18.0.1, the address in the ServiceEntry of the host',
    );
  });
  test('carries HTTP to a range as TCP', () => {
    const manifests = entry('api.example.com', DETECTED, 'resolution: NONE, addresses: [198.18.0.0/24]');
    expect(told(manifests, asked('http'))).toBe(
      'direct; the caller resolves api.example.com to 198.18.0.0/24, the address in the ServiceEntry of the host',
    );
    expect(told(manifests, asked('http', '203.0.113.1'))).toBe('unknown');
  });
});
