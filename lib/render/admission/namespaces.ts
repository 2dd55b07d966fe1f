import { AdmissionPolicy } from './admission-policy';
import { and, listOf, not, or, orEmpty, quoted } from './cel';
import { aboutTenants, Deployers } from './tenants';

/** Starts of the labels by which pods of a namespace have sidecars, and are held to standards. */
const STARTS: readonly string[] = ['istio.io/', 'topology.istio.io/', 'pod-security.kubernetes.io/'];

/** Labels of the same kind, whole; the last two tell peers under `LockdownMode.BY_LABELS`. */
const WHOLE: readonly string[] = ['istio-injection', 'istio', 'kube-system'];

/** A namespace without the label of injection has pods without sidecars. */
export function namespacePolicy(deployers: Deployers): AdmissionPolicy {
  const [now, before] = ['object', 'oldObject'].map((object) => orEmpty(`${object}.metadata.labels`)) as [
    string,
    string,
  ];
  const guarded = or(`key in ${listOf(WHOLE)}`, ...STARTS.map((start) => `key.startsWith(${quoted(start)})`));
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
    conditions: aboutTenants(deployers),
    rules: [
      {
        expression: and(
          `${now}.all(key, ${or(not(guarded), same)})`,
          `${before}.all(key, ${or(not(guarded), `key in ${now}`)})`,
        ),
        message: 'labels by which pods of the namespace have sidecars, or are held to standards, are for the platform',
      },
    ],
  };
}
