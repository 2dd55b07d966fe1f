/** One Kubernetes object as parsed from YAML. Only what the audit reads of every kind is typed. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    /** Absent means `default`, as with `kubectl apply`. */
    readonly namespace?: string;
    readonly creationTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  /** The place where the object is written; absent for an object that was read from no file. */
  readonly origin?: Origin;
}

/** The place of an object in a file. */
export interface Origin {
  /** Path of the file as it was given, with forward slashes; `-` for standard input. */
  readonly file: string;
  /** The line of the file, counted from 1, at which the text of the object begins. */
  readonly line: number;
  /** The YAML document that holds the object. */
  readonly text: string;
  /** The path of the object in its document: empty, or `['items', 3]` in a List. */
  readonly within: Path;
}

/** The keys and indexes of a value of an object: `['spec', 'http', 0, 'route']`. */
export type Path = readonly (string | number)[];

/** Returns the namespace of an object that has one. */
export function namespaceOf({ metadata: { namespace = 'default' } }: Manifest): string {
  return namespace;
}

/** Returns the full name of an object: `egress/partner`, and `lockdown` for an object without a namespace. */
export function idOf(manifest: Manifest): string {
  const { name } = manifest.metadata;
  return isClusterScoped(manifest.kind) ? name : `${namespaceOf(manifest)}/${name}`;
}

/**
 * Returns the kind and the full name of an object: `VirtualService egress/partner`, and `ClusterNetworkPolicy lockdown` without a
 * namespace.
 */
export function nameOf(manifest: Manifest): string {
  return `${manifest.kind} ${idOf(manifest)}`;
}

/** Returns whether objects of a kind have no namespace. */
export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

const CLUSTER_SCOPED = new Set([
  ...['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  ...['ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
  ...['CiliumClusterwideNetworkPolicy', 'GlobalNetworkPolicy', 'StagedGlobalNetworkPolicy'],
]);
