import {
  allowUndeclaredSpec,
  egressProxy,
  loopbackSpec,
  undeclaredRouteSpec,
  undeclaredServerSpec,
  undeclaredSubsetSpec,
} from '../../../../lib/render/istio/egress-proxy';
import { allowPolicySpec } from '../../../../lib/render/istio/authorization-policy';
import { gatewaySpec } from '../../../../lib/render/istio/gateway';
import { hostObjectNames } from '../../../../lib/render/istio/object-names';
import { virtualServiceSpec } from '../../../../lib/render/istio/virtual-service';
import { Host } from '../../../../lib/host/host';
import { externalHost, FACTS, TLS_443 } from '../../help';

const GATEWAY = {
  ...FACTS,
  namespace: 'istio-egress',
  serviceName: 'egress',
  selector: { istio: 'mine' },
  tlsPort: { port: 8001, targetPort: 15444 },
};
const SERVICE = 'egress.istio-egress.svc.cluster.local';
const SERVER = 'istio-egress/server';

describe('what strict sidecars do not know', () => {
  test('goes to a subset of the gateway, on its TLS port', () => {
    expect(egressProxy(GATEWAY)).toEqual({ host: SERVICE, subset: 'undeclared', port: { number: 8001 } });
  });

  test('goes there in mesh mTLS under a name of its own', () => {
    const tls = { mode: 'ISTIO_MUTUAL', sni: `undeclared.${SERVICE}` };
    expect(undeclaredSubsetSpec(GATEWAY)).toEqual({
      host: SERVICE,
      subsets: [{ name: 'undeclared', trafficPolicy: { portLevelSettings: [{ port: { number: 8001 }, tls }] } }],
    });
  });

  test('has a subset that no host has, which has at least two labels', () => {
    const subset = egressProxy(GATEWAY).subset as string;
    for (const name of ['undeclared.com', 'un.declared', '*.undeclared.com']) {
      expect(hostObjectNames(Host.parsePattern(name)).subset).toMatch(/-/);
    }
    expect(subset).not.toMatch(/-/);
  });

  test("is taken out of it for VirtualServices of the gateway's namespace only, and looked at in the pod itself", () => {
    expect(undeclaredServerSpec(GATEWAY)).toEqual({
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

  test('goes on to the pod itself, which nobody else sees, and the name that nobody asks for nowhere', () => {
    const to = (number: number) => [{ destination: { host: `loopback.${SERVICE}`, port: { number } } }];
    expect(undeclaredRouteSpec(GATEWAY, SERVER)).toEqual({
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

  test('is allowed to whoever has an identity, under its own name at its own port', () => {
    expect(allowUndeclaredSpec(GATEWAY)).toEqual({
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

describe('a host that is told by the name inside', () => {
  const external = { ...externalHost([{ ...TLS_443, number: 444 }]), toldByInnerName: true };
  const refs = { gateway: 'istio-system/server', subset: 'edition-cnn-com' };

  test('has a server for it on the own address of the pod, beside the one of the mesh', () => {
    expect(gatewaySpec(external).servers).toEqual([
      ...(gatewaySpec({ ...external, toldByInnerName: false }).servers ?? []),
      {
        port: { number: 15444, name: 'inner', protocol: 'TLS' },
        bind: '127.0.0.1',
        hosts: ['default/edition.cnn.com'],
        tls: { mode: 'PASSTHROUGH' },
      },
    ]);
  });

  test.each(['edition.cnn.com', '*.cnn.com'])('is allowed from the pod itself on, by that name: %s', (name) => {
    const host = Host.parsePattern(name);
    const { rules: without } = allowPolicySpec({ ...external, host, toldByInnerName: false });
    expect(allowPolicySpec({ ...external, host }).rules).toEqual([
      ...(without ?? []),
      {
        from: [{ source: { ipBlocks: ['127.0.0.1'] } }],
        to: [{ operation: { ports: ['15444'] } }],
        when: [{ key: 'connection.sni', values: [name] }],
      },
    ]);
  });

  test('has a leg from there to its port, beside those of sidecars that know it', () => {
    const { tls: without, ...others } = virtualServiceSpec({ ...external, toldByInnerName: false }, refs);
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
