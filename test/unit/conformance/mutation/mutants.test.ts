import fc from 'fast-check';
import { EgressGateway, EgressLockdownPolicy, ExternalHttpRoute, ExternalTlsRoute } from '../../../../lib';
import { canonical, canonicalLists } from '../../../conformance/mutation/fields';
import { DELETED_ONLY, LEFT_ALONE, mutantsOf, RULES } from '../../../conformance/mutation/mutants';
import { gatewayChoice, routedHosts } from '../../../property/arbitraries';
import { violations } from '../../../support/schema';
import { synthesized } from '../../../support/synthesized';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { example, EXAMPLES, MUTANTS } from './examples';
import { changedObjects, targetIn } from './help';

/** What is true of the mutants of any set. */
function expectSound(manifests: readonly Manifest[]): void {
  const before = canonical(manifests);
  const mutants = mutantsOf(manifests);
  expect(canonical(manifests)).toBe(before);
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  const contentOf = canonicalLists();
  const contents = new Set(mutants.map((mutant) => contentOf(mutant.manifests)));
  expect([contents.size, contents.has(contentOf(manifests))]).toEqual([mutants.length, false]);
  for (const mutant of mutants) {
    const changed = changedObjects(manifests, mutant);
    expect(changed.length).toBe(mutant.field === undefined ? 0 : 1);
    expect(mutant.manifests.length - changed.length).toBe(manifests.length - 1);
    expect(mutant.manifests).not.toContain(targetIn(manifests, mutant));
  }
}

/** Each changed object once: mutants share all others. */
function refused(manifests: readonly Manifest[]): string[] {
  return mutantsOf(manifests).flatMap((mutant) => changedObjects(manifests, mutant).flatMap(violations));
}

describe.each([...EXAMPLES])('mutants of %s', (name, manifests) => {
  it('change one object each, differ from the original and from each other, and leave the input alone', () => {
    expectSound(manifests);
  });

  it('pass the schemas and rules of their kinds, so that what they show is the mesh', () => {
    expect(refused(manifests)).toEqual([]);
  });

  it('delete every object but namespaces', () => {
    const deleted = mutantsOf(manifests).filter(({ operator }) => operator === 'delete-object');
    expect(deleted.map(({ target }) => target.name)).toEqual(
      manifests.filter(({ kind }) => kind !== 'Namespace').map(({ metadata }) => metadata.name),
    );
  });

  it('cover all kinds', () => {
    const known = new Set([...Object.keys(RULES), ...DELETED_ONLY, ...LEFT_ALONE]);
    expect(manifests.map(({ kind }) => kind).filter((kind) => !known.has(kind))).toEqual([]);
  });

  it(`are stable: those of ${name} are the same each time`, () => {
    expect(mutantsOf(manifests)).toEqual(MUTANTS.get(name));
  });
});

describe('mutants', () => {
  test.each<[string, Record<string, number>]>([
    ['istio-task/http', { DestinationRule: 6, Gateway: 8, VirtualService: 20, ServiceEntry: 12 }],
    ['istio-task/https', { DestinationRule: 7, Gateway: 12, VirtualService: 22, ServiceEntry: 10, NetworkPolicy: 16 }],
    ['istio-task/main', { DestinationRule: 7, Gateway: 18, VirtualService: 38, ServiceEntry: 14, NetworkPolicy: 16 }],
    ['ten-lines/main', { DestinationRule: 18, Gateway: 20, VirtualService: 38, ServiceEntry: 14, NetworkPolicy: 38 }],
    [
      'own-gateway/main',
      {
        ...{ DestinationRule: 36, Gateway: 30, VirtualService: 68, ServiceEntry: 30, NetworkPolicy: 48 },
        ...{ Service: 10, Deployment: 18, ServiceAccount: 1, PodDisruptionBudget: 1, HorizontalPodAutoscaler: 1 },
      },
    ],
    [
      'who-may-leave/main',
      {
        ...{ AuthorizationPolicy: 85, EnvoyFilter: 8, DestinationRule: 50, Gateway: 50, VirtualService: 115 },
        ...{ ServiceEntry: 40, NetworkPolicy: 38 },
      },
    ],
    [
      'tls-origination/main',
      {
        ...{ AuthorizationPolicy: 70, EnvoyFilter: 20, DestinationRule: 90, Gateway: 40, VirtualService: 100 },
        ...{ ServiceEntry: 40, NetworkPolicy: 38 },
      },
    ],
    [
      'production/main',
      {
        ...{ AuthorizationPolicy: 60, EnvoyFilter: 8, Telemetry: 7, Sidecar: 9, Role: 6, RoleBinding: 8 },
        ...{ DestinationRule: 50, Gateway: 30, VirtualService: 75, ServiceEntry: 33, NetworkPolicy: 48 },
        ...{ Service: 10, Deployment: 18, ServiceAccount: 1, PodDisruptionBudget: 1, HorizontalPodAutoscaler: 1 },
        ...{ ValidatingAdmissionPolicy: 100, ValidatingAdmissionPolicyBinding: 10 },
      },
    ],
  ])('of %s are at least so many per kind', (name, minimum) => {
    const counts: Record<string, number> = {};
    for (const { target } of mutantsOf(example(name))) counts[target.kind] = (counts[target.kind] ?? 0) + 1;
    expect(Object.keys(counts).sort()).toEqual(Object.keys(minimum).sort());
    const few = Object.entries(minimum).filter(([kind, least]) => (counts[kind] ?? 0) < least);
    expect(few.map(([kind, least]) => `${kind}: ${counts[kind] ?? 0} of ${least}`)).toEqual([]);
  });

  it('come of every row', () => {
    const made = new Set([...MUTANTS.values()].flat().map(({ operator, target }) => `${target.kind} ${operator}`));
    const rows = Object.entries(RULES).flatMap(([kind, rules]) => rules.map(({ operator }) => `${kind} ${operator}`));
    const unused = [...new Set(rows)].filter((row) => !made.has(row));
    // The examples have roles of one verb.
    expect(unused).toEqual(['Role role/drop-verb']);
  });

  it('of nothing are none', () => expect(mutantsOf([])).toEqual([]));

  it('of a kind that has no rows are its deletion', () => {
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    expect(mutantsOf([manifest])).toEqual([
      {
        id: 'ConfigMap default/a: deleted',
        operator: 'delete-object',
        target: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' },
        manifests: [],
      },
    ]);
  });

  it('are sound for all hosts, ports and gateways', () => {
    fc.assert(
      fc.property(routedHosts, gatewayChoice, (hosts, choice) => {
        const manifests = synthesized((chart) => {
          const gateway = new EgressGateway(chart, 'gateway', choice);
          new EgressLockdownPolicy(chart, 'lockdown', { gateway, namespaces: ['locked'] });
          for (const { host, http, tls } of hosts.slice(0, 3)) {
            if (http !== undefined)
              new ExternalHttpRoute(chart, `http-${host}`, { gateway, hosts: [host], port: http });
            if (tls !== undefined) new ExternalTlsRoute(chart, `tls-${host}`, { gateway, hosts: [host], port: tls });
          }
        });
        expectSound(manifests);
        expect(refused(manifests)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
