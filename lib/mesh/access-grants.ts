import { distinctOperations, Operation } from '../http/operation';
import { Access, isRestricted, OPEN } from './access';
import { distinctSources, Source } from './source';

/** The sources and operations that the calls for one route added. */
interface Grant {
  readonly sources: Source[];
  readonly operations: Operation[];
  /** The access; undefined after a call. */
  access?: Access | undefined;
}

/** The sources and operations of every route. The access is computed when it is read, so that each addition costs the same. */
export class AccessGrants {
  private readonly byOwner = new Map<string, Grant>();

  /** Adds allowed sources to a route. Returns whether one of them is the first of its kind. */
  public addSources(owner: string, sources: readonly Source[]): boolean {
    const { sources: all } = this.changed(owner);
    const before = all.length;
    for (const source of sources) all.push(source);
    return sources.some(({ kind }) => all.findIndex((each) => each.kind === kind) >= before);
  }

  /** Adds allowed operations to a route. */
  public addOperations(owner: string, operations: readonly Operation[]): void {
    const grant = this.changed(owner);
    for (const operation of operations) grant.operations.push(operation);
  }

  /** Returns the sources and operations of a route, each once. */
  public accessOf(owner: string): Access {
    const grant = this.byOwner.get(owner);
    if (grant === undefined) return OPEN;
    grant.access ??= { sources: distinctSources(grant.sources), operations: distinctOperations(grant.operations) };
    return grant.access;
  }

  /** Returns whether a route has sources or operations. */
  public isRestricted(owner: string): boolean {
    return isRestricted(this.byOwner.get(owner) ?? OPEN);
  }

  private changed(owner: string): Grant {
    const grant = this.byOwner.get(owner) ?? { sources: [], operations: [] };
    this.byOwner.set(owner, grant);
    grant.access = undefined;
    return grant;
  }
}
