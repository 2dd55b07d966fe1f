import { nameOf } from '../manifest/manifest';
import { fullName } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { few } from '../model/sentence';
import { Hit, Rule } from './rule';
import { failuresOf } from './shared/failures';
import { DestinationRule, hidingRules } from './shared/hiding-rules';

/** A DestinationRule that a proxy does not see, and whose subset the proxy uses. */
export const HIDDEN_DESTINATION_RULE: Rule = {
  code: 'EGR3003',
  level: 'error',
  title: 'A proxy that uses a subset does not see the DestinationRule that has the subset.',
  effect:
    'A proxy uses the DestinationRule of its own namespace, else of the namespace of the Service or ServiceEntry, else of the root ' +
    'namespace, and answers 503 for a subset that this rule does not have.',
  sources: [
    'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
    'destinationRule in pilot/pkg/model/push_context.go',
  ],
  check: (mesh) =>
    failuresOf(mesh, 'missing-subset').flatMap((failure) => {
      const [rule] = hidingRules(mesh, failure.cause);
      return rule === undefined ? [] : hitFor(mesh, failure, rule);
    }),
};

type MissingSubset = ReturnType<typeof failuresOf<'missing-subset'>>[number];

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
