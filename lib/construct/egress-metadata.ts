/** Labels and annotations of the objects of a gateway or a route. Names and namespaces follow from other properties. */
export interface EgressMetadata {
  /**
   * Labels.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /**
   * Annotations.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string } | undefined;
}
