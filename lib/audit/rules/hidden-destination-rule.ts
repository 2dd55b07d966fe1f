import { nameOf } from '../manifest/manifest';
import { fullName } from '../model/hosts';
import { Mesh, Resource } from '../model/mesh';
import { perMesh } from '../model/per-mesh';
import { DestinationRuleSpec } from '../model/specs';
import { few } from '../model/sentence';
import { Hit, Rule } from './rule';
import { failuresOf } from './shared/failures';

export const HIDDEN_DESTINATION_RULE: Rule = {
  code: 'EGR3003',
  level: 'error',
  title: 'A proxy that uses a subset does not see the DestinationRule that has the subset.',
  why:
    'A proxy uses the DestinationRule of its own namespace, else of the namespace of the Service or ServiceEntry, else of the root ' +
    'namespace, and answers 503 for a subset that this rule does not have. Sources: ' +
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration, and destinationRule() in ' +
    'pilot/pkg/model/push_context.go.',
  check: (mesh) =>
    failuresOf(mesh, 'missing-subset').flatMap((failure) => {
      const [rule] = hidingRules(mesh, failure.cause);
      return rule === undefined ? [] : hitFor(mesh, failure, rule);
    }),
};

type MissingSubset = ReturnType<typeof failuresOf<'missing-subset'>>[number];

type DestinationRule = Resource<DestinationRuleSpec>;

const rulesBySubset: (mesh: Mesh) => ReadonlyMap<string, readonly DestinationRule[]> = perMesh((mesh) => {
  const bySubset = new Map<string, DestinationRule[]>();
  for (const rule of mesh.destinationRules) {
    for (const { name } of rule.spec.subsets ?? []) {
      const rules = bySubset.get(name) ?? [];
      bySubset.set(name, rules);
      rules.push(rule);
    }
  }
  return bySubset;
});

/** Returns the DestinationRules that have the subset of a failure, and that the proxy does not use. */
export function hidingRules(
  mesh: Mesh,
  { subset, host }: Pick<MissingSubset['cause'], 'subset' | 'host'>,
): readonly DestinationRule[] {
  const meant = (rule: DestinationRule): boolean =>
    fullName(rule.spec.host ?? '', rule.namespace, mesh.clusterDomain) === host || rule.spec.host === shortName(host);
  return (rulesBySubset(mesh).get(subset) ?? []).filter(meant);
}

function shortName(host: string): string | undefined {
  return host.split('.')[0];
}

function hitFor(mesh: Mesh, failure: MissingSubset, { manifest, namespace, spec }: DestinationRule): Hit {
  const { subset, host } = failure.cause;
  const name = nameOf(manifest);
  const viewers = failure.isAtGateway ? 'the gateway' : failure.from;
  const effect = `requests to ${few(failure.targets)} fail`;
  const full = fullName(spec.host ?? '', namespace, mesh.clusterDomain);
  if (full !== host) {
    return {
      manifest,
      path: ['spec', 'host'],
      message: `${name} is for ${full}, and routes point to subset ${subset} of ${host}: ${effect}`,
      fix: `write host: ${host}`,
    };
  }
  const rival = failure.others.find((other) => other.manifest.kind === 'DestinationRule');
  if (rival !== undefined && rival.manifest !== manifest) {
    return {
      ...rival,
      message: `${nameOf(rival.manifest)} hides ${name} from ${viewers}, and has no subset ${subset}: ${effect}`,
      fix: `add subset ${subset} to ${nameOf(rival.manifest)}, or remove ${nameOf(rival.manifest)}`,
    };
  }
  const home = mesh.gatewayServices.get(host)?.namespace ?? failure.first.entry.namespace;
  return {
    manifest,
    path: spec.exportTo ? ['spec', 'exportTo'] : ['metadata'],
    message: `${name} is not visible to ${viewers}: ${effect}`,
    fix:
      namespace === home ? `remove spec.exportTo from ${name}` : `move ${name} to namespace ${home}, without exportTo`,
  };
}
