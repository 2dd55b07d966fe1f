import fc from 'fast-check';
import { AuthorizationPolicySpec } from '../../../../imports/security.istio.io';
import { ExternalPort } from '../../../../lib/mesh/external-host';
import { Source } from '../../../../lib/mesh/source';
import { allowPolicySpec } from '../../../../lib/render/istio/authorization-policy';
import { gatewaySpec } from '../../../../lib/render/istio/gateway';
import { identityFilterSpec, needsIdentityFilter } from '../../../../lib/render/istio/identity-filter';
import { externalHost, HTTP_80, TLS_443 } from '../../help';

const TCP_5432: ExternalPort = { ...TLS_443, number: 5432, protocol: 'TCP', addresses: ['203.0.113.10'] };
const ANY_AUTHENTICATED: Source = { kind: 'anyAuthenticated' };
const namespace = (name: string): Source => ({ kind: 'namespace', namespace: name });
const account = (of: string, name: string): Source => ({ kind: 'serviceAccount', namespace: of, name });

function having(port: ExternalPort, sources: readonly Source[]): ExternalPort {
  return { ...port, access: { sources, operations: [] } };
}

function namesOf(ports: readonly ExternalPort[], trustDomains = ['cluster.local']): (readonly string[] | undefined)[] {
  const { servers = [] } = gatewaySpec(externalHost(ports, { trustDomains }));
  return servers.map(({ tls }) => tls?.subjectAltNames);
}

interface Matcher {
  readonly san_type: string;
  readonly matcher: { readonly exact?: string; readonly prefix?: string };
}

interface Filter {
  readonly workloadSelector: object;
  readonly configPatches: readonly [
    {
      readonly match: object;
      readonly patch: { readonly value: { readonly transport_socket: { readonly typed_config: Context } } };
    },
  ];
}

interface Context {
  readonly common_tls_context: {
    readonly combined_validation_context: {
      readonly default_validation_context: { readonly match_typed_subject_alt_names: readonly Matcher[] };
    };
  };
}

function filterOf(sources: readonly Source[], trustDomains = ['cluster.local']): Filter {
  return identityFilterSpec(externalHost([having(TCP_5432, sources)], { trustDomains })) as Filter;
}

function matchersOf(filter: Filter): readonly Matcher[] {
  const { typed_config: context } = filter.configPatches[0].patch.value.transport_socket;
  return context.common_tls_context.combined_validation_context.default_validation_context
    .match_typed_subject_alt_names;
}

describe('the names that a server accepts in the handshake', () => {
  test('are the service accounts of a route for TLS or TCP', () => {
    const sources = [account('b', 'x.y'), account('a', 'x')];
    const names = ['spiffe://cluster.local/ns/a/sa/x', 'spiffe://cluster.local/ns/b/sa/x.y'];
    expect(namesOf([having(TLS_443, sources)])).toEqual([names]);
    expect(namesOf([having(TCP_5432, sources)])).toEqual([names]);
  });

  test('begin with the trust domain and with each of its aliases', () => {
    expect(namesOf([having(TLS_443, [account('a', 'x')])], ['mesh.example', 'old.example'])).toEqual([
      ['spiffe://mesh.example/ns/a/sa/x', 'spiffe://old.example/ns/a/sa/x'],
    ]);
  });

  test('of TCP also have the namespaces, which no caller matches without the filter', () => {
    expect(namesOf([having(TCP_5432, [namespace('a'), account('b', 'x')])])).toEqual([
      ['spiffe://cluster.local/ns/a/sa/*', 'spiffe://cluster.local/ns/b/sa/x'],
    ]);
  });

  test.each<[string, ExternalPort]>([
    ['for TLS with a namespace among its sources', having(TLS_443, [namespace('a'), account('b', 'x')])],
    ['for TCP that every authenticated caller may use', having(TCP_5432, [ANY_AUTHENTICATED, account('b', 'x')])],
    ['for TLS without sources', TLS_443],
    ['for HTTP', having(HTTP_80, [account('b', 'x')])],
  ])('are not written %s', (_, port) => {
    expect(namesOf([port])).toEqual([undefined]);
  });

  test('are those of the TLS server only, beside a server for HTTP', () => {
    const ports = [having(HTTP_80, [namespace('a')]), having(TCP_5432, [account('b', 'x')])];
    expect(namesOf(ports)).toEqual([undefined, ['spiffe://cluster.local/ns/b/sa/x']]);
  });
});

describe('the filter with the identities of a TCP host', () => {
  test.each<[boolean, string, ExternalPort]>([
    [true, 'TCP with a namespace', having(TCP_5432, [account('b', 'x'), namespace('a')])],
    [
      true,
      'TCP with a namespace and every authenticated caller',
      having(TCP_5432, [ANY_AUTHENTICATED, namespace('a')]),
    ],
    [false, 'TCP with service accounts', having(TCP_5432, [account('b', 'x')])],
    [false, 'TCP with every authenticated caller', having(TCP_5432, [ANY_AUTHENTICATED])],
    [false, 'TCP without sources', TCP_5432],
    [false, 'TLS with a namespace', having(TLS_443, [namespace('a')])],
    [false, 'HTTP with a namespace', having(HTTP_80, [namespace('a')])],
  ])('is needed: %p, for %s', (isNeeded, _, port) => {
    expect(needsIdentityFilter(externalHost([port]))).toBe(isNeeded);
  });

  test('is for the filter chain of the host on the target port of the gateway', () => {
    const tlsPort = { port: 8001, targetPort: 9001 };
    const external = externalHost([having(TCP_5432, [namespace('a')])], { tlsPort, selector: { istio: 'mine' } });
    expect(identityFilterSpec(external)).toMatchObject({
      workloadSelector: { labels: { istio: 'mine' } },
      configPatches: [
        { match: { context: 'GATEWAY', listener: { portNumber: 9001, filterChain: { sni: 'edition.cnn.com' } } } },
      ],
    });
  });

  test('has a prefix for a namespace, which ends after the name, and an exact name for a service account', () => {
    expect(matchersOf(filterOf([namespace('team'), account('b', 'x')]))).toEqual([
      { san_type: 'URI', matcher: { exact: 'spiffe://cluster.local/ns/b/sa/x' } },
      { san_type: 'URI', matcher: { prefix: 'spiffe://cluster.local/ns/team/sa/' } },
    ]);
  });
});

/** Few names, so that many are equal, or begin with each other. */
const name = fc.constantFrom('a', 'a-b', 'sa', 'a.b');
const trustDomain = fc.constantFrom('cluster.local', 'mesh.example', 'mesh', 'mesh.example.org');
const source: fc.Arbitrary<Source> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(ANY_AUTHENTICATED) },
  { weight: 4, arbitrary: name.map(namespace) },
  { weight: 4, arbitrary: fc.tuple(name, name).map(([of, its]) => account(of, its)) },
);
const identity = fc.record({ domain: trustDomain, namespace: name, account: name });

/** Decides as Istio does: `cluster.local` is the trust domain of the mesh and its aliases; `*` at the end is a prefix. */
function isAllowed({ rules = [] }: AuthorizationPolicySpec, of: string, domains: readonly string[]): boolean {
  const principals = rules.flatMap(({ from = [] }) => from.flatMap((each) => each.source?.principals ?? []));
  const replaced = principals.flatMap((each) =>
    domains.map((domain) => each.replace(/^cluster\.local\//, `${domain}/`)),
  );
  return replaced.some((each) => (each.endsWith('*') ? of.startsWith(each.slice(0, -1)) : of === each));
}

/** Decides as Envoy does: a filter replaces the names of the server, which are exact; without names every identity is accepted. */
function isAccepted(sources: readonly Source[], of: string, domains: string[]): boolean {
  const external = externalHost([having(TCP_5432, sources)], { trustDomains: domains });
  const uri = `spiffe://${of}`;
  if (needsIdentityFilter(external)) {
    const matchers = matchersOf(filterOf(sources, domains));
    return matchers.some(({ matcher: { exact, prefix = '\0' } }) => uri === exact || uri.startsWith(prefix));
  }
  return namesOf([having(TCP_5432, sources)], domains)[0]?.includes(uri) ?? true;
}

test('the gateway accepts in the handshake exactly the callers that the policy allows', () => {
  const trustDomains = fc.uniqueArray(trustDomain, { minLength: 1, maxLength: 3 });
  const sources = fc.array(source, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(sources, identity, trustDomains, (all, { domain, namespace: of, account: its }, domains) => {
      const caller = `${domain}/ns/${of}/sa/${its}`;
      const policy = allowPolicySpec(externalHost([having(TCP_5432, all)]));
      expect(isAccepted(all, caller, domains)).toBe(isAllowed(policy, caller, domains));
    }),
    { numRuns: 2000 },
  );
});
