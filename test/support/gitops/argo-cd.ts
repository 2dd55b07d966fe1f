/**
 * The order in which Argo CD applies the objects of one Application: by sync wave, kind and name
 * (`syncTasks.Less` in argoproj/argo-cd `gitops-engine/pkg/sync/sync_tasks.go`). Hooks and their phases are left out: the library
 * writes none.
 */
import { Manifest } from '../../../lib/audit/manifest/manifest';

/** The annotation with the wave of an object. Objects without the annotation are in wave 0. */
const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** Kinds that come first, among them all of this library that Argo CD knows. Every other kind has one rank, behind these. */
const KINDS: readonly string[] = [
  ...['Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy', 'PodDisruptionBudget'],
  ...['ServiceAccount', 'Secret', 'SecretList', 'ConfigMap', 'StorageClass', 'PersistentVolume'],
  ...['PersistentVolumeClaim', 'CustomResourceDefinition', 'ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding'],
  ...['ClusterRoleBindingList', 'Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service', 'DaemonSet', 'Pod'],
  ...['ReplicationController', 'ReplicaSet', 'Deployment', 'HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob'],
  ...['IngressClass', 'Ingress', 'APIService'],
];

/** Returns the wave of an object. Argo CD reads a malformed wave as 0. */
export function waveOf({ metadata }: Manifest): number {
  const text = metadata.annotations?.[SYNC_WAVE] ?? '';
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}

/**
 * Compares two objects by the order of their application. Argo CD may apply objects that compare as 0 in any order. Objects of one
 * kind are applied at once if no object of another kind is between them (`runTasks` in `sync_context.go`).
 */
export function compareInArgoCd(a: Manifest, b: Manifest): number {
  return waveOf(a) - waveOf(b) || rankOf(a) - rankOf(b) || compareTexts(a.metadata.name, b.metadata.name);
}

/**
 * Returns the objects of an Application that is synchronized without them, in the order of their deletion: Argo CD deletes the objects
 * of a list at once. The waves are reversed (`getSyncTasks` in `sync_context.go`; `FilterObjectsForDeletion` in
 * `controller/sort_delete.go` for the deletion of the whole Application).
 */
export function prunedInArgoCd(manifests: readonly Manifest[]): readonly (readonly Manifest[])[] {
  const waves = [...new Set(manifests.map(waveOf))].sort((a, b) => b - a);
  return waves.map((wave) => manifests.filter((manifest) => waveOf(manifest) === wave));
}

function rankOf({ kind }: Manifest): number {
  const rank = KINDS.indexOf(kind);
  return rank === -1 ? KINDS.length : rank;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
