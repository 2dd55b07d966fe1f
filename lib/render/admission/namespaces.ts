import { AdmissionPolicy } from './admission-policy';
import { and, listOf, not, or, orEmpty, quoted } from './cel';
import { tenantConditions, Subjects } from './tenants';

/** Prefixes of the namespace labels that control sidecar injection and Pod Security. */
const PREFIXES: readonly string[] = ['istio.io/', 'topology.istio.io/', 'pod-security.kubernetes.io/'];

/** Full keys of such labels. The last two select peers under `LockdownMode.NAMESPACE_LABELS`. */
const KEYS: readonly string[] = ['istio-injection', 'istio', 'kube-system'];

const LABELS = [...KEYS, ...PREFIXES.map((prefix) => `${prefix}...`)].join(', ');

/** Rejects changes of the labels: pods in a namespace without the injection label have no sidecars. */
export function namespacePolicy(trusted: Subjects): AdmissionPolicy {
  const [now, before] = ['object', 'oldObject'].map((object) => orEmpty(`${object}.metadata.labels`)) as [
    string,
    string,
  ];
  const guarded = or(`key in ${listOf(KEYS)}`, ...PREFIXES.map((prefix) => `key.startsWith(${quoted(prefix)})`));
  const same = and(`key in ${before}`, `${before}[key] == ${now}[key]`);
  return {
    id: 'namespaces',
    matches: [
      {
        apiGroups: [''],
        resources: ['namespaces', 'namespaces/finalize', 'namespaces/status'],
        operations: ['UPDATE'],
      },
    ],
    conditions: tenantConditions(trusted),
    rules: [
      {
        expression: and(
          `${now}.all(key, ${or(not(guarded), same)})`,
          `${before}.all(key, ${or(not(guarded), `key in ${now}`)})`,
        ),
        message: `only platform subjects may change sidecar-injection or pod-security labels (${LABELS}); allowed: other labels`,
      },
    ],
  };
}
