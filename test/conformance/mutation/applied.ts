/** A set of objects in the cluster that is turned into another, object by object. */
import { Patience } from '../environment/mesh/sync';
import { Cluster } from '../environment/running/cluster';
import { CommandResult } from '../environment/tools/command';
import { Manifest } from '../../../lib/audit/manifest/manifest';
import { canonical } from './fields';
import { identityOf } from './mutant';

/** What of a set has to be done to have another. */
export interface Difference {
  readonly deleted: readonly Manifest[];
  readonly applied: readonly Manifest[];
}

/** Where two objects have one identity, the second has overwritten the first: what is wanted under that name is applied anew. */
export function difference(from: readonly Manifest[], to: readonly Manifest[]): Difference {
  const before = byIdentity(from);
  const after = byIdentity(to);
  return {
    deleted: from.filter((manifest) => !after.has(key(manifest))),
    applied: to.filter((manifest) => {
      const [old, ...others] = before.get(key(manifest)) ?? [];
      return old === undefined || others.length > 0 || canonical([old]) !== canonical([manifest]);
    }),
  };
}

export class Applied {
  /** @param manifests what the cluster already holds of the set */
  public constructor(
    private readonly cluster: Cluster,
    private manifests: readonly Manifest[] = [],
  ) {}

  /**
   * Makes the cluster hold the set.
   *
   * @returns what kubectl says where an object is refused; the others are as wanted then
   * @throws {NotSettled} when the cluster does not come to rest
   */
  public async become(wanted: readonly Manifest[], patience?: Patience): Promise<string | undefined> {
    const { deleted, applied } = difference(this.manifests, wanted);
    this.manifests = wanted;
    const results = await this.cluster.changing(async () => {
      const first = await this.kubectl(['delete', '--ignore-not-found', '-f', '-'], deleted);
      return [...first, ...(await this.kubectl(['apply', '-f', '-'], applied))];
    }, patience);
    const refused = results.filter(({ status }) => status !== 0).map(({ stderr }) => stderr.trim());
    return refused.length === 0 ? undefined : refused.join('\n');
  }

  private async kubectl(args: readonly string[], items: readonly Manifest[]): Promise<CommandResult[]> {
    if (items.length === 0) return [];
    return [await this.cluster.tryKubectl(args, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))];
  }
}

function byIdentity(manifests: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> {
  const found = new Map<string, Manifest[]>();
  for (const manifest of manifests) found.set(key(manifest), [...(found.get(key(manifest)) ?? []), manifest]);
  return found;
}

function key(manifest: Manifest): string {
  const { apiVersion, kind, namespace, name } = identityOf(manifest);
  return [apiVersion, kind, namespace, name].join(' ');
}
