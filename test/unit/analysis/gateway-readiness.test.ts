import { ClaimedPort } from '../../../lib/mesh/external-host';
import { GatewayModel } from '../../../lib/mesh/gateway';
import { GatewayDescription } from '../../../lib/mesh/gateways';
import { GATEWAY, TLS_443 } from '../help';
import { described, expectFound, found, gatewayOf, MeshParts, namespace, originating, Route } from './meshes';

const imported = (model: GatewayModel): GatewayDescription => described(model, { ownership: 'imported' });
const restricted: Route = { owner: 'chart/route', sources: [namespace('payments')] };

describe('EGR1204', () => {
  const unable = [described(GATEWAY, { ownership: 'deployed', canReadSecrets: false })];
  const route = (owner: string, port: ClaimedPort, over: Partial<Route> = {}): Route => ({
    owner,
    host: `${owner}.com`,
    ports: [port, TLS_443],
    ...over,
  });
  const needy = originating({ credentialName: 'bank' });

  test('finds a gateway that cannot read the Secrets of its hosts, and names these hosts only', () => {
    const routes = [
      route('d', originating({ mode: 'MUTUAL', credentialName: 'bank' })),
      route('b', originating()),
      route('c', needy, { gateway: gatewayOf('eu') }),
      route('a', needy),
    ];
    const finding = expectFound(
      'EGR1204',
      { gateways: unable, routes },
      {
        at: 'platform/istio-egressgateway',
        problem: /^gateway istio-system\/istio-egressgateway cannot read the Secrets of its hosts$/,
        fix: /^write GatewayWorkload\.deployment\(\{ readSecrets: true \}\), or replace credentialName with caCertificates$/,
      },
    );
    expect(finding.got).toBe('["a.com","d.com"]');
  });

  test.each<[string, GatewayDescription[], Route[]]>([
    ['a gateway without routes', unable, []],
    ['TLS of applications', unable, [route('a', TLS_443)]],
    ['TLS origination with the CA certificates of the image', unable, [route('a', originating())]],
    [
      'TLS origination with a CA bundle in a file',
      unable,
      [route('a', originating({ caCertificates: '/etc/ca.crt' }))],
    ],
    ['Secrets of another gateway', unable, [route('a', needy, { gateway: gatewayOf('eu') })]],
    ['a gateway that may read Secrets', [described(GATEWAY)], [route('a', needy)]],
  ])('does not find %s', (_, gateways, routes) => {
    expect(found('EGR1204', { gateways, routes })).toEqual([]);
  });
});

describe('EGR1206', () => {
  const parts = (egressProxy: GatewayModel | undefined, gateways: readonly GatewayDescription[]): MeshParts => ({
    gateways,
    sidecars: [{ owner: 'chart/sidecars', namespaces: ['payments'], egressProxy }],
  });

  test('finds sidecars with the egress proxy of an imported gateway that has no egressProxy', () => {
    expectFound('EGR1206', parts(GATEWAY, [imported(GATEWAY)]), {
      at: 'chart/sidecars',
      problem: /^gateway istio-system\/istio-egressgateway of another app must have egressProxy: true$/,
      fix: /^write egressProxy: true in fromEgressGatewayAttributes\(\.\.\.\)/,
    });
  });

  const asking = { ...GATEWAY, egressProxy: true };
  test.each<[string, MeshParts]>([
    ['an imported gateway with egressProxy', parts(asking, [imported(asking)])],
    ['a gateway that this app owns and imports', parts(GATEWAY, [imported(GATEWAY), described(GATEWAY)])],
    ['sidecars without an egress proxy', parts(undefined, [imported(GATEWAY)])],
  ])('does not find %s', (_, mesh) => {
    expect(found('EGR1206', mesh)).toEqual([]);
  });
});

/** A mesh with one route through a gateway. */
const through = (model: GatewayModel, route: Route, describe: typeof imported = imported): MeshParts => ({
  gateways: [describe(model)],
  routes: [{ ...route, gateway: model }],
});

describe('EGR1207', () => {
  const proxy = { ...GATEWAY, egressProxy: true };

  test('finds an imported egress proxy that a policy of this app would close', () => {
    expectFound('EGR1207', through(proxy, restricted), {
      at: 'platform/istio-egressgateway',
      problem: /must have defaultDeny with egressProxy, because routes of this app have sources$/,
      fix: /^write defaultDeny: true in fromEgressGatewayAttributes\(\.\.\.\)/,
    });
  });

  test.each<[string, MeshParts]>([
    ['with defaultDeny', through({ ...proxy, defaultDeny: true }, restricted)],
    ['whose routes have no sources', through(proxy, { owner: 'chart/route' })],
    ['that this app owns', through(proxy, restricted, described)],
    ['without egressProxy', through(GATEWAY, restricted)],
  ])('does not find an egress proxy %s', (_, mesh) => {
    expect(found('EGR1207', mesh)).toEqual([]);
  });
});

describe('EGR2003', () => {
  test('finds an imported gateway whose routes of other apps are closed by the sources of a route', () => {
    const open = { owner: 'chart/open', host: 'open.com' };
    const mesh = through(GATEWAY, restricted);
    expectFound(
      'EGR2003',
      { ...mesh, routes: [...(mesh.routes ?? []), open] },
      {
        at: 'platform/istio-egressgateway',
        problem: /^routes of other apps through gateway istio-system\/istio-egressgateway are closed/,
        fix: /^write allowFrom on the routes of every app, and defaultDeny: true wherever the gateway is described$/,
      },
    );
  });

  test.each<[string, MeshParts]>([
    ['with defaultDeny', through({ ...GATEWAY, defaultDeny: true }, restricted)],
    ['whose routes have no sources', through(GATEWAY, { owner: 'chart/route' })],
    ['that this app owns', through(GATEWAY, restricted, described)],
  ])('does not find a gateway %s', (_, mesh) => {
    expect(found('EGR2003', mesh)).toEqual([]);
  });
});

describe('EGR2002', () => {
  test.each(['deployed', 'installed'] as const)('finds a gateway without routes that is %s', (ownership) => {
    expectFound(
      'EGR2002',
      { gateways: [described(GATEWAY, { ownership })], routes: [{ owner: 'a', gateway: gatewayOf('eu') }] },
      {
        at: 'platform/istio-egressgateway',
        problem: /^gateway istio-egressgateway\.istio-system\.svc\.cluster\.local has no routes$/,
        fix: /^create a route: new ExternalTlsRoute\(/,
      },
    );
  });

  test.each<[string, MeshParts]>([
    ['with a route', { routes: [{ owner: 'a' }] }],
    ['without routes that another app owns', { gateways: [imported(GATEWAY)] }],
  ])('does not find a gateway %s', (_, mesh) => {
    expect(found('EGR2002', mesh)).toEqual([]);
  });
});

describe('EGR2001', () => {
  /** A gateway with the labels of Istio's default gateway. */
  const labelled = (region: string, over: Partial<GatewayModel> = {}): GatewayModel =>
    gatewayOf(region, { selector: GATEWAY.selector, ...over });
  const parts = (mine: GatewayModel, other: GatewayModel, routes: readonly Route[]): MeshParts => ({
    gateways: [described(mine), described(other)],
    routes,
  });
  const mine = labelled('b');
  const route = { ...restricted, gateway: mine };

  test.each<[string, GatewayModel]>([
    ["Istio's default gateway", GATEWAY],
    ['a gateway in a third namespace', labelled('a')],
    ['a gateway with more labels', labelled('a', { selector: { ...GATEWAY.selector, zone: 'a' } })],
  ])('finds a gateway with sources whose hosts are open on the pods of %s', (_, other) => {
    const finding = expectFound('EGR2001', parts(mine, other, [route]), {
      at: 'platform/b',
      problem: /^hosts of gateway egress-b\/b are open to every caller on the pods of /,
      fix: /^give the pods of the two gateways different labels \(selector\), or write defaultDeny: true on /,
    });
    expect(finding.problem).toContain(`${other.namespace}/${other.serviceName}`);
  });

  const a = labelled('a');
  test.each<[string, MeshParts]>([
    [
      'if the other gateway has routes with sources',
      parts(mine, a, [route, { ...restricted, owner: 'x', gateway: a }]),
    ],
    ['if the other gateway has defaultDeny', parts(mine, labelled('a', { defaultDeny: true }), [route])],
    ['if the pods have different labels', parts(mine, gatewayOf('a'), [route])],
    ['if both gateways are in one namespace', parts(mine, labelled('a', { namespace: 'egress-b' }), [route])],
    ['if its routes have no sources', parts(mine, a, [{ owner: 'x', gateway: mine }])],
    ['if it is in the root namespace', parts(GATEWAY, a, [{ ...restricted, gateway: GATEWAY }])],
    [
      'if it is in a root namespace with another name',
      parts({ ...mine, rootNamespace: mine.namespace }, { ...a, rootNamespace: mine.namespace }, [route]),
    ],
  ])('does not find a gateway with sources %s', (_, mesh) => {
    expect(found('EGR2001', mesh)).toEqual([]);
  });
});

describe('EGR1210', () => {
  const token = { header: 'authorization', secretName: 'api-token', key: 'authorization' };
  const other = { header: 'authorization', secretName: 'api-token', key: 'other' };
  const route: Route = {
    owner: 'chart/route',
    ports: [{ ...originating(), credential: token }],
    sources: [namespace('payments')],
  };
  const finds = (gateways: readonly GatewayDescription[], fix: RegExp) =>
    expectFound(
      'EGR1210',
      { gateways, routes: [route] },
      {
        at: 'platform/istio-egressgateway',
        problem: /^gateway istio-system\/istio-egressgateway must mount the Secrets of the credentials of its routes$/,
        fix,
      },
    );

  test('finds an installed gateway, which is installed again', () => {
    const fix =
      /^write credentials: \[HttpCredential\.fromSecret\(\{ secretName: "api-token" \}\)\] on the EgressGateway, .*installOverlay\(\)$/;
    expect(finds([described(GATEWAY)], fix).got).toBe('{"notMounted":["api-token/authorization"]}');
  });

  test('finds an imported gateway that mounts another key', () => {
    finds(
      [described(GATEWAY, { ownership: 'imported', secretKeys: [other] })],
      /fromEgressGatewayAttributes\(\.\.\.\), and on the EgressGateway in the app of its owner$/,
    );
  });

  test('names a key that is not that of the header authorization', () => {
    const routes = [{ ...route, ports: [{ ...originating(), credential: other }] }];
    const [finding] = found('EGR1210', { gateways: [described(GATEWAY)], routes });
    expect(finding?.fix).toContain('HttpCredential.fromSecret({ secretName: "api-token", key: "other" })');
  });

  test.each<[string, GatewayDescription[]]>([
    ['that lists the credential', [described(GATEWAY, { secretKeys: [other, token] })]],
    ['that this app deploys', [described(GATEWAY, { ownership: 'deployed' }), imported(GATEWAY)]],
  ])('does not find a gateway %s', (_, gateways) => {
    expect(found('EGR1210', { gateways, routes: [route] })).toEqual([]);
  });
});
