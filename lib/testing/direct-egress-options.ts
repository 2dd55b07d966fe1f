import { MeshSettings } from '../audit/model/settings';
import { assertList } from '../input/list';
import { parseDnsLabel } from '../input/kubernetes-name';
import { assertKnownProperties } from '../input/properties';
import { Cidr } from '../network/cidr';

/** Options of `toBlockDirectEgress`. */
export interface DirectEgressOptions {
  /**
   * The labels of the pods.
   * @default - none that a selector of the manifests names
   */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /**
   * Ranges that the pods may reach without a gateway, such as the address of the API server: `['192.0.2.10/32']`.
   * @default - none
   */
  readonly except?: string[] | undefined;
  /**
   * Settings of the mesh and its cluster, which the manifests do not have.
   * @default - the settings of the `EgressMesh` and of the gateways of the app; without an app, those of Istio's default profile
   */
  readonly mesh?: MeshSettings | undefined;
}

/**
 * Checks the arguments of `toBlockDirectEgress`, and returns the options.
 *
 * @throws EgressError for an unknown property, and for malformed arguments
 */
export function readDirectEgress(namespace: string, options: DirectEgressOptions): DirectEgressOptions {
  parseDnsLabel('namespace', namespace);
  assertKnownProperties('toBlockDirectEgress', options, { labels: true, except: true, mesh: true });
  const { except = [] } = options;
  assertList('except', except, "['192.0.2.10/32']");
  for (const [index, range] of except.entries()) Cidr.parse(range, `except[${index}]`);
  return options;
}
