/** A value of a Secret in the gateway's namespace. */
export interface SecretKey {
  /** Name of the Secret. */
  readonly secretName: string;
  /** Key of the value in the Secret. */
  readonly key: string;
}

/** A request header that the gateway sets to a value of a Secret. */
export interface HttpCredentialModel extends SecretKey {
  /** Name of the header, in lower case. */
  readonly header: string;
}

/** Returns a value of a Secret as text: `api-token/authorization`. */
export function secretKeyText({ secretName, key }: SecretKey): string {
  return `${secretName}/${key}`;
}

/** Returns values of Secrets, each once and sorted. */
export function distinctSecretKeys(values: readonly SecretKey[]): readonly SecretKey[] {
  const byText = new Map(
    values.map(({ secretName, key }) => [secretKeyText({ secretName, key }), { secretName, key }]),
  );
  return [...byText.keys()].sort().flatMap((text) => byText.get(text) ?? []);
}
