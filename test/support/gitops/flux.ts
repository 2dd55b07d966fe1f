/**
 * The order in which Flux applies the objects of one Kustomization: by kind, group, namespace and name
 * (`SortableUnstructureds` in fluxcd/pkg `ssa/sort.go`). Flux deletes in the reverse order (`DeleteAll` in `ssa/manager_delete.go`).
 */
import { Manifest } from '../../../lib/audit/manifest/manifest';

/** Kinds that come first. All other kinds of this library are behind these, sorted by group and kind. */
const FIRST: readonly string[] = [
  ...['CustomResourceDefinition', 'Namespace', 'ClusterClass', 'RuntimeClass', 'PriorityClass', 'StorageClass'],
  ...['VolumeSnapshotClass', 'IngressClass', 'GatewayClass', 'ResourceQuota', 'ServiceAccount', 'Role', 'ClusterRole'],
  ...['RoleBinding', 'ClusterRoleBinding', 'ConfigMap', 'Secret', 'Service', 'LimitRange', 'Deployment', 'StatefulSet'],
  ...['CronJob', 'PodDisruptionBudget'],
];

/** Compares two objects of one Kustomization by the order of their application. No two objects compare as 0. */
export function compareInFlux(a: Manifest, b: Manifest): number {
  const [first, second] = [a, b].map(keyOf) as [Key, Key];
  const difference = first.findIndex((value, index) => value !== second[index]);
  return difference === -1 ? 0 : (first[difference] ?? 0) < (second[difference] ?? 0) ? -1 : 1;
}

type Key = readonly (number | string)[];

function keyOf({ apiVersion, kind, metadata: { namespace, name } }: Manifest): Key {
  const rank = FIRST.indexOf(kind);
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '';
  return [rank === -1 ? FIRST.length : rank, group, kind, namespace ?? '', name];
}
