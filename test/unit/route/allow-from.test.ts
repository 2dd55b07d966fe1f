import { Chart } from 'cdk8s';
import {
  ClientTls,
  EgressSource,
  ExportTo,
  ExternalHttpRoute,
  ExternalHttpRouteProps,
  ExternalRouteProps,
  ExternalTlsRoute,
} from '../../../lib';
import { fixIn, Manifest, manifestsOf, messageOf, newChart, ofKind, only, stderrOfEachTest } from '../help';
import { foundAtSynthesis, gatewayOf, got } from '../synthesis';

stderrOfEachTest();

const PAYMENTS = EgressSource.namespace('payments');
const NIGHTLY = EgressSource.serviceAccount('reports', 'nightly');
const ANYONE = EgressSource.anyone();

interface Rule {
  readonly from: object[];
  readonly to: { readonly operation: { readonly methods?: string[]; readonly paths?: string[] } }[];
}

/** The policies of hosts: not the one that denies the rest. */
function allowing(chart: Chart): Manifest[] {
  return ofKind(chart, 'AuthorizationPolicy').filter(({ metadata }) => metadata.name.startsWith('egress-allow-'));
}

/** The rules of the one policy of a host. */
function rulesIn(chart: Chart): Rule[] {
  const [policy, ...others] = allowing(chart);
  expect(others).toEqual([]);
  return policy?.spec?.['rules'] as Rule[];
}

const fromIn = (chart: Chart): object[] => rulesIn(chart).flatMap(({ from }) => from);

describe.each([
  ['ExternalHttpRoute', ExternalHttpRoute],
  ['ExternalTlsRoute', ExternalTlsRoute],
] as const)('%s with allowFrom', (_, Route) => {
  function route(chart: Chart, props: Partial<ExternalRouteProps> = {}, id = 'route') {
    return new Route(chart, id, { gateway: gatewayOf(chart), hosts: ['edition.cnn.com'], ...props });
  }

  test('lets its sources through the gateway, and nobody else', () => {
    const chart = newChart();
    route(chart, { allowFrom: [PAYMENTS, NIGHTLY] });
    expect(ofKind(chart, 'AuthorizationPolicy').map(({ metadata }) => [metadata.namespace, metadata.name])).toEqual([
      ['istio-system', 'egress-deny-istio-egressgateway'],
      ['istio-system', 'egress-allow-edition-cnn-com'],
    ]);
    expect(fromIn(chart)).toEqual([
      { source: { principals: ['cluster.local/ns/payments/sa/*', 'cluster.local/ns/reports/sa/nightly'] } },
    ]);
  });

  test('has a policy for each of its hosts, with the same sources', () => {
    const chart = newChart();
    const { authorizationPolicies } = route(chart, { hosts: ['b.com', 'a.com'], allowFrom: [ANYONE] });
    expect(authorizationPolicies.map(({ name }) => name)).toEqual(['egress-allow-a-com', 'egress-allow-b-com']);
    const [a, b] = allowing(chart).map(({ spec }) => spec?.['rules'] as Rule[]);
    expect(a?.[0]?.from).toEqual([{ source: { principals: ['*'] } }]);
    expect(b?.[0]?.from).toEqual(a?.[0]?.from);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['in one property', (chart) => void route(chart, { allowFrom: [PAYMENTS, NIGHTLY] })],
    ['in another order', (chart) => void route(chart, { allowFrom: [NIGHTLY, PAYMENTS] })],
    ['twice', (chart) => void route(chart, { allowFrom: [NIGHTLY, PAYMENTS, NIGHTLY] })],
    ['later', (chart) => route(chart).allowFrom(PAYMENTS, NIGHTLY)],
    ['partly later', (chart) => route(chart, { allowFrom: [NIGHTLY] }).allowFrom(PAYMENTS)],
    [
      'later, several times',
      (chart) => {
        const made = route(chart);
        made.allowFrom(NIGHTLY);
        made.allowFrom(PAYMENTS, NIGHTLY);
        made.allowFrom(PAYMENTS);
      },
    ],
  ])('writes the same sources said %s', (_how, say) => {
    const expected = newChart();
    route(expected, { allowFrom: [PAYMENTS, NIGHTLY] });
    const chart = newChart();
    say(chart);
    expect(manifestsOf(chart)).toEqual(manifestsOf(expected));
  });

  test('has no policy, and none to hold, before somebody said who may use it', () => {
    const chart = newChart();
    const made = route(chart);
    expect(made.authorizationPolicies).toEqual([]);
    expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
    made.allowFrom(PAYMENTS);
    expect(made.authorizationPolicies.map(({ kind }) => kind)).toEqual(['AuthorizationPolicy']);
    expect(made.objects[0]).toBe(made.authorizationPolicies[0]);
  });

  test('has its VirtualService for what people patch, and its DestinationRules of the gateway, as before', () => {
    const made = route(newChart(), { allowFrom: [PAYMENTS] });
    expect(made.node.defaultChild).toBe(made.virtualServices[0]);
    expect(made.destinationRules.map(({ name }) => name)).toEqual(['egress-subset-edition-cnn-com']);
  });

  test('puts the labels of the gateway on its policies, which belong to it', () => {
    const chart = newChart();
    gatewayOf(chart, { metadata: { labels: { team: 'net' }, annotations: { note: 'x' } } });
    route(chart, { allowFrom: [PAYMENTS] });
    for (const { metadata } of ofKind(chart, 'AuthorizationPolicy')) {
      expect(metadata).toMatchObject({ labels: { team: 'net' }, annotations: { note: 'x' } });
    }
  });

  describe('refuses', () => {
    test.each<[string, unknown[], RegExp, RegExp]>([
      ['no source', [], /^\[chart\/route\] allowFrom is empty: got \[\]; allowed: one or more/, /^write allowFrom: \[/],
      [
        'a name in the place of a source',
        ['payments'],
        /^\[chart\/route\] allowFrom is missing or of another kind: got "payments"/,
        /^write allowFrom: \[EgressSource\.namespace\('\.\.\.'\)\]/,
      ],
      [
        'something else beside a source',
        [PAYMENTS, { namespace: 'x' }],
        /^\[chart\/route\] allowFrom is missing or of another kind: got "Object"/,
        /^write allowFrom/,
      ],
      [
        'nothing beside a source',
        [PAYMENTS, undefined],
        /^\[chart\/route\] allowFrom is missing or of another kind: got undefined/,
        /^write allowFrom/,
      ],
    ])('%s, as a property and later', (_what, sources, problem, fix) => {
      const chart = newChart();
      const messages = [
        messageOf(() => route(newChart(), { allowFrom: sources as EgressSource[] })),
        messageOf(() => route(chart).allowFrom(...(sources as EgressSource[]))),
      ];
      for (const message of messages) {
        expect(message).toMatch(problem);
        expect(fixIn(message)).toMatch(fix);
      }
      expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
    });

    test.each<[string, unknown[]]>([
      ['a list', [[PAYMENTS]]],
      ['a list beside a source', [NIGHTLY, [PAYMENTS]]],
    ])('%s in the method, which takes sources one by one', (_what, sources) => {
      const chart = newChart();
      const message = messageOf(() => route(chart).allowFrom(...(sources as EgressSource[])));
      expect(message).toBe(
        '[chart/route] route.allowFrom got a list: got ["namespace(\'payments\')"]; ' +
          'allowed: one or more, one by one; ' +
          "fix: write route.allowFrom(EgressSource.namespace('...')), without brackets",
      );
      expect(ofKind(chart, 'AuthorizationPolicy')).toEqual([]);
    });

    test('to say it on a gateway that does not know who calls, with the one line that helps', () => {
      const plain = (): Chart => {
        const chart = newChart();
        gatewayOf(chart, { clientTls: ClientTls.DISABLE });
        return chart;
      };
      const messages = [
        messageOf(() => route(plain(), { allowFrom: [PAYMENTS] })),
        messageOf(() => route(plain(), { allowFrom: [] })),
        messageOf(() => route(plain()).allowFrom(PAYMENTS)),
      ];
      for (const message of messages) {
        expect(message).toMatch(
          /^\[chart\/route\] the gateway cannot know who calls without mtls: got "ClientTls\.DISABLE"; allowed: allowFrom/,
        );
        expect(fixIn(message)).toBe('write clientTls: ClientTls.ISTIO_MUTUAL on the gateway, or leave clientTls out');
      }
    });

    test.each<[string, unknown]>([
      ['a source that is not in a list', PAYMENTS],
      ['null', null],
    ])('%s for the list, and names itself', (_what, allowFrom) => {
      const message = messageOf(() => route(newChart(), { allowFrom: allowFrom as EgressSource[] }));
      expect(message).toMatch(/^\[chart\/route\] allowFrom is /);
      expect(fixIn(message)).toMatch(/^write allowFrom: \[/);
    });
  });
});

describe('ExternalHttpRoute.allow', () => {
  function http(chart: Chart, props: Partial<ExternalHttpRouteProps> = {}): ExternalHttpRoute {
    return new ExternalHttpRoute(chart, 'route', { gateway: gatewayOf(chart), hosts: ['a.com'], ...props });
  }
  const operationsIn = (chart: Chart) =>
    rulesIn(chart)[0]?.to.map(({ operation: { methods, paths } }) => [methods, paths]);

  test('narrows what its sources may do to one of the operations, whenever each was said', () => {
    const chart = newChart();
    const route = http(chart, { allowFrom: [PAYMENTS] });
    route.allow({ methods: ['PUT', 'GET'], paths: ['/v1/*'] });
    route.allow({ methods: ['HEAD'] }, { paths: ['/health'] });
    expect(operationsIn(chart)).toEqual([
      [['GET', 'PUT'], ['/v1/*']],
      [['HEAD'], undefined],
      [undefined, ['/health']],
    ]);
    expect(fromIn(chart)).toEqual([{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }]);
  });

  test('may be said before the sources', () => {
    const [before, after] = [true, false].map((first) => {
      const chart = newChart();
      const route = http(chart);
      if (first) route.allow({ methods: ['GET'] });
      route.allowFrom(PAYMENTS);
      if (!first) route.allow({ methods: ['GET'] });
      return manifestsOf(chart);
    });
    expect(before).toEqual(after);
  });

  test('is of the HTTP route alone, and not of the TLS route of the same host', () => {
    const chart = newChart();
    http(chart, { allowFrom: [PAYMENTS] }).allow({ methods: ['GET'] });
    new ExternalTlsRoute(chart, 'tls', { gateway: gatewayOf(chart), hosts: ['a.com'], allowFrom: [PAYMENTS] });
    const [, tls] = rulesIn(chart);
    expect(tls?.to).toEqual([{ operation: { ports: ['8443'] } }]);
  });

  test('without sources is an error at synthesis that names the route', () => {
    const chart = newChart();
    http(chart).allow({ methods: ['GET'] });
    const [message, ...others] = foundAtSynthesis(chart);
    expect(message).toMatch(/^\[chart\/gateway\] routes say what may be asked of them, and not by whom/);
    expect(got(message)).toEqual(['chart/route']);
    expect(fixIn(message ?? '')).toMatch(/^write allowFrom: \[EgressSource\.namespace/);
    expect(others).toEqual([]);
  });

  test('as a property means what it means as a method', () => {
    const [property, method] = [newChart(), newChart()].map((chart, index) => {
      const allow = [{ methods: ['GET'] }, { paths: ['/v1/*'] }];
      const route = http(chart, { allowFrom: [PAYMENTS], ...(index === 0 && { allow }) });
      if (index === 1) route.allow(...allow);
      return manifestsOf(chart);
    });
    expect(property).toEqual(method);
  });

  test('makes the gateway take away what speaks of another method or path', () => {
    const chart = newChart();
    http(chart, { allowFrom: [PAYMENTS], allow: [{ methods: ['GET'] }] });
    expect(JSON.stringify(only(chart, 'VirtualService').spec)).toContain('"x-http-method-override"');
    const open = newChart();
    http(open, { allowFrom: [PAYMENTS] });
    expect(JSON.stringify(only(open, 'VirtualService').spec)).not.toContain('"x-http-method-override"');
  });

  test('has a filter of its own for what a host may read in another way', () => {
    const chart = newChart();
    const route = http(chart, { allowFrom: [PAYMENTS] });
    expect(route.envoyFilters).toEqual([]);
    route.allow({ methods: ['GET'] });
    expect(route.envoyFilters.map(({ name }) => name)).toEqual(['egress-requests-a-com']);
  });

  test.each<[string, object, RegExp, RegExp]>([
    ['an empty operation', {}, /operation has neither methods nor paths: got \{\}/, /^write allow: \[\{ methods/],
    ['a method in lower case', { methods: ['get'] }, /methods is empty or malformed: got \["get"\]/, /^write methods/],
    ['no method', { methods: [] }, /methods is empty or malformed: got \[\]/, /^write methods/],
    ['a relative path', { paths: ['v1'] }, /paths is empty or malformed: got \["v1"\]/, /^write paths/],
  ])('refuses %s, names itself, and says nothing by halves', (_, operation, problem, fix) => {
    const chart = newChart();
    const route = http(chart, { allowFrom: [PAYMENTS] });
    const message = messageOf(() => route.allow({ methods: ['GET'] }, operation));
    expect(message).toMatch(/^\[chart\/route\] /);
    expect(message).toMatch(problem);
    expect(fixIn(message)).toMatch(fix);
    expect(operationsIn(chart)).toEqual([[undefined, undefined]]);
  });

  test('takes its operations one by one, and no list of them', () => {
    const route = http(newChart(), { allowFrom: [PAYMENTS] });
    const message = messageOf(() => route.allow([{ methods: ['GET'] }] as never));
    expect(message).toMatch(/^\[chart\/route\] route\.allow got a list: got \[\{"methods":\["GET"\]\}\]; /);
    expect(fixIn(message)).toBe('write route.allow({ methods: ["GET"] }), without brackets');
  });

  test('is refused on a gateway that does not know who calls', () => {
    const chart = newChart();
    gatewayOf(chart, { clientTls: ClientTls.DISABLE });
    const message = messageOf(() => http(chart).allow({ methods: ['GET'] }));
    expect(message).toMatch(
      /^\[chart\/route\] the gateway cannot know who calls without mtls: got "ClientTls\.DISABLE"/,
    );
    expect(fixIn(message)).toBe('write clientTls: ClientTls.ISTIO_MUTUAL on the gateway, or leave clientTls out');
  });

  test('of no operation is refused, as allowFrom of no source is: it would leave everything open', () => {
    for (const make of [
      () => http(newChart(), { allowFrom: [PAYMENTS] }).allow(),
      () => http(newChart(), { allowFrom: [PAYMENTS], allow: [] }),
    ]) {
      expect(messageOf(make)).toMatch(/^\[chart\/route\] allow is empty: /);
    }
  });
});

describe('exportTo', () => {
  const NARROW = [ExportTo.SOURCES_UNDER_LOCKDOWN, ExportTo.SOURCES_UNDER_REGISTRY_ONLY];

  function tls(chart: Chart, props: Partial<ExternalRouteProps> = {}, id = 'route'): ExternalTlsRoute {
    return new ExternalTlsRoute(chart, id, { gateway: gatewayOf(chart), hosts: ['a.com'], ...props });
  }

  /** What the ServiceEntry and the VirtualService of the one host are exported to. */
  function exported(chart: Chart): unknown[] {
    const kinds = ['ServiceEntry', 'VirtualService'];
    return kinds.flatMap((kind) => ofKind(chart, kind).map(({ spec }) => spec?.['exportTo']));
  }

  test.each<[string, ExportTo | undefined]>([
    ['left out', undefined],
    ['ALL', ExportTo.ALL],
  ])('%s writes nothing of it, with sources or without', (_, exportTo) => {
    const chart = newChart();
    const route = tls(chart, { exportTo, allowFrom: [PAYMENTS] });
    expect(route.exportTo).toBe(ExportTo.ALL);
    expect(exported(chart)).toEqual([undefined, undefined]);
  });

  test.each(NARROW)('%s shows the route to the namespaces of its sources and the gateway', (exportTo) => {
    const chart = newChart();
    const route = tls(chart, { exportTo, allowFrom: [NIGHTLY, PAYMENTS, EgressSource.namespace('reports')] });
    expect(route.exportTo).toBe(exportTo);
    const namespaces = ['istio-system', 'payments', 'reports'];
    expect(exported(chart)).toEqual([namespaces, namespaces]);
  });

  test('counts sources that are named later, and those of the other route of the host', () => {
    const chart = newChart();
    const [exportTo] = NARROW;
    const route = tls(chart, { exportTo, allowFrom: [PAYMENTS] });
    const props = { gateway: gatewayOf(chart), hosts: ['a.com'], exportTo, allowFrom: [NIGHTLY] };
    new ExternalHttpRoute(chart, 'http', props);
    route.allowFrom(EgressSource.namespace('zoo'));
    const namespaces = ['istio-system', 'payments', 'reports', 'zoo'];
    expect(exported(chart)).toEqual([namespaces, namespaces]);
  });

  test.each<[string, EgressSource[] | undefined]>([
    ['without sources', undefined],
    ['for anyone', [ANYONE]],
    ['for anyone beside a namespace', [PAYMENTS, ANYONE]],
  ])('narrowed %s is an error at synthesis that names the route', (_, allowFrom) => {
    for (const exportTo of NARROW) {
      const chart = newChart();
      tls(chart, { exportTo, allowFrom }, 'narrow');
      const [message, ...others] = foundAtSynthesis(chart);
      expect(message).toMatch(
        /^\[chart\/gateway\] routes are exported to their sources only, and have none by namespace/,
      );
      expect(got(message)).toEqual(['chart/narrow']);
      expect(fixIn(message ?? '')).toBe('name the namespaces in allowFrom, or remove exportTo');
      expect(others).toEqual([]);
    }
  });

  test('of two routes of a host must be the same, and the message names both', () => {
    const chart = newChart();
    tls(chart, { exportTo: NARROW[0], allowFrom: [PAYMENTS] }, 'a');
    const props = { gateway: gatewayOf(chart), hosts: ['a.com'], allowFrom: [PAYMENTS] };
    const message = messageOf(() => new ExternalHttpRoute(chart, 'b', props));
    expect(message).toMatch(/^\[chart\/b\] host a\.com is exported in two ways: got \["chart\/a","chart\/b"\]/);
    expect(fixIn(message)).toBe('give both routes the same exportTo');
  });

  test('of two routes of a host may differ in why it is safe', () => {
    const chart = newChart();
    tls(chart, { exportTo: NARROW[0], allowFrom: [PAYMENTS] });
    const props = { gateway: gatewayOf(chart), hosts: ['a.com'], allowFrom: [PAYMENTS], exportTo: NARROW[1] };
    expect(() => new ExternalHttpRoute(chart, 'b', props)).not.toThrow();
  });

  test('of two hosts is each its own', () => {
    const chart = newChart();
    tls(chart, { exportTo: NARROW[0], allowFrom: [PAYMENTS] }, 'a');
    tls(chart, { hosts: ['b.com'], allowFrom: [PAYMENTS] }, 'b');
    expect(ofKind(chart, 'ServiceEntry').map(({ spec }) => spec?.['exportTo'])).toEqual([
      ['istio-system', 'payments'],
      undefined,
    ]);
  });

  test.each<[string, unknown, string]>([
    ['a name', 'SOURCES_UNDER_LOCKDOWN', '"SOURCES_UNDER_LOCKDOWN"'],
    ["Istio's list", ['.'], '["."]'],
    ['null', null, 'null'],
  ])('refuses %s, which JavaScript lets through', (_, exportTo, shown) => {
    const message = messageOf(() => tls(newChart(), { exportTo: exportTo as ExportTo, allowFrom: [PAYMENTS] }));
    expect(message).toContain(
      `[chart/route] exportTo is missing or of another kind: got ${shown}; allowed: ExportTo.ALL, `,
    );
    expect(fixIn(message)).toMatch(/^write exportTo: ExportTo\.ALL/);
  });
});
