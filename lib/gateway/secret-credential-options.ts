/** Options of a credential from a Secret. */
export interface SecretCredentialOptions {
  /** Name of a Secret in the gateway's namespace. The library does not write the Secret. */
  readonly secretName: string;
  /**
   * Key of the Secret. The value is the whole value of the header, such as `Bearer eyJhbGciOi...`.
   * @default - the name of the header in lower case
   */
  readonly key?: string | undefined;
  /**
   * Name of the request header, in any case.
   * @default authorization
   */
  readonly header?: string | undefined;
}
