import fc from 'fast-check';
import { allowPolicySpec } from '../../../../lib/render/istio/authorization-policy';
import { minimumTlsSpec } from '../../../../lib/render/istio/minimum-tls-filter';
import { requestFilterSpec } from '../../../../lib/render/istio/request-filter';
import { upstreamRuleSpec } from '../../../../lib/render/istio/upstream-rule';
import { hostObjects, rankOf } from '../../../../lib/render/istio/host-objects';
import { Placement } from '../../../../lib/render/istio/placement';
import { TlsVersion } from '../../../../lib/mesh/tls-version';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { TlsOriginationModel } from '../../../../lib/mesh/tls-origination-model';
import { externalHost, HTTP_80, TLS_443 } from '../../help';

const SIMPLE: TlsOriginationModel = { mode: 'SIMPLE', port: 443, minProtocolVersion: TlsVersion.TLS_1_2, verify: true };
const SOURCES = { access: { sources: [{ kind: 'namespace', namespace: 'payments' }], operations: [] } } as const;

const METHODS = { access: { ...SOURCES.access, operations: [{ methods: ['GET'], paths: [] }] } };
const PATHS = {
  access: { ...SOURCES.access, operations: [...METHODS.access.operations, { methods: [], paths: ['/v1'] }] },
};

const ORIGINATING: ExternalPort = { ...HTTP_80, origination: SIMPLE };
const TLS_1_3: ExternalPort = { ...HTTP_80, origination: { ...SIMPLE, minProtocolVersion: TlsVersion.TLS_1_3 } };

const TCP: ExternalPort = { ...TLS_443, protocol: 'TCP', addresses: ['203.0.113.10'] };

const ALWAYS = ['Upstream', 'DestinationRule', 'Gateway', 'VirtualService', 'ServiceEntry'];

const GATEWAY = { namespace: 'istio-egress', serviceName: 'egress' };
const place = (ports: readonly ExternalPort[]): readonly Placement[] => hostObjects(externalHost(ports, GATEWAY));
const ids = (ports: readonly ExternalPort[]): string[] => place(ports).map(({ id }) => id);
const placed = (ports: readonly ExternalPort[], id: string): Placement | undefined =>
  place(ports).find((placement) => placement.id === id);

describe('hostObjects', () => {
  test.each<[string, ExternalPort[], string[]]>([
    ['routes without sources and TLS origination', [HTTP_80, TLS_443], ALWAYS],
    ['an HTTP route with sources', [{ ...HTTP_80, ...SOURCES }], ['AuthorizationPolicy', ...ALWAYS]],
    [
      'two routes, of which the TLS route has sources',
      [HTTP_80, { ...TLS_443, ...SOURCES }],
      ['AuthorizationPolicy', ...ALWAYS],
    ],
    ['TLS origination', [ORIGINATING], ALWAYS],
    ['TLS origination with TLS 1.3', [TLS_1_3, TLS_443], ['TlsFilter', ...ALWAYS]],
    ['sources and TLS origination', [{ ...ORIGINATING, ...SOURCES }], ['AuthorizationPolicy', ...ALWAYS]],
    ['allowed paths', [{ ...HTTP_80, ...PATHS }], ['AuthorizationPolicy', 'RequestFilter', ...ALWAYS]],
    ['allowed methods', [{ ...HTTP_80, ...METHODS }], ['AuthorizationPolicy', 'RequestFilter', ...ALWAYS]],
    ['a TCP route with a namespace', [{ ...TCP, ...SOURCES }], ['AuthorizationPolicy', 'IdentityFilter', ...ALWAYS]],
    [
      'every feature of a single host',
      [
        { ...TLS_1_3, ...PATHS },
        { ...TCP, ...SOURCES },
      ],
      ['AuthorizationPolicy', 'IdentityFilter', 'RequestFilter', 'TlsFilter', ...ALWAYS],
    ],
  ])('returns for %s the objects that the host needs, in the order of kubectl apply', (_, ports, expected) => {
    expect(ids(ports)).toEqual(expected);
  });

  test('puts the VirtualService and the ServiceEntry into the namespace of the chart, and the other objects into that of the gateway', () => {
    const described = place([{ ...TLS_1_3, ...SOURCES }]).map(
      ({ apiVersion, kind, namespace, name, belongsTo }) => `${apiVersion} ${kind} ${namespace}/${name} ${belongsTo}`,
    );
    expect(described).toEqual([
      'security.istio.io/v1 AuthorizationPolicy istio-egress/egress-allow-edition-cnn-com gateway',
      'networking.istio.io/v1alpha3 EnvoyFilter istio-egress/egress-tls-edition-cnn-com gateway',
      'networking.istio.io/v1 DestinationRule istio-egress/egress-upstream-edition-cnn-com gateway',
      'networking.istio.io/v1 DestinationRule istio-egress/egress-subset-edition-cnn-com gateway',
      'networking.istio.io/v1 Gateway istio-egress/egress-server-edition-cnn-com gateway',
      'networking.istio.io/v1 VirtualService default/egress-route-edition-cnn-com host',
      'networking.istio.io/v1 ServiceEntry default/external-edition-cnn-com host',
    ]);
  });

  test('keeps every object and its place if the host gets further routes and sources', () => {
    const port = fc.tuple(
      fc.constantFrom(HTTP_80, ORIGINATING, TLS_1_3, TLS_443, TCP),
      fc.constantFrom(22, 80, 443, 8443),
      fc.boolean(),
    );
    const ports = fc.uniqueArray(port, { selector: ([, number]) => number, minLength: 1 });
    const byNumber = (all: ExternalPort[]) => all.sort((a, b) => a.number - b.number);
    fc.assert(
      fc.property(ports, fc.nat(), fc.func(fc.boolean()), (all, seed, isMore) => {
        const later = all.map(([each, number, sources]) => ({ ...each, number, ...(sources && SOURCES) }));
        const earlier = later.filter((_, index) => index === seed % later.length || isMore(index));
        const described = (some: ExternalPort[]) => place(byNumber(some)).map(({ spec: _, ...rest }) => rest);
        const kept = described(later);
        expect(kept).toEqual(expect.arrayContaining(described(earlier)));
        const written = kept.map(({ id }) => id);
        expect([...written].sort((a, b) => rankOf(a) - rankOf(b))).toEqual(written);
      }),
    );
  });

  test.each<[string, (external: Parameters<Placement['spec']>[0]) => object]>([
    ['AuthorizationPolicy', allowPolicySpec],
    ['RequestFilter', requestFilterSpec],
    ['TlsFilter', minimumTlsSpec],
    ['Upstream', upstreamRuleSpec],
  ])('derives the spec of the %s from the host as it is at synthesis', (id, spec) => {
    const later = externalHost(
      [
        { ...TLS_1_3, number: 8080, ...PATHS },
        { ...TLS_443, ...SOURCES },
      ],
      GATEWAY,
    );
    expect(placed([{ ...TLS_1_3, ...PATHS }], id)?.spec(later)).toEqual(spec(later));
  });

  test('writes the same DestinationRule of the gateway with and without TLS origination', () => {
    const plain = placed([HTTP_80], 'DestinationRule')?.spec(externalHost([HTTP_80], GATEWAY));
    const full = placed([TLS_1_3], 'DestinationRule')?.spec(externalHost([TLS_1_3], GATEWAY));
    expect(full).toEqual(plain);
    expect(full).toMatchObject({ host: 'egress.istio-egress.svc.cluster.local' });
  });
});
