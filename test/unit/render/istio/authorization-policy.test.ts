import fc from 'fast-check';
import { AuthorizationPolicySpecRules as Rule } from '../../../../imports/security.istio.io';
import { allowPolicySpec, defaultDenySpec, needsPolicy } from '../../../../lib/render/istio/authorization-policy';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { GatewayModel } from '../../../../lib/mesh/gateway';
import { Operation } from '../../../../lib/http/operation';
import { Source } from '../../../../lib/mesh/source';
import { DIRECT_443, externalHost, GATEWAY, HTTP_80, TLS_443 } from '../../help';

const ANY_AUTHENTICATED: Source = { kind: 'anyAuthenticated' };
const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });
const account = (of: string, name: string): Source => ({ kind: 'serviceAccount', namespace: of, name });
const PAYMENTS = namespace('payments');

/** The ports of the pods, the Service and the host all differ, so that tests can distinguish them. */
const PORTS = { httpPort: { port: 8000, targetPort: 9000 }, tlsPort: { port: 8001, targetPort: 9001 } };
const HTTP_HOSTS = ['edition.cnn.com', 'edition.cnn.com:80'];

function having(port: ExternalPort, sources: Source[], operations: Operation[] = []): ExternalPort {
  return { ...port, access: { sources, operations } };
}

function rules(ports: readonly ExternalPort[], gateway: Partial<GatewayModel> = {}): readonly Rule[] {
  return allowPolicySpec(externalHost(ports, { ...PORTS, ...gateway })).rules ?? [];
}

describe('the AuthorizationPolicy of a host', () => {
  test('is an ALLOW policy for the pods of the gateway only', () => {
    const external = externalHost([having(TLS_443, [PAYMENTS])], { selector: { istio: 'mine', app: 'x' } });
    const { selector, action } = allowPolicySpec(external);
    expect([selector, action]).toEqual([{ matchLabels: { istio: 'mine', app: 'x' } }, 'ALLOW']);
  });

  test('matches HTTP by host, with and without a port, by the SNI of mesh mTLS and by the target port', () => {
    expect(rules([having(HTTP_80, [PAYMENTS])])).toEqual([
      {
        from: [{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }],
        to: [{ operation: { hosts: HTTP_HOSTS, ports: ['9000'] } }],
        when: [{ key: 'connection.sni', values: ['edition.cnn.com'] }],
      },
    ]);
  });

  test.each<[string, Operation[], object[]]>([
    ['every path', [], [{ notMethods: ['TRACE'] }]],
    ['a path', [{ methods: [], paths: ['/v1'] }], [{ notMethods: ['TRACE'], paths: ['/v1'] }]],
    ['methods by name', [{ methods: ['GET'], paths: [] }], [{ methods: ['GET'] }]],
  ])('with a credential refuses TRACE, which returns the credential to the caller: %s', (_, operations, expected) => {
    const credential = { header: 'authorization', secretName: 'api-token', key: 'authorization' };
    const [rule] = rules([having({ ...HTTP_80, credential }, [PAYMENTS], operations)]);
    const common = { hosts: HTTP_HOSTS, ports: ['9000'] };
    expect(rule?.to).toEqual(expected.map((each) => ({ operation: { ...common, ...each } })));
  });

  test('matches TLS by the SNI of mesh mTLS and by the target port, without HTTP fields, which never match on a TLS port', () => {
    expect(rules([having(TLS_443, [PAYMENTS])])).toEqual([
      {
        from: [{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }],
        to: [{ operation: { ports: ['9001'] } }],
        when: [{ key: 'connection.sni', values: ['edition.cnn.com'] }],
      },
    ]);
  });

  test('has a rule per route, so that the sources of one route cannot use the other', () => {
    const [http, tls, ...others] = rules([having(HTTP_80, [PAYMENTS]), having(TLS_443, [namespace('orders')])]);
    expect(http?.from).toEqual([{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }]);
    expect(http?.to?.[0]?.operation?.ports).toEqual(['9000']);
    expect(tls?.from).toEqual([{ source: { principals: ['cluster.local/ns/orders/sa/*'] } }]);
    expect(tls?.to?.[0]?.operation?.ports).toEqual(['9001']);
    expect(others).toEqual([]);
  });

  test.each<[string, ExternalPort[]]>([
    ['a route without sources', [HTTP_80, TLS_443]],
    ['a route with allowed operations and without sources', [having(HTTP_80, [], [{ methods: ['GET'], paths: [] }])]],
    ['a direct port, which bypasses the gateway', [having(DIRECT_443, [PAYMENTS])]],
  ])('has no rule for %s', (_, ports) => {
    expect(rules(ports)).toEqual([]);
  });

  test.each<[string, Source[], object[]]>([
    ['a namespace', [PAYMENTS], [{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }]],
    [
      'several namespaces',
      [namespace('a'), namespace('b')],
      [{ source: { principals: ['cluster.local/ns/a/sa/*', 'cluster.local/ns/b/sa/*'] } }],
    ],
    [
      'a service account',
      [account('reports', 'nightly.v2')],
      [{ source: { principals: ['cluster.local/ns/reports/sa/nightly.v2'] } }],
    ],
    [
      'namespaces and service accounts',
      [namespace('a'), account('b', 'c'), account('d', 'e')],
      [
        {
          source: {
            principals: ['cluster.local/ns/a/sa/*', 'cluster.local/ns/b/sa/c', 'cluster.local/ns/d/sa/e'],
          },
        },
      ],
    ],
    ['any authenticated caller', [ANY_AUTHENTICATED], [{ source: { principals: ['*'] } }]],
    [
      'any authenticated caller and others',
      [ANY_AUTHENTICATED, PAYMENTS, account('b', 'c')],
      [{ source: { principals: ['*'] } }],
    ],
  ])('allows %s', (_, sources, from) => {
    for (const port of [HTTP_80, TLS_443]) {
      expect(rules([having(port, sources)]).map((rule) => rule.from)).toEqual([from]);
    }
  });

  test('identifies service accounts by the trust domain of the mesh, not by the cluster domain', () => {
    const [rule] = rules([having(TLS_443, [account('a', 'b')])], { clusterDomain: 'k8s.internal' });
    expect(rule?.from).toEqual([{ source: { principals: ['cluster.local/ns/a/sa/b'] } }]);
  });

  test('has no rule without sources, which would also allow callers without an identity', () => {
    const source = fc.oneof(
      fc.constant(ANY_AUTHENTICATED),
      fc.constantFrom('a', 'b').map(namespace),
      fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y')).map(([of, name]) => account(of, name)),
    );
    fc.assert(
      fc.property(fc.array(source), fc.array(source), (http, tls) => {
        const written = rules([having(HTTP_80, http), having(TLS_443, tls)]);
        expect(written).toHaveLength([http, tls].filter(({ length }) => length > 0).length);
        for (const { from, to } of written) {
          expect(from?.length).toBeGreaterThan(0);
          for (const entry of from ?? []) expect(Object.values(entry.source ?? {}).flat()).not.toEqual([]);
          for (const { operation } of to ?? []) expect(operation?.ports).toHaveLength(1);
        }
      }),
    );
  });
});

describe('the AuthorizationPolicy of an HTTP route allows', () => {
  const operation = (methods: string[], paths: string[]): Operation => ({ methods, paths });
  const common = { hosts: HTTP_HOSTS, ports: ['9000'] };

  test.each<[string, Operation[], object[]]>([
    ['every operation by default', [], [common]],
    ['methods on every path', [operation(['GET', 'HEAD'], [])], [{ ...common, methods: ['GET', 'HEAD'] }]],
    ['every method on paths', [operation([], ['/v1/*'])], [{ ...common, paths: ['/v1/*'] }]],
    ['methods on paths', [operation(['GET'], ['/a'])], [{ ...common, methods: ['GET'], paths: ['/a'] }]],
    [
      'several operations, each with the host and the port',
      [operation(['GET'], []), operation(['PUT'], ['/a'])],
      [
        { ...common, methods: ['GET'] },
        { ...common, methods: ['PUT'], paths: ['/a'] },
      ],
    ],
  ])('%s', (_, operations, expected) => {
    const [rule, ...others] = rules([having(HTTP_80, [PAYMENTS], operations), TLS_443]);
    expect(rule?.to?.map(({ operation: one }) => one)).toEqual(expected);
    expect(rule?.when).toContainEqual({ key: 'connection.sni', values: ['edition.cnn.com'] });
    expect(others).toEqual([]);
  });

  test.each<[string, Operation[], number]>([
    ['no upgrade with allowed methods', [operation(['GET'], [])], 1],
    ['no upgrade with allowed paths', [operation([], ['/v1/*'])], 1],
    ['upgrades without allowed operations', [], 0],
  ])('%s', (_, operations, expected) => {
    const [rule] = rules([having(HTTP_80, [PAYMENTS], operations)]);
    const conditions = rule?.when?.filter(({ key }) => key === 'request.headers[upgrade]');
    expect(conditions).toEqual(new Array(expected).fill({ key: 'request.headers[upgrade]', notValues: ['*'] }));
  });
});

describe('needsPolicy', () => {
  test.each<[string, ExternalPort[], boolean]>([
    ['without sources', [HTTP_80, TLS_443], false],
    ['with sources of the HTTP route', [having(HTTP_80, [PAYMENTS]), TLS_443], true],
    ['with sources of the TLS route', [HTTP_80, having(TLS_443, [ANY_AUTHENTICATED])], true],
    ['with allowed operations', [having(HTTP_80, [], [{ methods: ['GET'], paths: [] }])], true],
    ['with sources of a direct port', [having(DIRECT_443, [PAYMENTS])], false],
  ])('of a host %s is %p', (_, ports, expected) => {
    expect(needsPolicy(externalHost(ports))).toBe(expected);
  });
});

describe('the default deny policy', () => {
  test('is an ALLOW policy without rules for the pods of the gateway, which allows nothing', () => {
    const spec = defaultDenySpec({ ...GATEWAY, selector: { istio: 'mine' } });
    expect(spec).toEqual({ selector: { matchLabels: { istio: 'mine' } }, action: 'ALLOW' });
  });
});
