/** Labels and annotations that users add to the gateway's pods. */
import { EgressError } from '../input/egress-error';
import { assertAnnotations, assertLabels, Labels } from '../input/labels';
import { mapOf, Reader } from '../input/shape';
import { sourceOf } from '../input/source-text';
import { assertLiteral } from '../input/token';

/** Reads further labels of pods. */
export const readPodLabels = readerOf("{ 'example.com/team': 'network' }", assertLabels);

/** Reads further annotations of pods. */
export const readPodAnnotations = readerOf("{ 'example.com/owner': 'network' }", assertAnnotations);

function readerOf(example: string, assertSyntax: (what: string, texts: Labels) => void): Reader<Labels> {
  const read = mapOf(example, (what, key, value) => {
    assertLiteral(`${what}["${key}"]`, value);
    assertSyntax(what, { [key]: value as string });
    assertOfUser(what, key, value);
  });
  return (what, value) => {
    assertLiteral(what, value);
    return read(what, value);
  };
}

/**
 * The prefixes whose keys the injection of the proxy, istiod, the proxy or this library reads or writes, with the domains below. istiod can
 * ignore AuthorizationPolicies with a selector on pods with a label of the Gateway API (ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY). The API
 * server makes the field of a profile from an annotation of AppArmor, also `unconfined`.
 */
const TAKEN = [
  'istio.io',
  'prometheus.io',
  'gateway.networking.k8s.io',
  'container.apparmor.security.beta.kubernetes.io',
];

/** Rejects keys without a prefix, among them those of selectors and of the library, and keys of components of the gateway. */
function assertOfUser(what: string, key: string, value: unknown): void {
  const prefix = key.includes('/') ? key.replace(/\/.*/, '') : undefined;
  const isTaken = TAKEN.some((domain) => prefix === domain || prefix?.endsWith(`.${domain}`) === true);
  if (prefix !== undefined && !isTaken && key !== 'app.kubernetes.io/name') return;
  throw EgressError.of({
    code: 'EGR0311',
    problem: `${what} cannot have the key ${key}`,
    got: key,
    allowed: `keys with a prefix, such as "example.com/team", except app.kubernetes.io/name and prefixes of ${TAKEN.join(', ')}`,
    fix: fixOf(what, key, value, prefix === undefined),
  });
}

function fixOf(what: string, key: string, value: unknown, isBare: boolean): string {
  if (isBare)
    return `write ${what}: ${sourceOf({ [`example.com/${key}`]: value }) ?? '{ ... }'} with a domain of your own`;
  return key === 'istio.io/rev' ? `write revision: ${JSON.stringify(value)}` : `remove ${key} from ${what}`;
}
