import fc from 'fast-check';
import { Host } from '../../../lib/host/host';
import { Access } from '../../../lib/mesh/access';
import { ExternalHost, ExternalPort } from '../../../lib/mesh/external-host';
import { importsOf, withoutCovered } from '../../../lib/mesh/sidecar-hosts';
import { Source } from '../../../lib/mesh/source';
import { parseSidecarHosts } from '../../../lib/sidecar/parse-sidecar-hosts';
import { account, ANYONE, gatewayOf, namespace } from '../analysis/meshes';
import { externalHost, GATEWAY, HTTP_80, TLS_443 } from '../help';

const SERVICE = 'istio-system/istio-egressgateway.istio-system.svc.cluster.local';
const to = (...sources: Source[]): { readonly access: Access } => ({ access: { sources, operations: [] } });
const FOR_ORDERS: ExternalPort = { ...TLS_443, ...to(namespace('orders')) };
const FOR_PAYMENTS: ExternalPort = { ...TLS_443, ...to(namespace('payments')) };

/** A host whose route is in a namespace. */
function host(name: string, ports: readonly ExternalPort[], at = 'default'): ExternalHost {
  return { ...externalHost(ports), host: Host.parse(name), namespace: at };
}

describe('the imports of a namespace', () => {
  test.each<[string, ExternalPort[], boolean]>([
    ['without sources', [TLS_443], true],
    ['for anyAuthenticated()', [{ ...TLS_443, ...to(ANYONE) }], true],
    ['for the namespace', [FOR_PAYMENTS], true],
    ['for a service account of the namespace', [{ ...TLS_443, ...to(account('payments', 'x')) }], true],
    ['for another namespace', [FOR_ORDERS], false],
    ['with one port for the namespace', [{ ...FOR_ORDERS, ...HTTP_80 }, FOR_PAYMENTS], true],
  ])('have a host %s, and the Service of its gateway: %#', (_, ports, isOpen) => {
    expect(importsOf('payments', [host('a.com', ports)])).toEqual(isOpen ? ['default/a.com', SERVICE] : []);
  });

  test('are sorted, each once, with the namespace of the route', () => {
    const gateway = { ...gatewayOf('eu'), clusterDomain: 'k8s.internal' };
    const externals = [
      host('b.com', [TLS_443], 'zoo'),
      { ...host('c.com', [TLS_443]), gateway },
      host('a.com', [HTTP_80, TLS_443], 'zoo'),
    ];
    expect(importsOf('payments', externals)).toEqual([
      'default/c.com',
      'egress-eu/eu.egress-eu.svc.k8s.internal',
      SERVICE,
      'zoo/a.com',
      'zoo/b.com',
    ]);
  });

  test('have nothing of the namespace itself, which every Sidecar imports', () => {
    expect(importsOf('payments', [host('a.com', [TLS_443], 'payments')])).toEqual([SERVICE]);
    const beside = { ...host('a.com', [TLS_443]), gateway: { ...GATEWAY, namespace: 'payments' } };
    expect(importsOf('payments', [beside])).toEqual(['default/a.com']);
  });

  test('are empty if no route is open to the namespace', () => {
    expect(importsOf('payments', [host('a.com', [FOR_ORDERS]), host('b.com', [FOR_ORDERS], 'payments')])).toEqual([]);
  });

  test('have the egress proxy, and no host that the egress proxy identifies by the inner SNI', () => {
    const inner = { ...host('a.com', [TLS_443]), matchedByInnerSni: true };
    const plain = host('b.com', [FOR_PAYMENTS]);
    expect(importsOf('payments', [inner, plain], GATEWAY)).toEqual(['default/b.com', SERVICE]);
    expect(importsOf('payments', [inner], GATEWAY)).toEqual([SERVICE]);
    const elsewhere = importsOf('payments', [inner], gatewayOf('eu'));
    expect(elsewhere).toEqual(['default/a.com', 'egress-eu/eu.egress-eu.svc.cluster.local', SERVICE]);
  });

  test('are all valid hosts of a Sidecar', () => {
    const drawn = fc.tuple(fc.constantFrom('a.com', 'xn--p1ai.example', '1.b.c'), fc.constantFrom('default', 'x-1'));
    fc.assert(
      fc.property(fc.array(drawn), (all) => {
        const externals = all.map(([name, at]) => host(name, [TLS_443], at));
        const imports = importsOf('payments', externals);
        expect(parseSidecarHosts('additionalHosts', imports)).toEqual(imports);
      }),
    );
  });

  test('read each host once, for however many namespaces', () => {
    let reads = 0;
    const counted = (external: ExternalHost): ExternalHost =>
      Object.defineProperty({ ...external }, 'ports', { get: () => ((reads += 1), external.ports) });
    const externals = ['a.com', 'b.com'].map((name) => counted(host(name, [FOR_ORDERS])));
    importsOf('orders', externals);
    const once = reads;
    for (const each of ['payments', 'reports']) importsOf(each, externals);
    expect(once).toBeGreaterThan(0);
    expect(reads).toBe(once);
  });
});

describe('the entries of a Sidecar', () => {
  test.each<[string, string[], string[]]>([
    ['a wildcard of the namespace', ['egress/*', 'egress/a.com', 'egress/*.b.com'], ['egress/*']],
    ['a wildcard of a domain', ['x/*.a.com', 'x/b.a.com', 'x/*.b.a.com', 'x/d.c.b.a.com'], ['x/*.a.com']],
    ['nothing: the domain itself', ['x/*.a.com', 'x/a.com', 'x/b-a.com'], ['x/*.a.com', 'x/a.com', 'x/b-a.com']],
    ['nothing: another namespace', ['x/*', 'y/a.com', 'x-y/a.com'], ['x/*', 'y/a.com', 'x-y/a.com']],
    ['nothing: single hosts', ['x/a.com', 'x/b.a.com'], ['x/a.com', 'x/b.a.com']],
  ])('leave out what is covered by %s', (_, entries, expected) => {
    expect(withoutCovered(entries)).toEqual(expected);
  });
});
