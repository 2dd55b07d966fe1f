import { Host } from '../../../lib/host/host';
import { byDns } from '../../../lib/mesh/resolution';
import { EgressPlan } from '../../../lib/mesh/egress-plan';
import { ExportTo } from '../../../lib/mesh/export-to';
import { importsOf } from '../../../lib/mesh/sidecar-hosts';
import { gatewayOf, meshOf, namespace, Route } from '../analysis/meshes';
import { HTTP_80 } from '../help';

/** A plan of routes to one host, each in a chart, a namespace and a gateway of its region. */
function planOf(
  ...routes: readonly (Partial<Route> & { readonly region: string; readonly client: string })[]
): EgressPlan {
  const all = routes.map(({ region, client, ...over }) => ({
    ...{ owner: `${region}/route`, chart: region, namespace: region, gateway: gatewayOf(region) },
    ...{ exportTo: ExportTo.SOURCES, sources: [namespace(client)] },
    ...over,
  }));
  return meshOf({ routes: all }).plan;
}

describe('a host with routes through two gateways', () => {
  test('is one external host for each gateway, with the routes of the gateway', () => {
    const plan = planOf(
      { region: 'us', client: 'orders' },
      { region: 'eu', client: 'zoo' },
      { region: 'eu', client: 'bank', owner: 'eu/http', ports: [HTTP_80] },
      { region: 'us', client: 'orders', owner: 'us/b', host: 'b.com' },
    );
    const found = plan
      .externalHosts()
      .map(({ owners, host, namespace: at, exportTo, ports }) => [
        ...[owners, host.name, at, exportTo],
        ports.map(({ number }) => number),
      ]);
    expect(found).toEqual([
      [['eu/http', 'eu/route'], 'a.com', 'eu', ['bank', 'egress-eu', 'zoo'], [80, 443]],
      [['us/route'], 'a.com', 'us', ['egress-us', 'orders'], [443]],
      [['us/b'], 'b.com', 'us', ['egress-us', 'orders'], [443]],
    ]);
  });

  test('is imported by the sidecars of a namespace from the region of the namespace only', () => {
    const plan = planOf({ region: 'eu', client: 'bank' }, { region: 'us', client: 'orders' });
    const imports = (client: string): readonly string[] => importsOf(client, plan.externalHosts());
    expect(imports('bank')).toEqual(['egress-eu/eu.egress-eu.svc.cluster.local', 'eu/a.com']);
    expect(imports('orders')).toEqual(['egress-us/us.egress-us.svc.cluster.local', 'us/a.com']);
    expect(imports('elsewhere')).toEqual([]);
  });

  test('may be a wildcard with a target per region', () => {
    const target = (name: string) => byDns(Host.parse(name));
    const host = '*.a.com';
    const plan = planOf(
      { region: 'eu', client: 'bank', host, resolution: target('eu.a.com') },
      { region: 'us', client: 'orders', host, resolution: target('us.a.com') },
    );
    expect(plan.externalHosts().map(({ resolution }) => resolution)).toEqual([target('eu.a.com'), target('us.a.com')]);
  });
});
