import { fixOfFailure } from '../answer/fix-of-failure';
import { Hiding, hidingOf } from '../answer/hiding-rules';
import { nameOf } from '../manifest/manifest';
import { MissingSubset } from '../model/broken';
import { few } from '../model/sentence';
import { Hit, Rule } from './rule';
import { Failure, failuresOf } from './shared/failures';

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
      const hiding = hidingOf(mesh, failure.way, failure.cause);
      return hiding === undefined ? [] : { ...hitOf(failure, hiding), fix: fixOfFailure(mesh, failure) };
    }),
};

function hitOf({ cause, isAtGateway, from, targets }: Failure<MissingSubset>, hiding: Hiding): Omit<Hit, 'fix'> {
  const { subset, host } = cause;
  const { manifest, spec } = hiding.rule;
  const name = nameOf(manifest);
  const viewers = isAtGateway ? 'the gateway' : from;
  const effect = `requests to ${few(targets)} fail`;
  switch (hiding.kind) {
    case 'other-host':
      return {
        manifest,
        path: ['spec', 'host'],
        message: `${name} is for ${hiding.full}, and routes point to subset ${subset} of ${host}: ${effect}`,
      };
    case 'rival':
      return {
        ...hiding.rival,
        message: `${nameOf(hiding.rival.manifest)} hides ${name} from ${viewers}, and has no subset ${subset}: ${effect}`,
      };
    case 'invisible':
      return {
        manifest,
        path: spec.exportTo ? ['spec', 'exportTo'] : ['metadata'],
        message: `${name} is not visible to ${viewers}: ${effect}`,
      };
  }
}
