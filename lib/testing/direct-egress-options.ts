import { readAll, readEach } from '../input/collect';
import { parseDnsLabel } from '../input/kubernetes-name';
import { assertLabels } from '../input/labels';
import { assertList } from '../input/list';
import { assertKnownProperties } from '../input/properties';
import { Cidr } from '../network/cidr';
import { AUDIT_OPTIONS, AuditOptions, readAuditOptions, ReadAuditOptions } from './audit-options';

/** Options of `toBlockDirectEgress`. */
export interface DirectEgressOptions extends AuditOptions {
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
}

/** The options, complete. */
export interface ReadDirectEgress {
  readonly labels: { readonly [key: string]: string };
  readonly except: readonly string[];
  readonly audit: ReadAuditOptions;
}

/**
 * Checks the arguments of `toBlockDirectEgress`, and returns the options.
 *
 * @throws EgressError for an unknown property, and for malformed arguments
 */
export function readDirectEgress(namespace: string, options: DirectEgressOptions): ReadDirectEgress {
  parseDnsLabel('namespace', namespace);
  assertKnownProperties('toBlockDirectEgress', options, { ...AUDIT_OPTIONS, labels: true, except: true });
  const { labels = {}, except = [] } = options;
  const read = readAll({
    labels: () => assertLabels('labels', labels),
    except: () => assertRanges(except),
    audit: () => readAuditOptions(options),
  });
  return { labels, except, audit: read.audit };
}

function assertRanges(except: readonly string[]): void {
  assertList('except', except, "['192.0.2.10/32']");
  readEach(except, (range, index) => Cidr.parse(range, `except[${index}]`));
}
