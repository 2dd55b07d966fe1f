/**
 * The goal of this module is to add to the published schemas of Kubernetes what its API server checks in code, as far
 * as this library could get it wrong. The published schemas know types, required fields and enums, but not that a port
 * is at most 65535 or that a label value has no slash.
 */
import type { Schema } from './schema';

const LABELS = { propertyNames: { format: 'label-key' }, additionalProperties: { format: 'label-value' } };
const PORT_NUMBER = { minimum: 1, maximum: 65535 };
/** Bounds concern numbers only and formats strings only, so that one schema serves both. */
const PORT_NUMBER_OR_NAME = { ...PORT_NUMBER, format: 'port-name' };

/** An API group that is left out becomes the right one. */
const RBAC_GROUP = { enum: ['rbac.authorization.k8s.io'] };

const ADDITIONS: Readonly<Record<string, Schema>> = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': {
    properties: { labels: LABELS, annotations: { propertyNames: { format: 'annotation-key' } } },
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector': { properties: { matchLabels: LABELS } },
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement': {
    properties: {
      key: { format: 'label-key' },
      operator: { enum: ['In', 'NotIn', 'Exists', 'DoesNotExist'] },
      values: { items: { format: 'label-value' } },
    },
  },
  'io.k8s.api.networking.v1.NetworkPolicySpec': { properties: { policyTypes: { uniqueItems: true } } },
  'io.k8s.api.networking.v1.NetworkPolicyPeer': {
    minProperties: 1,
    dependencies: { ipBlock: { maxProperties: 1 } },
  },
  'io.k8s.api.networking.v1.NetworkPolicyPort': {
    properties: { port: PORT_NUMBER_OR_NAME, endPort: { ...PORT_NUMBER, minimum: { $data: '1/port' } } },
    dependencies: { endPort: ['port'] },
  },
  'io.k8s.api.networking.v1.IPBlock': {
    properties: { cidr: { format: 'cidr' }, except: { items: { format: 'cidr' } } },
    exceptWithinCidr: true,
  },
  'io.k8s.api.core.v1.ServicePort': {
    properties: { name: { format: 'dns-label' }, port: PORT_NUMBER, targetPort: PORT_NUMBER_OR_NAME },
  },
  'io.k8s.api.core.v1.ServiceSpec': { properties: { selector: LABELS } },
  'io.k8s.api.core.v1.ContainerPort': { properties: { name: { format: 'port-name' }, containerPort: PORT_NUMBER } },
  'io.k8s.api.core.v1.Container': { properties: { name: { format: 'dns-label' } } },
  'io.k8s.api.policy.v1.PodDisruptionBudgetSpec': { not: { required: ['minAvailable', 'maxUnavailable'] } },
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec': {
    properties: { minReplicas: { minimum: 1, maximum: { $data: '1/maxReplicas' } }, maxReplicas: { minimum: 1 } },
  },
  // The rules of a Role: those of a ClusterRole, which may name URLs, are not among the kinds.
  'io.k8s.api.rbac.v1.PolicyRule': {
    required: ['apiGroups', 'resources'],
    properties: {
      apiGroups: { minItems: 1 },
      resources: { minItems: 1 },
      verbs: { minItems: 1 },
      nonResourceURLs: { maxItems: 0 },
    },
  },
  'io.k8s.api.rbac.v1.RoleRef': {
    properties: { apiGroup: RBAC_GROUP, kind: { enum: ['ClusterRole', 'Role'] }, name: { pattern: '^[^/%]+$' } },
  },
  'io.k8s.api.rbac.v1.Subject': {
    properties: { apiGroup: RBAC_GROUP, kind: { enum: ['Group', 'ServiceAccount', 'User'] }, name: { minLength: 1 } },
    // A service account is of no API group.
    dependencies: { apiGroup: { properties: { kind: { enum: ['Group', 'User'] } } } },
  },
};

/** The definitions with the additions; throws at an addition that no definition or property answers to. */
export function withAdditions(definitions: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const result: Record<string, Schema> = { ...definitions };
  for (const [name, addition] of Object.entries(ADDITIONS)) {
    const definition = definitions[name];
    if (!definition) throw new Error(`an addition to ${name}, which is no definition`);
    for (const property of Object.keys(addition.properties ?? {})) {
      if (!definition.properties?.[property])
        throw new Error(`an addition to ${name}.${property}, which is no property`);
    }
    result[name] = { ...definition, allOf: [...(definition.allOf ?? []), addition] };
  }
  return result;
}
