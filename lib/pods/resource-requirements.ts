/**
 * Resources of a container, by name. Amounts are quantities as text: `{ requests: { cpu: '500m', memory: '1Gi' } }`.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#resources
 */
export interface ResourceRequirements {
  /**
   * Amounts that are reserved for the container.
   * @default - the limits
   */
  readonly requests?: { readonly [name: string]: string } | undefined;
  /**
   * Greatest amounts that the container may use.
   * @default - no limits
   */
  readonly limits?: { readonly [name: string]: string } | undefined;
}
