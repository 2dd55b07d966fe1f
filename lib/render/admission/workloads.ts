import { IstioInjectionModel } from '../../mesh/istio-injection-model';
import { AdmissionPolicy } from './admission-policy';
import { and, listOf, or, orEmpty } from './cel';
import { istioContainerRules, INJECTED, redirectionRules } from './istio-containers';
import { MeshFacts } from './istio-environment';
import { ISTIO_VOLUMES, istioVolumeRules } from './istio-volumes';
import { ANNOTATION_RULE, AnnotationFacts, annotationVariables } from './pod-annotations';
import { PodFacts, podRules, podVariables } from './pod-spec';
import { Subjects, tenantConditions } from './tenants';

/** Settings of the rules for pods. */
export interface WorkloadFacts extends MeshFacts, AnnotationFacts, PodFacts {
  readonly istioInjection: IstioInjectionModel;
  /** Subjects that may change existing pods: the policy applies to pods that they create. */
  readonly trusted: Subjects;
}

/**
 * Rejects pods that bypass their sidecar. The policy applies to the creation of pods by all subjects, because controllers create pods
 * for the author of a Deployment, and to changes by tenants. The policy ignores updates of an existing pod that change neither spec,
 * labels nor annotations, so that tenants can finish and delete the pod.
 */
export function workloadPolicy(facts: WorkloadFacts): AdmissionPolicy {
  return {
    id: 'workloads',
    matches: [
      {
        apiGroups: [''],
        resources: ['pods', 'pods/ephemeralcontainers'],
        operations: ['CREATE', 'UPDATE'],
      },
    ],
    conditions: { 'something-that-counts-changes': changed(facts.trusted) },
    variables: {
      ...annotationVariables(facts),
      ...podVariables(facts),
      ...containerVariables(),
      namespaceLabels: orEmpty('namespaceObject.metadata.labels'),
      ...ISTIO_VOLUMES,
    },
    rules: [
      ANNOTATION_RULE,
      ...podRules(facts, facts.istioInjection.proxyUserId),
      ...istioVolumeRules(),
      ...istioContainerRules(facts, facts.istioInjection),
      ...redirectionRules(),
    ],
  };
}

/** Creation, or a tenant's change of a part that affects the sidecar. */
function changed(trusted: Subjects): string {
  const [now, before] = ['dyn(object.metadata)', 'dyn(oldObject.metadata)'];
  const change = or(
    'object.spec != oldObject.spec',
    `['annotations', 'labels'].exists(field, (field in ${now} ? ${now}[field] : {}) != (field in ${before} ? ${before}[field] : {}))`,
  );
  return or("request.operation == 'CREATE'", and(...Object.values(tenantConditions(trusted)), change));
}

/** Istio's containers, and all others. An ephemeral container is never Istio's, whatever its name. */
function containerVariables(): Readonly<Record<string, string>> {
  const isInjected = `c.name in ${listOf(INJECTED)}`;
  return {
    containers: `dyn(object.spec.containers) + ${optionalList('initContainers')}`,
    proxies: `variables.containers.filter(c, ${isInjected})`,
    others: `variables.containers.filter(c, !(${isInjected})) + ${optionalList('ephemeralContainers')}`,
    // Of the pod, and of the containers that are not Istio's.
    contexts: '(dyn([object.spec]) + variables.others).filter(it, has(it.securityContext)).map(it, it.securityContext)',
  };
}

/** Returns an optional list, of a dynamic type: the lists of a pod have different types. */
function optionalList(field: string): string {
  return `(has(object.spec.${field}) ? dyn(object.spec.${field}) : [])`;
}
