import * as fc from 'fast-check';
import { EgressGateway, ExternalTlsRoute } from 'cdk8s-istio-egress';
import { Manifest } from '../../../../lib/audit/manifest/manifest';
import { readMesh } from '../../../../lib/audit/model/mesh';
import { MeshSettings } from '../../../../lib/audit/model/settings';
import { Diff, diffOf, opens } from '../../../../lib/audit/diff/diff';
import { INSTALLED } from '../../../support/gateways';
import { synthesized } from '../../../support/synthesized';

const CLOSED: MeshSettings = { outboundTrafficPolicy: 'REGISTRY_ONLY', gatewayServices: [INSTALLED] };
const OPEN: MeshSettings = { ...CLOSED, outboundTrafficPolicy: 'ALLOW_ANY' };

const task = (...hosts: string[]): Manifest[] =>
  synthesized((chart) => {
    const gateway = new EgressGateway(chart, 'gateway');
    for (const host of hosts) new ExternalTlsRoute(chart, host, { gateway, hosts: [host] });
  });

const ONE = task('edition.cnn.com');
const TWO = task('edition.cnn.com', 'www.example.com');

const diff = (before: readonly Manifest[], after: readonly Manifest[], settings = CLOSED): Diff =>
  diffOf(readMesh(before, settings), readMesh(after, settings));

const summaryOf = ({ changes }: Diff): readonly string[] =>
  changes.map(
    ({ effect, gains, requests, before, after }) =>
      `${effect} ${requests.map(({ host }) => host).join()}: ${before?.outcome} -> ${after?.outcome}${gains === undefined ? '' : `, gains ${gains}`}`,
  );

describe('diffOf', () => {
  test('a host that is added opens, and a host that is removed closes, if no sidecar passes unknown hosts', () => {
    expect(summaryOf(diff(ONE, TWO))).toEqual(['opens www.example.com: blocked -> gateway, gains gateway']);
    expect(summaryOf(diff(TWO, ONE))).toEqual(['closes www.example.com: gateway -> blocked']);
    expect([diff(ONE, TWO), diff(TWO, ONE)].map(opens)).toEqual([true, false]);
  });

  test('a host that is removed goes around the gateway if sidecars pass unknown hosts', () => {
    expect(summaryOf(diff(ONE, TWO, OPEN))).toEqual(['reroutes www.example.com: direct -> gateway']);
    expect(summaryOf(diff(TWO, ONE, OPEN))).toEqual(['reroutes www.example.com: gateway -> direct, gains direct']);
    expect([diff(ONE, TWO, OPEN), diff(TWO, ONE, OPEN)].map(opens)).toEqual([false, true]);
  });

  test('a gateway without its DestinationRule breaks the host', () => {
    const broken = ONE.filter(({ kind }) => kind !== 'DestinationRule');
    expect(summaryOf(diff(ONE, broken))).toEqual(['breaks edition.cnn.com: gateway -> fails']);
    expect(summaryOf(diff(broken, ONE))).toEqual(['mends edition.cnn.com: fails -> gateway, gains gateway']);
  });

  test('the order, the labels and the names of objects are no difference', () => {
    const every = fc.shuffledSubarray([...TWO], { minLength: TWO.length });
    fc.assert(
      fc.property(every, fc.stringMatching(/^[a-z]{1,8}$/), (manifests, word) => {
        const changed = manifests.map(({ metadata, ...rest }) => ({
          ...rest,
          metadata: { ...metadata, labels: { ...metadata.labels, [word]: word } },
        }));
        expect(diff(TWO, renamed(changed, `-${word}`))).toEqual({
          changes: [],
          findings: { added: [], fixed: [], suppressed: [] },
        });
      }),
    );
  });
});

/** The objects with other names, also where VirtualServices name Gateways. */
function renamed(manifests: readonly Manifest[], suffix: string): readonly Manifest[] {
  const names = new Set(manifests.filter(({ kind }) => kind !== 'Service').map(({ metadata }) => metadata.name));
  const text = (value: string): string => {
    const [namespace, name] = value.split('/');
    if (name !== undefined) return names.has(name) ? `${namespace}/${name}${suffix}` : value;
    return names.has(value) ? `${value}${suffix}` : value;
  };
  return JSON.parse(JSON.stringify(manifests), (_key, value: unknown) =>
    typeof value === 'string' ? text(value) : value,
  ) as Manifest[];
}
