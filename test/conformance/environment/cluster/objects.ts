/** As much of the Kubernetes API as the suite reads. */

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
}

export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: Metadata;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string };
    readonly resourceFieldRef?: { readonly resource: string };
  };
}

export interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: number | string };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvironmentVariable[];
  readonly ports?: readonly { readonly containerPort: number }[];
  readonly resources?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: { readonly exec?: { readonly command: readonly string[] } } };
  readonly restartPolicy?: string;
  readonly securityContext?: { readonly runAsUser?: number };
}

/** A source of files: what a volume is, or one of the sources of a projected volume. */
export interface FileSource {
  readonly configMap?: KeyedSource;
  readonly secret?: KeyedSource & { readonly secretName?: string };
  readonly downwardAPI?: { readonly items: readonly { path: string; fieldRef?: { fieldPath: string } }[] };
  readonly serviceAccountToken?: { path: string; audience?: string; expirationSeconds?: number };
}

export interface KeyedSource {
  readonly name?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

export interface Volume extends FileSource {
  readonly name: string;
  readonly projected?: { readonly sources: readonly FileSource[] };
}

export interface Pod extends KubeObject {
  readonly spec: {
    readonly nodeName?: string;
    readonly serviceAccountName?: string;
    readonly initContainers?: readonly Container[];
    readonly containers: readonly Container[];
    readonly restartPolicy?: string;
    readonly terminationGracePeriodSeconds?: number;
    readonly volumes?: readonly Volume[];
    readonly securityContext?: { readonly sysctls?: readonly { readonly name: string; readonly value: string }[] };
  };
  readonly status?: { readonly phase?: string; readonly podIP?: string };
}

export interface Deployment extends KubeObject {
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
  };
}

/** `namespace/name`, or the name alone. */
export function keyOf({ metadata: { namespace, name } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
