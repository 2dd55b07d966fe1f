import fc from 'fast-check';
import { minimumTlsSpec, needsMinimumTls } from '../../../../lib/render/istio/minimum-tls-filter';
import { serviceEntrySpec } from '../../../../lib/render/istio/service-entry';
import { upstreamRuleSpec } from '../../../../lib/render/istio/upstream-rule';
import { virtualServiceSpec } from '../../../../lib/render/istio/virtual-service';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { TlsVersion } from '../../../../lib/mesh/tls-version';
import { TlsOriginationModel } from '../../../../lib/mesh/tls-origination-model';
import { DIRECT_443, externalHost, HTTP_80, TLS_443 } from '../../help';

const SIMPLE: TlsOriginationModel = {
  mode: 'SIMPLE',
  port: 8443,
  minProtocolVersion: TlsVersion.TLS_1_2,
  verify: true,
};
const TLS_1_3 = { minProtocolVersion: TlsVersion.TLS_1_3 };

/** HTTP on 81, TLS of the host behind it on 8443. */
function originating(more: Partial<TlsOriginationModel> = {}): ExternalPort {
  return { ...HTTP_80, number: 81, origination: { ...SIMPLE, ...more } };
}

const DISABLE = { mode: 'DISABLE' };

/** The settings of every port. */
function settings(ports: readonly ExternalPort[]) {
  return upstreamRuleSpec(externalHost(ports)).trafficPolicy?.portLevelSettings?.map(({ port, ...rest }) => [
    port?.number,
    rest,
  ]);
}

describe('the DestinationRule for the connections of the gateway', () => {
  test("selects the gateway's pods, and is exported to the gateway's namespace only", () => {
    expect(upstreamRuleSpec(externalHost([HTTP_80], { selector: { istio: 'mine' } }))).toEqual({
      host: 'edition.cnn.com',
      exportTo: ['.'],
      workloadSelector: { matchLabels: { istio: 'mine' } },
      trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, tls: DISABLE }] },
    });
  });

  test.each<[string, ExternalPort[]]>([
    ['plain HTTP', [HTTP_80]],
    ['passed-through TLS', [TLS_443]],
    ['TCP', [{ ...TLS_443, number: 5432, protocol: 'TCP' }]],
    ['a direct port', [HTTP_80, DIRECT_443]],
  ])('sends %s as it came', (_, ports) => {
    expect(settings(ports)).toEqual(ports.map(({ number }) => [number, { tls: DISABLE }]));
  });

  test('states tls for every port: a BackendTLSPolicy fills what is open', () => {
    const port = fc.record({ number: fc.integer({ min: 1, max: 65535 }), originates: fc.boolean() });
    fc.assert(
      fc.property(fc.uniqueArray(port, { selector: ({ number }) => number, minLength: 1 }), (ports) => {
        const written = settings(
          ports.map(({ number, originates }) => ({ ...(originates ? originating() : HTTP_80), number })),
        );
        expect(written).toEqual(
          ports.map(({ number, originates }) => [
            number,
            { tls: expect.objectContaining({ mode: originates ? 'SIMPLE' : 'DISABLE' }) as object },
          ]),
        );
      }),
    );
  });

  test('calls the host in the protocol of the application on the ports that keep it', () => {
    const connectionPool = { http: { useClientProtocol: true } };
    expect(
      settings([
        { ...HTTP_80, useClientProtocol: true },
        { ...originating(), useClientProtocol: true },
      ]),
    ).toEqual([
      [80, { connectionPool, tls: DISABLE }],
      [81, { connectionPool, tls: expect.objectContaining({ mode: 'SIMPLE' }) as object }],
    ]);
  });

  test('originates TLS on the HTTP port only, so that TLS of applications is not wrapped again', () => {
    expect(settings([originating(), TLS_443])).toMatchObject([
      [81, { tls: { mode: 'SIMPLE' } }],
      [443, { tls: DISABLE }],
    ]);
  });

  const names = { sni: 'edition.cnn.com', subjectAltNames: ['edition.cnn.com'] };
  test.each<[string, Partial<TlsOriginationModel>, object]>([
    ['the chain and the name by default', {}, { mode: 'SIMPLE', ...names, caCertificates: 'system' }],
    [
      'the name of sni',
      { sni: 'sni.com' },
      { mode: 'SIMPLE', sni: 'sni.com', subjectAltNames: ['sni.com'], caCertificates: 'system' },
    ],
    [
      'the names of subjectAltNames',
      { subjectAltNames: ['x.com', 'y.com'] },
      { mode: 'SIMPLE', ...names, subjectAltNames: ['x.com', 'y.com'], caCertificates: 'system' },
    ],
    [
      'the chain by a CA file',
      { caCertificates: '/etc/ca.crt' },
      { mode: 'SIMPLE', ...names, caCertificates: '/etc/ca.crt' },
    ],
    ['the chain by a Secret', { credentialName: 'ca' }, { mode: 'SIMPLE', ...names, credentialName: 'ca' }],
    [
      'the host, and presents a client certificate',
      { mode: 'MUTUAL', credentialName: 'client' },
      { mode: 'MUTUAL', ...names, credentialName: 'client' },
    ],
    ['nothing if verification is off', { verify: false }, { mode: 'SIMPLE', sni: names.sni, insecureSkipVerify: true }],
    [
      'nothing, with the name of sni, if verification is off',
      { verify: false, sni: 'sni.com' },
      { mode: 'SIMPLE', sni: 'sni.com', insecureSkipVerify: true },
    ],
  ])('verifies %s', (_, more, tls) => {
    expect(settings([originating(more)])).toEqual([[81, { tls }]]);
  });

  test('always has a name to verify, because Istio verifies no name by default', () => {
    for (const sni of [undefined, 'sni.com']) {
      for (const credentialName of [undefined, 'ca']) {
        const text = JSON.stringify(settings([originating({ sni, credentialName })]));
        expect(text).toMatch(/"subjectAltNames":\["/);
        expect(text).not.toContain('insecureSkipVerify');
      }
    }
  });
});

describe('the other objects of a host with TLS origination', () => {
  test('have the TLS port as the target port of the HTTP port only, so that sidecars cannot reach the TLS port', () => {
    expect(serviceEntrySpec(externalHost([originating()])).ports).toEqual([
      { name: 'http-81', number: 81, protocol: 'HTTP', targetPort: 8443 },
    ]);
  });

  test('have no target port for other ports', () => {
    const { ports } = serviceEntrySpec(externalHost([originating(), TLS_443, { ...DIRECT_443, number: 9443 }]));
    expect(ports?.map(({ number, targetPort }) => [number, targetPort])).toEqual([
      [81, 8443],
      [443, undefined],
      [9443, undefined],
    ]);
    expect(ports?.filter((port) => 'targetPort' in port)).toHaveLength(1);
  });

  test('route to the HTTP port, as without TLS origination', () => {
    const refs = 'istio-system/x';
    const plain = virtualServiceSpec(externalHost([{ ...HTTP_80, number: 81 }]), refs);
    expect(virtualServiceSpec(externalHost([originating()]), refs)).toEqual(plain);
  });
});

describe('the EnvoyFilter for TLS 1.3', () => {
  test.each<[string, ExternalPort[], boolean]>([
    ['TLS 1.3 at least', [originating(TLS_1_3)], true],
    ['TLS 1.3 at least, unverified', [originating({ ...TLS_1_3, verify: false })], true],
    ['TLS 1.2, the default of the gateway', [originating()], false],
    ['plain HTTP', [HTTP_80, TLS_443], false],
  ])('is needed for %s: %p', (_, ports, needed) => {
    expect(needsMinimumTls(externalHost(ports))).toBe(needed);
  });

  test("applies to one port of the host on the gateway's pods", () => {
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

  test.each<[string, Partial<TlsOriginationModel>, object[]]>([
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
  ])('verifies %s, so that no certificate is accepted if the DestinationRule is missing', (_, more, matchers) => {
    expect(JSON.stringify(minimumTlsSpec(externalHost([originating({ ...TLS_1_3, ...more })])))).toContain(
      `"combined_validation_context":{"default_validation_context":{"match_typed_subject_alt_names":${JSON.stringify(matchers)}}}`,
    );
  });

  test('sets the versions only if nothing is verified, and is merged into the TLS settings of the cluster', () => {
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
