/**
 * Which DestinationRule a client applies to the gateway Service, and what several of them make together.
 */
import { JsonPatch } from 'cdk8s';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { way } from '../support/way';
import { TASK_HTTP, TASK_HTTPS } from './manifests';
import { HTTP, MESH, patched, TLS, withSpec, yaml } from './support';

describe('DestinationRules', () => {
  const rule = (name: string, namespace: string, spec: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: ${name}, namespace: ${namespace}},
      spec: {host: istio-egressgateway.istio-system.svc.cluster.local, ${spec}}}`);
  const without = TASK_HTTP.filter(({ kind }) => kind !== 'DestinationRule');
  const cases: [sentence: string, rules: Manifest[], kind: string][] = [
    [
      'subsets of several for one host are put together',
      [...rule('a', 'istio-system', 'subsets: [{name: x}]'), ...rule('b', 'istio-system', 'subsets: [{name: cnn}]')],
      'gateway',
    ],
    [
      'of one name the first subset counts',
      [
        ...rule('a', 'istio-system', 'subsets: [{name: cnn}]'),
        ...rule('b', 'istio-system', 'subsets: [{name: cnn, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}]'),
      ],
      'gateway',
    ],
    [
      'and the first by age, if that is known',
      [
        ...rule('a', 'istio-system', 'subsets: [{name: cnn}]').map((m) => ({
          ...m,
          metadata: { ...m.metadata, creationTimestamp: '2026-01-02T00:00:00Z' },
        })),
        ...rule('b', 'istio-system', 'subsets: [{name: cnn, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}]').map((m) => ({
          ...m,
          metadata: { ...m.metadata, creationTimestamp: '2026-01-01T00:00:00Z' },
        })),
      ],
      'broken',
    ],
    [
      'one in the client namespace hides the subsets of the others',
      [...rule('a', 'default', 'subsets: [{name: x}]'), ...rule('b', 'istio-system', 'subsets: [{name: cnn}]')],
      'broken',
    ],
    [
      'even one for a wildcard',
      [
        ...rule('a', 'default', 'subsets: [{name: x}]').map(withSpec({ host: '*.cluster.local' })),
        ...rule('b', 'istio-system', 'subsets: [{name: cnn}]'),
      ],
      'broken',
    ],
    [
      'but not one that is not exported to it',
      [
        ...rule('a', 'default', 'exportTo: [team], subsets: [{name: x}]'),
        ...rule('b', 'istio-system', 'subsets: [{name: cnn}]'),
      ],
      'gateway',
    ],
    [
      'one in the namespace of the Service may be exported by name',
      rule('b', 'istio-system', 'exportTo: [default], subsets: [{name: cnn}]'),
      'gateway',
    ],
    ['or to others only', rule('b', 'istio-system', 'exportTo: [team], subsets: [{name: cnn}]'), 'broken'],
    ['or to nobody else', rule('b', 'istio-system', "exportTo: ['.'], subsets: [{name: cnn}]"), 'broken'],
    ['one in a third namespace does not count', rule('b', 'team', 'subsets: [{name: cnn}]'), 'broken'],
    [
      'those exported differently are not put together',
      [
        ...rule('a', 'istio-system', 'exportTo: [default], subsets: [{name: cnn}]'),
        ...rule('b', 'istio-system', 'subsets: [{name: x}]'),
      ],
      'broken',
    ],
    [
      'one exported to more is put into one exported to less',
      [
        ...rule('a', 'istio-system', 'exportTo: [default], subsets: [{name: cnn}]'),
        ...rule('b', 'istio-system', 'exportTo: [default, team], subsets: [{name: x}]'),
      ],
      'gateway',
    ],
  ];
  test.each(cases)('%s', (_sentence, rules, kind) => {
    expect(way([...without, ...rules], MESH, HTTP).kind).toBe(kind);
  });
  test('one in the root namespace counts for a Service of another namespace', () => {
    const mesh = { ...MESH, rootNamespace: 'istio-config' };
    expect(way([...without, ...rule('b', 'istio-config', 'subsets: [{name: cnn}]')], mesh, HTTP).kind).toBe('gateway');
  });
});

describe('a tunnel', () => {
  const tunnel = (targetHost: string): string =>
    `trafficPolicy: {tunnel: {protocol: CONNECT, targetHost: ${targetHost}, targetPort: 8443}}`;
  const rule =
    yaml(`{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: outside}, spec: {host: edition.cnn.com,
    ${tunnel('of-rule')}, subsets: [{name: other, ${tunnel('of-subset')}}, {name: plain}]}}`);
  const target = (manifests: readonly Manifest[], request = TLS): unknown => {
    const found = way([...manifests, ...rule], MESH, request);
    return found.kind === 'gateway' ? `${found.destination.host}:${found.destination.port}` : found.kind;
  };
  const ROUTE = '/spec/tls/1/route';
  const inSubset = (subset: string, ...more: readonly JsonPatch[]): Manifest[] =>
    patched(TASK_HTTPS, 'VirtualService', JsonPatch.add(`${ROUTE}/0/destination/subset`, subset), ...more);
  const OTHER = { destination: { host: 'other.example', port: { number: 443 } } };
  const declared = (host: string): Manifest[] =>
    yaml(`{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: other}, spec: {hosts: [${host}], resolution: DNS,
      ports: [{number: 443, name: tls, protocol: TLS}]}}`);
  const PLAIN = { destination: { host: 'edition.cnn.com', subset: 'plain', port: { number: 443 } }, weight: 1 };
  test.each<[sentence: string, manifests: readonly Manifest[], expected: string]>([
    ['of the rule is that of a route without a subset', TASK_HTTPS, 'of-rule:8443'],
    ['of a subset is that of a route to the subset', inSubset('other'), 'of-subset:8443'],
    ['of the rule is not that of a route to a subset', inSubset('plain'), 'edition.cnn.com:443'],
    [
      'of the rule is that of several destinations, whatever their subsets are',
      inSubset('other', JsonPatch.add(`${ROUTE}/-`, PLAIN)),
      'of-rule:8443',
    ],
    [
      'is not that of the second destination',
      [
        ...patched(TASK_HTTPS, 'VirtualService', JsonPatch.add(`${ROUTE}/0`, { ...OTHER, weight: 0 })),
        ...declared('other.example'),
      ],
      'edition.cnn.com:443',
    ],
    [
      'of the first destination is that of the second',
      [
        ...patched(
          TASK_HTTPS,
          'VirtualService',
          JsonPatch.add(`${ROUTE}/0/weight`, 0),
          JsonPatch.add(`${ROUTE}/-`, { ...OTHER, weight: 1 }),
        ),
        ...declared('other.example'),
      ],
      'of-rule:8443',
    ],
  ])('%s', (_, manifests, expected) => {
    expect(target(manifests)).toBe(expected);
  });
  test('is not for HTTP routes', () => {
    expect(target(TASK_HTTP, HTTP)).toBe('edition.cnn.com:80');
  });
});
