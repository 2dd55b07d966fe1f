import { MeshSettings } from '../audit/model/settings';
import { readAll, readEach } from '../input/collect';
import { parseDnsLabel } from '../input/kubernetes-name';
import { assertLabels } from '../input/labels';
import { assertList } from '../input/list';
import { assertKnownProperties } from '../input/properties';
import { Cidr } from '../network/cidr';
import { MeshOptions } from './mesh-options';
import { parseMesh } from './parse-mesh';

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
  readonly mesh?: MeshOptions | undefined;
}

/** The options, complete. */
export interface ReadDirectEgress {
  readonly labels: { readonly [key: string]: string };
  readonly except: readonly string[];
  readonly mesh: MeshSettings;
}

/**
 * Checks the arguments of `toBlockDirectEgress`, and returns the options.
 *
 * @throws EgressError for an unknown property, and for malformed arguments
 */
export function readDirectEgress(namespace: string, options: DirectEgressOptions): ReadDirectEgress {
  parseDnsLabel('namespace', namespace);
  assertKnownProperties('toBlockDirectEgress', options, { labels: true, except: true, mesh: true });
  const { labels = {}, except = [], mesh = {} } = options;
  const read = readAll({
    labels: () => assertLabels('labels', labels),
    except: () => assertRanges(except),
    mesh: () => parseMesh(mesh),
  });
  return { labels, except, mesh: read.mesh };
}

function assertRanges(except: readonly string[]): void {
  assertList('except', except, "['192.0.2.10/32']");
  readEach(except, (range, index) => Cidr.parse(range, `except[${index}]`));
}
