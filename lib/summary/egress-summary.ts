import { IConstruct } from 'constructs';
import { assertConstruct } from '../construct/assert-construct';
import { Mesh, meshesOf } from '../construct/mesh';
import { IExternalRoute } from '../gateway/iexternal-route';
import { summaryMarkdown } from './markdown';
import { EgressSummaryRow } from './egress-summary-row';
import { summaryRows } from './rows';

/**
 * The external hosts of a mesh, as a table for reviews: which host and port leave through which gateway, for which sources, and in
 * which objects.
 *
 * @example
 * writeFileSync('egress.md', EgressSummary.of(chart).toMarkdown());
 */
export class EgressSummary {
  /**
   * Returns the summary of the routes below a construct: an app, an `EgressMesh`, a chart or a route.
   * @throws EgressError for a value that is not a construct
   */
  public static of(scope: IConstruct): EgressSummary {
    assertConstruct('EgressSummary.of(app)', scope);
    const { path, root } = scope.node;
    const isBelow = (owner: string): boolean => path === '' || owner === path || owner.startsWith(`${path}/`);
    const rows = meshesOf(root).flatMap((mesh) => summaryRows(mesh.model, (owner) => objectsOf(mesh, owner)));
    const found = rows.filter(({ routes }) => routes.some(isBelow));
    return new EgressSummary(found.sort((a, b) => (a.host === b.host ? a.port - b.port : a.host < b.host ? -1 : 1)));
  }

  private constructor(
    /** A row per host, gateway and port, sorted by host and port. */
    public readonly rows: EgressSummaryRow[],
  ) {}

  /** Returns the rows as JSON text. */
  public toJson(): string {
    return `${JSON.stringify(this.rows, undefined, 2)}\n`;
  }

  /** Returns the rows as a Markdown table. */
  public toMarkdown(): string {
    return summaryMarkdown(this.rows);
  }
}

/** Returns the objects of a route by host, each as `Kind namespace/name`. */
function objectsOf({ constructs }: Mesh, owner: string): ReadonlyMap<string, readonly string[]> {
  const byHost = new Map<string, string[]>();
  for (const { kind, metadata, node } of (constructs.get(owner) as IConstruct as IExternalRoute).objects) {
    const host = node.scope?.node.id ?? '';
    const text = `${kind} ${metadata.namespace}/${metadata.name}`;
    byHost.set(host, [...(byHost.get(host) ?? []), text]);
  }
  return byHost;
}
