import { DestinationRuleSpecTrafficPolicyPortLevelSettings as PortSettings } from '../../../../imports/networking.istio.io';
import { minimumTlsSpec, needsMinimumTls } from '../../../../lib/render/istio/minimum-tls-filter';
import { originatingPort, originationRuleSpec } from '../../../../lib/render/istio/origination-rule';
import { serviceEntrySpec } from '../../../../lib/render/istio/service-entry';
import { virtualServiceSpec } from '../../../../lib/render/istio/virtual-service';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { Origination } from '../../../../lib/mesh/tls-origination';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

const SIMPLE: Origination = { mode: 'SIMPLE', port: 8443, minProtocolVersion: 'TLSV1_2', verify: true };
const TLS_1_3 = { minProtocolVersion: 'TLSV1_3' } as const;

/** HTTP on 81, TLS of the host behind it on 8443. */
function originating(more: Partial<Origination> = {}): ExternalPort {
  return { ...HTTP_80, number: 81, origination: { ...SIMPLE, ...more } };
}

function settings(more: Partial<Origination> = {}): readonly PortSettings[] {
  const spec = originationRuleSpec(externalHost([originating(more), TLS_443]));
  return spec.trafficPolicy?.portLevelSettings ?? [];
}

describe('the port where the gateway speaks TLS', () => {
  test('is that of the HTTP route that says so', () => {
    expect(originatingPort(externalHost([TLS_443, originating()]))).toEqual(originating());
  });

  test.each<[string, ExternalPort[]]>([
    ['a route of plain HTTP', [HTTP_80]],
    ["a route of the application's own TLS", [TLS_443]],
    ['a direct port beside it', [HTTP_80, DIRECT_443]],
    ['a direct port alone', [DIRECT_443]],
  ])('is none of %s', (_, ports) => {
    expect(originatingPort(externalHost(ports))).toBeUndefined();
  });
});

describe('the DestinationRule of a host that the gateway speaks TLS to', () => {
  test('is for the host, and for nobody beside the gateway', () => {
    const { host, exportTo } = originationRuleSpec(externalHost([originating()]));
    expect([host, exportTo]).toEqual(['edition.cnn.com', ['.']]);
  });

  test('is about the port of the applications alone: their own TLS is not wrapped again', () => {
    const spec = originationRuleSpec(externalHost([originating(), TLS_443]));
    expect(spec.trafficPolicy?.portLevelSettings?.map(({ port }) => port)).toEqual([{ number: 81 }]);
    expect(Object.keys(spec.trafficPolicy ?? {})).toEqual(['portLevelSettings']);
    expect(spec.subsets).toBeUndefined();
  });

  const names = { sni: 'edition.cnn.com', subjectAltNames: ['edition.cnn.com'] };
  test.each<[string, Partial<Origination>, object]>([
    ['chain and name by default', {}, { mode: 'SIMPLE', ...names, caCertificates: 'system' }],
    [
      'the name that is asked for',
      { sni: 'sni.com' },
      { mode: 'SIMPLE', sni: 'sni.com', subjectAltNames: ['sni.com'], caCertificates: 'system' },
    ],
    [
      'names of your own',
      { subjectAltNames: ['x.com', 'y.com'] },
      { mode: 'SIMPLE', ...names, subjectAltNames: ['x.com', 'y.com'], caCertificates: 'system' },
    ],
    [
      'by the authorities of a file',
      { caCertificates: '/etc/ca.crt' },
      { mode: 'SIMPLE', ...names, caCertificates: '/etc/ca.crt' },
    ],
    ['by those of a secret', { credentialName: 'ca' }, { mode: 'SIMPLE', ...names, credentialName: 'ca' }],
    [
      'and shows a certificate of its own',
      { mode: 'MUTUAL', credentialName: 'client' },
      { mode: 'MUTUAL', ...names, credentialName: 'client' },
    ],
    ['nothing where that was said', { verify: false }, { mode: 'SIMPLE', sni: names.sni, insecureSkipVerify: true }],
    [
      'nothing, under the name that is asked for',
      { verify: false, sni: 'sni.com' },
      { mode: 'SIMPLE', sni: 'sni.com', insecureSkipVerify: true },
    ],
  ])('checks %s', (_, more, tls) => {
    expect(settings(more).map((one) => one.tls)).toEqual([tls]);
  });

  test('has a name to check whatever else is said: without one Istio checks none', () => {
    for (const sni of [undefined, 'sni.com']) {
      for (const credentialName of [undefined, 'ca']) {
        const [one] = settings({ sni, credentialName });
        expect(one?.tls?.subjectAltNames?.length).toBeGreaterThan(0);
        expect(one?.tls?.insecureSkipVerify).toBeUndefined();
      }
    }
  });

  test('would change nothing for a host that the gateway speaks plain HTTP to', () => {
    expect(originationRuleSpec(externalHost([HTTP_80])).trafficPolicy?.portLevelSettings).toEqual([]);
  });
});

describe('the other objects of a host that the gateway speaks TLS to', () => {
  test("have its TLS port behind the applications', and no port of its own that sidecars could reach", () => {
    expect(serviceEntrySpec(externalHost([originating()])).ports).toEqual([
      { name: 'http-81', number: 81, protocol: 'HTTP', targetPort: 8443 },
    ]);
  });

  test('have a target port for that port only', () => {
    const { ports } = serviceEntrySpec(externalHost([originating(), TLS_443, { ...DIRECT_443, number: 9443 }]));
    expect(ports?.map(({ number, targetPort }) => [number, targetPort])).toEqual([
      [81, 8443],
      [443, undefined],
      [9443, undefined],
    ]);
    expect(ports?.filter((port) => 'targetPort' in port)).toHaveLength(1);
  });

  test('route to the port of the applications, as for plain HTTP', () => {
    const refs = { gateway: 'istio-system/x', subset: 'x' };
    const plain = virtualServiceSpec(externalHost([{ ...HTTP_80, number: 81 }]), refs);
    expect(virtualServiceSpec(externalHost([originating()]), refs)).toEqual(plain);
  });
});

describe('the EnvoyFilter for TLS 1.3', () => {
  test.each<[string, ExternalPort[], boolean]>([
    ['TLS 1.3 at least', [originating(TLS_1_3)], true],
    ['TLS 1.3 at least, unverified', [originating({ ...TLS_1_3, verify: false })], true],
    ['TLS 1.2, which the gateway takes by default', [originating()], false],
    ['plain HTTP', [HTTP_80, TLS_443], false],
  ])('for %s is needed: %p', (_, ports, needed) => {
    expect(needsMinimumTls(externalHost(ports))).toBe(needed);
  });

  test("is for the gateway's pods, and in them for one port of the host", () => {
    const external = externalHost([originating(TLS_1_3), TLS_443], { selector: { istio: 'mine' } });
    expect(minimumTlsSpec(external)).toMatchObject({
      workloadSelector: { labels: { istio: 'mine' } },
      configPatches: [
        {
          applyTo: 'CLUSTER',
          match: { context: 'GATEWAY', cluster: { service: 'edition.cnn.com', portNumber: 81 } },
        },
      ],
    });
  });

  test.each<[string, Partial<Origination>, object[]]>([
    ['the host', {}, [{ san_type: 'DNS', matcher: { exact: 'edition.cnn.com' } }]],
    ['another name', { sni: 'cdn.com' }, [{ san_type: 'DNS', matcher: { exact: 'cdn.com' } }]],
    [
      'names and identities',
      { subjectAltNames: ['a.com', 'spiffe://b/c'] },
      [
        { san_type: 'DNS', matcher: { exact: 'a.com' } },
        { san_type: 'URI', matcher: { exact: 'spiffe://b/c' } },
      ],
    ],
  ])('verifies %s, so that without the DestinationRule nobody is believed', (_, more, matchers) => {
    expect(JSON.stringify(minimumTlsSpec(externalHost([originating({ ...TLS_1_3, ...more })])))).toContain(
      `"combined_validation_context":{"default_validation_context":{"match_typed_subject_alt_names":${JSON.stringify(matchers)}}}`,
    );
  });

  test("is merged into the cluster's own TLS, and says nothing but the versions where nothing is verified", () => {
    const unverified = originating({ ...TLS_1_3, verify: false });
    const { configPatches } = minimumTlsSpec(externalHost([unverified])) as { configPatches: object[] };
    expect(configPatches).toHaveLength(1);
    expect(configPatches[0]).toMatchObject({
      patch: {
        operation: 'MERGE',
        value: {
          transport_socket: {
            name: 'envoy.transport_sockets.tls',
            typed_config: {
              '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
              common_tls_context: {
                tls_params: { tls_minimum_protocol_version: 'TLSv1_3', tls_maximum_protocol_version: 'TLSv1_3' },
              },
            },
          },
        },
      },
    });
    expect(JSON.stringify(configPatches)).not.toMatch(/sni|validation|certificate/);
  });
});
