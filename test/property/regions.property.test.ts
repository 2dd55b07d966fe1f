/** Properties of one host with several gateways: each client uses the gateway of its region, in any order of construction. */
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { EgressGateway, EgressSource, ExportTo, ExternalHttpRoute, ExternalTlsRoute, GatewayPorts } from '../../lib';
import { violations } from '../support/schema';
import { identity } from '../support/synthesized';
import { GatewayService } from '../../lib/audit/model/settings';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { way } from '../support/way';
import { canHaveFurtherPorts, host as anyHost } from './arbitraries';

const host = anyHost.filter(canHaveFurtherPorts);

/** A region: the namespaces of its clients, and its gateway. */
interface Region {
  readonly name: string;
  readonly clients: readonly string[];
  readonly ports: GatewayPorts;
  readonly tls: number;
}

const CLIENTS = ['bank', 'default', 'orders', 'payments', 'zz-last'];
const NAMES = ['asia', 'eu', 'us'];

/** Regions without common clients, the same regions in another order, and a client of no region. */
const regions = fc
  .record({
    names: fc.shuffledSubarray(NAMES, { minLength: 2 }),
    owners: fc.array(fc.nat({ max: 2 }), { minLength: 4, maxLength: 4 }),
    ports: fc.array(fc.constantFrom(GatewayPorts.ISTIOCTL, GatewayPorts.HELM_CHART), { minLength: 3, maxLength: 3 }),
    tls: fc.array(fc.constantFrom(443, 8443), { minLength: 3, maxLength: 3 }),
  })
  .map(({ names, owners, ports, tls }) =>
    names.map((name, index): Region => ({
      name,
      clients: CLIENTS.filter((_, at) => at < 4 && (owners[at] ?? 0) % names.length === index),
      ports: ports[index] as GatewayPorts,
      tls: tls[index] as number,
    })),
  )
  .filter((all) => all.every(({ clients }) => clients.length > 0))
  .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

function written(all: readonly Region[], name: string): Manifest[] {
  const app = new App();
  return all.flatMap((region) => {
    const chart = new Chart(app, region.name, { namespace: `apps-${region.name}` });
    const gateway = new EgressGateway(chart, 'gateway', {
      namespace: `egress-${region.name}`,
      serviceName: 'egress',
      selector: { istio: `egress-${region.name}` },
      ports: region.ports,
    });
    const allowFrom = region.clients.map((client) => EgressSource.namespace(client));
    const props = { gateway, hosts: [name], allowFrom, exportTo: ExportTo.SOURCES };
    new ExternalHttpRoute(chart, 'http', props);
    new ExternalTlsRoute(chart, 'tls', { ...props, port: region.tls });
    new ExternalTlsRoute(chart, 'further', { ...props, port: 9443 });
    new ExternalHttpRoute(chart, 'admin', { ...props, port: 8080 });
    return chart.toJson() as Manifest[];
  });
}

const serviceOf = ({ name, ports }: Region): GatewayService => ({
  namespace: `egress-${name}`,
  name: 'egress',
  podLabels: { istio: `egress-${name}` },
  ports: [
    { port: ports.httpPort, targetPort: ports.httpTargetPort },
    { port: ports.tlsPort, targetPort: ports.tlsTargetPort },
  ],
});

beforeEach(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => jest.restoreAllMocks());

describe('for all regions of one host', () => {
  it('each client uses the gateway of its region, to the port of the route of that region', () => {
    fc.assert(
      fc.property(regions, host, ([all], name) => {
        const manifests = written(all, name);
        expect(manifests.flatMap(violations)).toEqual([]);
        expect(new Set(manifests.map(identity)).size).toBe(manifests.length);
        const mesh = { gatewayServices: all.map(serviceOf) };
        for (const region of all) {
          for (const clientNamespace of region.clients) {
            const through = { kind: 'gateway', service: `egress-${region.name}/egress`, clientTls: 'ISTIO_MUTUAL' };
            const ask = (port: number, protocol: 'http' | 'tls') =>
              way(manifests, mesh, { clientNamespace, host: name, port, protocol });
            expect(ask(80, 'http')).toMatchObject({ ...through, destination: { host: name, port: 80 } });
            for (const port of [region.tls, 9443])
              expect(ask(port, 'tls')).toMatchObject({ ...through, destination: { host: name, port } });
            expect(ask(8080, 'http')).toMatchObject({ ...through, destination: { host: name, port: 8080 } });
          }
        }
        const stranger = { clientNamespace: 'zz-last', host: name, port: 80, protocol: 'http' as const };
        expect(way(manifests, mesh, stranger).kind).toBe('unknown');
      }),
    );
  });

  it('the order in which regions are created changes no object', () => {
    fc.assert(
      fc.property(regions, host, ([all, shuffled], name) => {
        const texts = (order: readonly Region[]): string[] =>
          written(order, name)
            .map((manifest) => JSON.stringify(manifest))
            .sort();
        expect(texts(shuffled)).toEqual(texts(all));
      }),
    );
  });
});
