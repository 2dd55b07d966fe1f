import {
  allowEgressProxySpec,
  egressProxy,
  loopbackSpec,
  egressProxyRouteSpec,
  egressProxyServerSpec,
  egressProxySubsetSpec,
} from '../../../../lib/render/istio/egress-proxy';
import { allowPolicySpec } from '../../../../lib/render/istio/authorization-policy';
import { gatewaySpec } from '../../../../lib/render/istio/gateway';
import { subsetName } from '../../../../lib/render/istio/object-names';
import { virtualServiceSpec } from '../../../../lib/render/istio/virtual-service';
import { Host } from '../../../../lib/host/host';
import { externalHost, GATEWAY as DEFAULT_GATEWAY, TLS_443 } from '../../help';

const GATEWAY = {
  ...DEFAULT_GATEWAY,
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'mine' },
  tlsPort: { port: 8001, targetPort: 15444 },
};
const SERVICE = 'egress.istio-egress.svc.cluster.local';
const SERVER = 'istio-egress/server';

describe('the egress proxy of a gateway', () => {
  test('is a subset of the gateway on its TLS port', () => {
    expect(egressProxy(GATEWAY)).toEqual({ host: SERVICE, subset: 'undeclared', port: { number: 8001 } });
  });

  test('has mesh mTLS with an SNI of its own', () => {
    const tls = { mode: 'ISTIO_MUTUAL', sni: `undeclared.${SERVICE}` };
    expect(egressProxySubsetSpec(GATEWAY)).toEqual({
      host: SERVICE,
      subsets: [{ name: 'undeclared', trafficPolicy: { portLevelSettings: [{ port: { number: 8001 }, tls }] } }],
    });
  });

  test('has a subset whose name is not the subset of a host', () => {
    const subset = egressProxy(GATEWAY).subset as string;
    for (const name of ['undeclared.com', 'un.declared', '*.undeclared.com']) {
      expect(subsetName(Host.parsePattern(name))).toMatch(/-/);
    }
    expect(subset).not.toMatch(/-/);
  });

  test("terminates mesh mTLS for VirtualServices of the gateway's namespace only, and inspects the inner TLS on loopback", () => {
    expect(egressProxyServerSpec(GATEWAY)).toEqual({
      selector: { istio: 'mine' },
      servers: [
        {
          port: { number: 8001, name: 'undeclared', protocol: 'TLS' },
          hosts: [`istio-egress/undeclared.${SERVICE}`],
          tls: { mode: 'ISTIO_MUTUAL' },
        },
        {
          port: { number: 15445, name: 'inner', protocol: 'TLS' },
          bind: '127.0.0.1',
          hosts: [`istio-egress/loopback.${SERVICE}`],
          tls: { mode: 'PASSTHROUGH' },
        },
      ],
    });
  });

  test('routes to loopback, which is visible in its namespace only, and routes the loopback host to a closed port', () => {
    const to = (number: number) => [{ destination: { host: `loopback.${SERVICE}`, port: { number } } }];
    expect(egressProxyRouteSpec(GATEWAY, SERVER)).toEqual({
      hosts: [`loopback.${SERVICE}`, `undeclared.${SERVICE}`],
      gateways: [SERVER],
      exportTo: ['.'],
      tcp: [{ match: [{ gateways: [SERVER], port: 8001 }], route: to(15445) }],
      tls: [{ match: [{ gateways: [SERVER], port: 15445, sniHosts: [`loopback.${SERVICE}`] }], route: to(9) }],
    });
    expect(loopbackSpec(GATEWAY)).toEqual({
      hosts: [`loopback.${SERVICE}`],
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      ports: [
        { name: 'tcp-9', number: 9, protocol: 'TCP' },
        { name: 'tcp-15445', number: 15445, protocol: 'TCP' },
      ],
      resolution: 'STATIC',
      endpoints: [{ address: '127.0.0.1' }],
    });
  });

  test('allows every authenticated caller, for its own SNI on its own port only', () => {
    expect(allowEgressProxySpec(GATEWAY)).toEqual({
      selector: { matchLabels: { istio: 'mine' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: ['*'] } }],
          to: [{ operation: { ports: ['15444'] } }],
          when: [{ key: 'connection.sni', values: [`undeclared.${SERVICE}`] }],
        },
      ],
    });
  });
});

describe('a host that the gateway matches by the inner SNI', () => {
  const external = { ...externalHost([{ ...TLS_443, number: 444 }]), matchedByInnerSni: true };
  const refs = 'istio-system/server';

  test('has a server on loopback beside its server of the mesh', () => {
    expect(gatewaySpec(external).servers).toEqual([
      ...(gatewaySpec({ ...external, matchedByInnerSni: false }).servers ?? []),
      {
        port: { number: 15444, name: 'inner', protocol: 'TLS' },
        bind: '127.0.0.1',
        hosts: ['default/edition.cnn.com'],
        tls: { mode: 'PASSTHROUGH' },
      },
    ]);
  });

  test.each(['edition.cnn.com', '*.cnn.com'])('is allowed from loopback for the SNI %s only', (name) => {
    const host = Host.parsePattern(name);
    const { rules: without } = allowPolicySpec({ ...external, host, matchedByInnerSni: false });
    expect(allowPolicySpec({ ...external, host }).rules).toEqual([
      ...(without ?? []),
      {
        from: [{ source: { ipBlocks: ['127.0.0.1'] } }],
        to: [{ operation: { ports: ['15444'] } }],
        when: [{ key: 'connection.sni', values: [name] }],
      },
    ]);
  });

  test('has a route from loopback to its port beside the routes of sidecars', () => {
    const { tls: without, ...others } = virtualServiceSpec({ ...external, matchedByInnerSni: false }, refs);
    const { tls, ...same } = virtualServiceSpec(external, refs);
    expect(same).toEqual(others);
    expect(tls).toEqual([
      ...(without ?? []),
      {
        match: [{ gateways: ['istio-system/server'], port: 15444, sniHosts: ['edition.cnn.com'] }],
        route: [{ destination: { host: 'edition.cnn.com', port: { number: 444 } } }],
      },
    ]);
  });
});
