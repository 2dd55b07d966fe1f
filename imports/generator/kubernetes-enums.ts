/**
 * The goal of this module is to read the enums out of the Go code that Kubernetes makes its OpenAPI description from:
 * `enumsOf(text)`. The code is generated and formatted by gofmt, so that its indentation tells where we are:
 *
 *     func schema_k8sio_api_networking_v1_NetworkPolicyPort(...        the definition
 *     <5 tabs>"protocol": {                                            the property
 *     <7 tabs>Enum: []interface{}{"SCTP", "TCP", "UDP"},               its values; further in: those of its items
 */

/** The values that one property, or each item of it, may take. */
export interface PropertyEnum {
  readonly definition: string;
  readonly property: string;
  readonly ofItems: boolean;
  readonly values: readonly string[];
}

const FUNCTION = /^func schema_k8sio_api_([a-z]+)_(\w+?)_(\w+)\(/;
const PROPERTY = /^\t{5}"(\w+)": \{$/;
const ENUM = /^(\t+)Enum: +\[\]interface\{\}\{(.*)\},$/;

/** All enums of the API groups that belong to Kubernetes itself. */
export function enumsOf(source: string): PropertyEnum[] {
  const found: PropertyEnum[] = [];
  let definition = '';
  let property = '';
  for (const line of source.split('\n')) {
    if (line.startsWith('func ')) {
      const [, group, version, type] = FUNCTION.exec(line) ?? [];
      definition = type ? `io.k8s.api.${group}.${version}.${type}` : '';
      continue;
    }
    property = PROPERTY.exec(line)?.[1] ?? property;
    const [, tabs, values] = ENUM.exec(line) ?? [];
    if (!tabs || values === undefined || definition === '') continue;
    found.push({ definition, property, ofItems: tabs.length > 7, values: JSON.parse(`[${values}]`) as string[] });
  }
  return found;
}
