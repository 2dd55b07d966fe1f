/** Properties of the output for all hosts, ports and gateways: the objects are valid, route as declared and do not depend on order. */
import fc from 'fast-check';
import { ClientTls, EgressGatewayAttributes, ExternalTlsRoute } from '../../lib';
import { violations } from '../support/schema';
import { identity } from '../support/synthesized';
import { GatewayService } from '../../lib/audit/model/settings';
import { Manifest } from '../../lib/audit/manifest/manifest';
import { GatewayWay } from '../../lib/audit/way/types';
import { way } from '../support/way';
import { isReadAlike } from '../support/yaml-readers';
import { clientNamespace, drawnApp, host, spelled } from './arbitraries';
import { CREDENTIAL_LABEL, Step, steps, written } from './written';

function serviceOf(
  attrs: EgressGatewayAttributes,
  labels: GatewayService['podLabels'] = CREDENTIAL_LABEL,
): GatewayService {
  const { ports, namespace = 'istio-system' } = attrs;
  return {
    namespace,
    name: 'istio-egressgateway',
    podLabels: { istio: 'egressgateway', other: 'label', ...labels },
    ports: [
      { port: ports?.httpPort ?? 80, targetPort: ports?.httpTargetPort ?? 8080 },
      { port: ports?.tlsPort ?? 443, targetPort: ports?.tlsTargetPort ?? 8443 },
    ],
  };
}

describe('for all hosts, ports and gateways', () => {
  it('every object is valid, all readers of YAML read it alike, and no two objects have the same identity', () => {
    fc.assert(
      fc.property(drawnApp, ({ hosts, gateway: choice }) => {
        const manifests = written(choice, steps(hosts));
        expect(manifests.flatMap(violations)).toEqual([]);
        expect(manifests.filter((manifest) => !isReadAlike(manifest))).toEqual([]);
        expect(new Set(manifests.map(identity)).size).toBe(manifests.length);
        const files = manifests.map(({ kind, metadata }) => `${kind}.${metadata.name}`);
        expect(new Set(files).size).toBe(files.length);
      }),
    );
  });

  it('every routed port goes through the gateway to its own host and port, and only direct ports go direct', () => {
    fc.assert(
      fc.property(drawnApp, clientNamespace, ({ hosts, gateway: choice }, client) => {
        const manifests = written(choice, steps(hosts));
        const mesh = { gatewayServices: [serviceOf(choice)] };
        for (const {
          host: name,
          http,
          tls,
          tcp,
          address,
          direct,
          originates,
          sources,
          narrowed,
          further = [],
        } of hosts) {
          const ask = (port: number, protocol: 'http' | 'tls' | 'tcp') => {
            const dialled = protocol === 'tcp' ? (address ?? '') : name;
            return way(manifests, mesh, { clientNamespace: client, host: dialled, port, protocol });
          };
          const through = {
            kind: 'gateway',
            clientTls: choice.clientTls === ClientTls.DISABLE ? 'NONE' : 'ISTIO_MUTUAL',
          };
          // A route with exportTo: SOURCES does not affect other namespaces.
          const seen = narrowed !== true || (sources ?? []).some(({ namespace }) => namespace === client);
          if (!seen) {
            const all = [http && ask(http, 'http'), tls && ask(tls, 'tls'), tcp && ask(tcp, 'tcp')];
            for (const asked of [...all, ...further.map(({ port, protocol }) => ask(port, protocol))]) {
              if (asked) expect(asked.kind).not.toBe('gateway');
            }
            continue;
          }
          if (http !== undefined)
            expect(ask(http, 'http')).toMatchObject({
              ...through,
              origination: originates === undefined ? 'NONE' : 'SIMPLE',
              destination: { host: name, port: originates ?? http },
            });
          if (tls !== undefined)
            expect(ask(tls, 'tls')).toMatchObject({ ...through, destination: { host: name, port: tls } });
          if (tcp !== undefined)
            expect(ask(tcp, 'tcp')).toMatchObject({ ...through, destination: { host: name, port: tcp } });
          for (const { port, protocol } of further) {
            const asked = ask(port, protocol);
            expect(asked).toMatchObject({ ...through, origination: 'NONE', destination: { host: name, port } });
            // The host reads its own name, whatever the gateway reads.
            const { authority = `${name}:${port}` } = asked as GatewayWay;
            expect(authority).toBe(`${name}:${port}`);
          }
          if (direct !== undefined) expect(ask(direct, 'tls')).toMatchObject({ kind: 'direct' });
        }
      }),
    );
  });

  it('pods without the file of a credential have no server for its host, and the host is not reached directly', () => {
    fc.assert(
      fc.property(drawnApp, ({ hosts, gateway: choice }) => {
        const manifests = written(choice, steps(hosts));
        const mesh = { gatewayServices: [serviceOf(choice, {})] };
        for (const { host: name, http = 80, sources, hasCredential } of hosts) {
          const [clientNamespace = 'default'] = (sources ?? []).flatMap(({ namespace }) => namespace ?? []);
          const { kind } = way(manifests, mesh, { clientNamespace, host: name, port: http, protocol: 'http' });
          if (hasCredential === true) expect(['gateway', 'direct']).not.toContain(kind);
        }
      }),
    );
  });

  it('the order in which routes are created changes neither an object nor the order of the objects', () => {
    const shuffled = drawnApp.chain(({ hosts, gateway }) => {
      const all = steps(hosts);
      return fc.record({
        hosts: fc.constant(hosts),
        choice: fc.constant(gateway),
        order: fc.shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length }),
      });
    });
    fc.assert(
      fc.property(shuffled, ({ hosts, choice, order }) => {
        const all = steps(hosts);
        const texts = (manifests: readonly Manifest[]) => manifests.map((manifest) => JSON.stringify(manifest));
        const inOrder = texts(written(choice, all));
        const reordered = texts(
          written(
            choice,
            order.map((index) => all[index] as Step),
          ),
        );
        expect(reordered).toEqual(inOrder);
      }),
    );
  });

  it('the objects of a host do not depend on other hosts', () => {
    fc.assert(
      fc.property(drawnApp, ({ hosts, gateway: choice }) => {
        const together = written(choice, steps(hosts)).map((manifest) => JSON.stringify(manifest));
        for (const one of hosts) {
          const alone = written(choice, steps([one])).filter(({ kind }) => kind !== 'NetworkPolicy');
          expect(together).toEqual(expect.arrayContaining(alone.map((manifest) => JSON.stringify(manifest))));
        }
      }),
    );
  });

  it('every spelling of a valid host is accepted', () => {
    const spelling = host.chain((name) => fc.record({ name: fc.constant(name), text: spelled(name) }));
    fc.assert(
      fc.property(spelling, ({ name, text }) => {
        const manifests = written({}, [
          (scope, gateway) => void new ExternalTlsRoute(scope, 'r', { gateway, hosts: [text] }),
        ]);
        const entry = manifests.find(({ kind }) => kind === 'ServiceEntry');
        expect(entry?.spec).toMatchObject({ hosts: [name] });
      }),
    );
  });
});
