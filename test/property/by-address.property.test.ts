/** Properties of hosts that are declared by address, and of virtual addresses, for all hosts, addresses and ports. */
import fc from 'fast-check';
import {
  EgressGateway,
  EgressLockdownPolicy,
  EgressSource,
  ExternalHttpRoute,
  ExternalTcpRoute,
  GatewayLockdownPolicy,
  HostResolution,
  TlsOrigination,
} from '../../lib';
import { unroutableReason } from '../../lib/network/unroutable-address';
import { canonicalAddress } from '../../lib/network/canonical-address';
import { violations } from '../support/schema';
import { synthesized } from '../support/synthesized';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { host } from './arbitraries';

const address = fc
  .oneof(fc.ipV4(), fc.ipV6())
  .filter((text) => !text.includes('.') || !text.includes(':'))
  .map(canonicalAddress)
  .filter((text) => unroutableReason(text) === undefined);
const port = fc
  .integer({ min: 1, max: 65535 })
  .filter((number) => number !== 443 && (number < 15000 || number > 15099));

const specOf = (manifests: readonly Manifest[], wanted: string): string => {
  const found = manifests.filter(({ kind }) => kind === wanted);
  expect(found.flatMap(violations)).toEqual([]);
  return JSON.stringify(found.map(({ spec }) => spec));
};

describe('for all hosts by address', () => {
  it('the host receives the authority of the URL that reaches its address, and sidecars send the name', () => {
    const tlsPort = fc.option(fc.constantFrom(443, 8443), { nil: undefined });
    fc.assert(
      fc.property(host, address, port, tlsPort, (name, text, number, originates) => {
        const manifests = synthesized((chart) => {
          new ExternalHttpRoute(chart, 'route', {
            gateway: new EgressGateway(chart, 'gateway'),
            hosts: [name],
            port: number,
            addresses: [text],
            resolution: HostResolution.STATIC,
            tlsOrigination: originates === undefined ? undefined : TlsOrigination.simple({ port: originates }),
          });
        });
        const scheme = originates === undefined ? 'http' : 'https';
        const at = text.includes(':') ? `[${text}]` : text;
        const { host: authority } = new URL(`${scheme}://${at}:${originates ?? number}`);
        const rewritten = [...specOf(manifests, 'VirtualService').matchAll(/"authority":"([^"]*)"/g)];
        expect(rewritten.map(([, written]) => written)).toEqual([name, authority]);
        expect(specOf(manifests, 'ServiceEntry')).toContain(
          `"addresses":["${text}"],"endpoints":[{"address":"${text}"}],"hosts":["${name}"]`,
        );
      }),
    );
  });

  it('a locked-down gateway reaches the declared addresses, and no virtual address', () => {
    fc.assert(
      fc.property(host, address, port, (name, text, number) => {
        const manifests = synthesized((chart) => {
          const gateway = new EgressGateway(chart, 'gateway', { namespace: 'egress' });
          const by = {
            gateway,
            port: number,
            hosts: [`static.${name}`],
            allowFrom: [EgressSource.namespace('payments')],
          };
          new ExternalTcpRoute(chart, 'static', { ...by, addresses: [text], resolution: HostResolution.STATIC });
          new ExternalTcpRoute(chart, 'virtual', { ...by, hosts: [`virtual.${name}`], virtualAddress: true });
          new EgressLockdownPolicy(chart, 'clients', { gateway, namespaces: ['payments'] });
          new GatewayLockdownPolicy(chart, 'lockdown', { gateway });
        });
        const single = /"cidr":"([^"]*)\/(?:32|128)"/g;
        const open = [...specOf(manifests, 'NetworkPolicy').matchAll(single)].map(([, found]) => found);
        expect(open).toEqual([text]);
        expect(specOf(manifests, 'ServiceEntry')).toMatch(/"addresses":\["2(4[1-9]|5[0-4])(\.\d+){3}"\]/);
      }),
    );
  });
});
