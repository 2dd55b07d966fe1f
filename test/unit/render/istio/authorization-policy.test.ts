import fc from 'fast-check';
import { AuthorizationPolicySpecRules as Rule } from '../../../../imports/security.istio.io';
import { allowPolicySpec, denyOthersSpec, needsPolicy } from '../../../../lib/render/istio/authorization-policy';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { GatewayFacts } from '../../../../lib/mesh/gateway';
import { Operation } from '../../../../lib/http/operation';
import { Source } from '../../../../lib/mesh/source';
import { DIRECT_443, externalHost, FACTS, HTTP_80, TLS_443 } from '../../help';

const ANYONE: Source = { kind: 'anyone' };
const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });
const account = (of: string, name: string): Source => ({ kind: 'serviceAccount', namespace: of, name });
const PAYMENTS = namespace('payments');

/** The ports of the pods, of the Service and of the host all differ, so that one is not taken for another. */
const PORTS = { httpPort: { port: 8000, targetPort: 9000 }, tlsPort: { port: 8001, targetPort: 9001 } };
const HTTP_HOSTS = ['edition.cnn.com', 'edition.cnn.com:80'];

function saying(port: ExternalPort, sources: Source[], operations: Operation[] = []): ExternalPort {
  return { ...port, access: { sources, operations } };
}

function rules(ports: readonly ExternalPort[], gateway: Partial<GatewayFacts> = {}): readonly Rule[] {
  return allowPolicySpec(externalHost(ports, { ...PORTS, ...gateway })).rules ?? [];
}

describe('the AuthorizationPolicy of a host', () => {
  test('allows, for the pods of the gateway and no other', () => {
    const external = externalHost([saying(TLS_443, [PAYMENTS])], { selector: { istio: 'mine', app: 'x' } });
    const { selector, action } = allowPolicySpec(external);
    expect([selector, action]).toEqual([{ matchLabels: { istio: 'mine', app: 'x' } }, 'ALLOW']);
  });

  test('tells HTTP by its host, with and without a port, by the outer SNI and on the port of the pods', () => {
    expect(rules([saying(HTTP_80, [PAYMENTS])])).toEqual([
      {
        from: [{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }],
        to: [{ operation: { hosts: HTTP_HOSTS, ports: ['9000'] } }],
        when: [{ key: 'connection.sni', values: ['edition.cnn.com'] }],
      },
    ]);
  });

  test("tells TLS by the SNI of the mesh's mTLS on the port of the pods, and by no field of HTTP: those deny there", () => {
    expect(rules([saying(TLS_443, [PAYMENTS])])).toEqual([
      {
        from: [{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }],
        to: [{ operation: { ports: ['9001'] } }],
        when: [{ key: 'connection.sni', values: ['edition.cnn.com'] }],
      },
    ]);
  });

  test('has a rule per route, so that the sources of one do not get the other', () => {
    const [http, tls, ...others] = rules([saying(HTTP_80, [PAYMENTS]), saying(TLS_443, [namespace('orders')])]);
    expect(http?.from).toEqual([{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }]);
    expect(http?.to?.[0]?.operation?.ports).toEqual(['9000']);
    expect(tls?.from).toEqual([{ source: { principals: ['cluster.local/ns/orders/sa/*'] } }]);
    expect(tls?.to?.[0]?.operation?.ports).toEqual(['9001']);
    expect(others).toEqual([]);
  });

  test.each<[string, ExternalPort[]]>([
    ['a route without sources', [HTTP_80, TLS_443]],
    ['one that only says what may be done', [saying(HTTP_80, [], [{ methods: ['GET'], paths: [] }])]],
    ['a direct port, which the gateway never sees', [saying(DIRECT_443, [PAYMENTS])]],
  ])('has no rule for %s', (_, ports) => {
    expect(rules(ports)).toEqual([]);
  });

  test.each<[string, Source[], object[]]>([
    ['a namespace', [PAYMENTS], [{ source: { principals: ['cluster.local/ns/payments/sa/*'] } }]],
    [
      'several',
      [namespace('a'), namespace('b')],
      [{ source: { principals: ['cluster.local/ns/a/sa/*', 'cluster.local/ns/b/sa/*'] } }],
    ],
    [
      'a service account',
      [account('reports', 'nightly.v2')],
      [{ source: { principals: ['cluster.local/ns/reports/sa/nightly.v2'] } }],
    ],
    [
      'both',
      [namespace('a'), account('b', 'c'), account('d', 'e')],
      [
        {
          source: {
            principals: ['cluster.local/ns/a/sa/*', 'cluster.local/ns/b/sa/c', 'cluster.local/ns/d/sa/e'],
          },
        },
      ],
    ],
    ['anyone, who still has an identity', [ANYONE], [{ source: { principals: ['*'] } }]],
    ['anyone and others', [ANYONE, PAYMENTS, account('b', 'c')], [{ source: { principals: ['*'] } }]],
  ])('is from %s', (_, sources, from) => {
    for (const port of [HTTP_80, TLS_443]) {
      expect(rules([saying(port, sources)]).map((rule) => rule.from)).toEqual([from]);
    }
  });

  test('tells accounts by the trust domain of the mesh, not by the domain of its DNS', () => {
    const [rule] = rules([saying(TLS_443, [account('a', 'b')])], { clusterDomain: 'k8s.internal' });
    expect(rule?.from).toEqual([{ source: { principals: ['cluster.local/ns/a/sa/b'] } }]);
  });

  test('never has a rule that is from nobody in particular: without `from` a pod without a sidecar may come', () => {
    const source = fc.oneof(
      fc.constant(ANYONE),
      fc.constantFrom('a', 'b').map(namespace),
      fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y')).map(([of, name]) => account(of, name)),
    );
    fc.assert(
      fc.property(fc.array(source), fc.array(source), (http, tls) => {
        const written = rules([saying(HTTP_80, http), saying(TLS_443, tls)]);
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

describe('what the sources of an HTTP route may do', () => {
  const operation = (methods: string[], paths: string[]): Operation => ({ methods, paths });
  const common = { hosts: HTTP_HOSTS, ports: ['9000'] };

  test.each<[string, Operation[], object[]]>([
    ['everything by default', [], [common]],
    ['methods on every path', [operation(['GET', 'HEAD'], [])], [{ ...common, methods: ['GET', 'HEAD'] }]],
    ['every method on paths', [operation([], ['/v1/*'])], [{ ...common, paths: ['/v1/*'] }]],
    ['both at once', [operation(['GET'], ['/a'])], [{ ...common, methods: ['GET'], paths: ['/a'] }]],
    [
      'one of several, each with the host and the port',
      [operation(['GET'], []), operation(['PUT'], ['/a'])],
      [
        { ...common, methods: ['GET'] },
        { ...common, methods: ['PUT'], paths: ['/a'] },
      ],
    ],
  ])('is %s', (_, operations, expected) => {
    const [rule, ...others] = rules([saying(HTTP_80, [PAYMENTS], operations), TLS_443]);
    expect(rule?.to?.map(({ operation: one }) => one)).toEqual(expected);
    expect(rule?.when).toEqual([{ key: 'connection.sni', values: ['edition.cnn.com'] }]);
    expect(others).toEqual([]);
  });
});

describe('a host needs a policy', () => {
  test.each<[string, ExternalPort[], boolean]>([
    ['where nothing was said', [HTTP_80, TLS_443], false],
    ['where its HTTP route has sources', [saying(HTTP_80, [PAYMENTS]), TLS_443], true],
    ['where its TLS route has sources', [HTTP_80, saying(TLS_443, [ANYONE])], true],
    ['where it is said what may be done', [saying(HTTP_80, [], [{ methods: ['GET'], paths: [] }])], true],
    ['not for a port around the gateway', [saying(DIRECT_443, [PAYMENTS])], false],
  ])('%s: %p', (_, ports, expected) => {
    expect(needsPolicy(externalHost(ports))).toBe(expected);
  });
});

describe('the policy that denies the rest', () => {
  test("is for the gateway's pods, and has no rules: one without any allows nothing", () => {
    const spec = denyOthersSpec({ ...FACTS, selector: { istio: 'mine' } });
    expect(spec).toEqual({ selector: { matchLabels: { istio: 'mine' } }, action: 'ALLOW' });
  });
});
